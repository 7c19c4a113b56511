import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import mqttPacket from 'mqtt-packet';
import { listen } from '../network/listening';
import { until } from '../until';
import { allowedBy, type Feed, type Pace } from './Feed';
import { BURST, FloodPackets } from './floodPackets';

/** Maximum unsent bytes in the socket before the feed waits for it; the kernel holds about as many. */
const MAX_UNSENT_BYTES = 4096 * 1024;

/**
 * A broker with one subscriber, reduced to what costs nothing: it pushes prebuilt packets over plain TCP, so that only
 * the subscriber limits the rate.
 */
export class FloodFeed implements Feed {
  private readonly packets = new FloodPackets();
  private subscriber: Socket | undefined;

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(): Promise<FloodFeed> {
    const server = createServer();
    const feed = new FloodFeed(server, await listen(server));
    server.on('connection', (socket) => feed.serve(socket));
    return feed;
  }

  async subscribed(): Promise<void> {
    await until('the gateway has subscribed', () => this.subscriber !== undefined);
  }

  get messages(): number {
    return this.packets.messages;
  }

  async push(ms: number, pace: Pace, received: () => number): Promise<void> {
    const { subscriber, packets } = this;
    if (!subscriber) throw new Error('Nobody has subscribed.');
    const sentBefore = packets.messages;
    const start = performance.now();
    const end = start + ms;
    while (performance.now() < end) {
      const allowed = allowedBy(pace, received(), sentBefore, performance.now() - start);
      while (packets.messages + BURST <= allowed && subscriber.writableLength < MAX_UNSENT_BYTES)
        subscriber.write(packets.next());
      if (subscriber.writableNeedDrain) {
        const waiting = new AbortController();
        const timer = setTimeout(() => waiting.abort(), end - performance.now());
        await once(subscriber, 'drain', { signal: waiting.signal }).catch(() => undefined);
        clearTimeout(timer);
      } else await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  close(): void {
    this.subscriber?.destroy();
    this.server.close();
  }

  private serve(socket: Socket): void {
    const parser = mqttPacket.parser();
    parser.on('packet', (packet) => {
      if (packet.cmd === 'connect') {
        socket.write(mqttPacket.generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }));
      } else if (packet.cmd === 'subscribe') {
        socket.write(mqttPacket.generate({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: [0] }));
        this.subscriber = socket;
      } else if (packet.cmd === 'pingreq') socket.write(mqttPacket.generate({ cmd: 'pingresp' }));
    });
    socket.on('data', (data) => parser.parse(data));
    socket.on('error', () => socket.destroy());
  }
}
