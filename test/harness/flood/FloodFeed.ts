import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import mqttPacket from 'mqtt-packet';
import { listen } from '../network/listening';

const TOPICS = 1000;
const BURST = 50;

/** Digits of a message's number, so that it can be written over in a packet of the same length. */
const SEQUENCE_DIGITS = 9;
const FIRST_SEQUENCE = 10 ** (SEQUENCE_DIGITS - 1);

/** Pushes may stand in the socket this long before the feed waits for it; about what the kernel holds, too. */
const MAX_UNSENT_BYTES = 4096 * 1024;

/** How messages come: so many ahead of what the backend has, or as many as the socket takes. */
export type Pace = { readonly ahead: number } | 'open';

/** A burst of packets, prebuilt, and where in it the messages' numbers stand. */
interface Burst {
  readonly packets: Buffer;
  readonly sequenceOffsets: readonly number[];
}

/**
 * A broker with one subscriber, reduced to what costs nothing: it pushes prebuilt packets over plain TCP, so that the
 * subscriber alone limits the rate. Each message holds its number as `sequence`.
 */
export class FloodFeed {
  private readonly bursts = Array.from({ length: (TOPICS * 4) / BURST }, (_, i) => makeBurst(i * BURST));
  private subscriber: Socket | undefined;
  private sent = 0;

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

  get hasSubscriber(): boolean {
    return this.subscriber !== undefined;
  }

  /** Messages sent since the start. */
  get messages(): number {
    return this.sent;
  }

  /**
   * Pushes for so long.
   * @param received how many messages the backend has since the start.
   */
  async push(ms: number, pace: Pace, received: () => number): Promise<void> {
    const { subscriber } = this;
    if (!subscriber) throw new Error('Nobody has subscribed.');
    const end = performance.now() + ms;
    while (performance.now() < end) {
      const allowed = pace === 'open' ? Number.POSITIVE_INFINITY : received() + pace.ahead;
      while (this.sent + BURST <= allowed && subscriber.writableLength < MAX_UNSENT_BYTES)
        this.sendBurst(subscriber);
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

  private sendBurst(subscriber: Socket): void {
    const burst = this.bursts[(this.sent / BURST) % this.bursts.length];
    if (!burst) return;
    const packets = Buffer.from(burst.packets);
    for (const [i, offset] of burst.sequenceOffsets.entries())
      packets.write(String(FIRST_SEQUENCE + this.sent + i), offset, 'latin1');
    subscriber.write(packets);
    this.sent += BURST;
  }
}

function makeBurst(first: number): Burst {
  const packets = Array.from({ length: BURST }, (_, i) => publishPacket(first + i));
  const sequenceOffsets: number[] = [];
  let length = 0;
  for (const packet of packets) {
    sequenceOffsets.push(length + packet.indexOf(`"sequence":`) + `"sequence":`.length);
    length += packet.length;
  }
  return { packets: Buffer.concat(packets), sequenceOffsets };
}

/** Topics and payloads of a plant: the same in every run but for `sequence`, 117 bytes of JSON on average. */
function publishPacket(i: number): Buffer {
  const payload = JSON.stringify({
    temperature: Math.round(2000 + 500 * Math.sin(i / 50)) / 100,
    humidity: 40 + (i % 20),
    unit: 'C',
    sensor: `bme280-${String(i % TOPICS).padStart(4, '0')}`,
    sequence: FIRST_SEQUENCE,
    ok: true,
  });
  const topic = `plant/line${i % 10}/machine${i % TOPICS}/temperature`;
  return mqttPacket.generate({ cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false });
}
