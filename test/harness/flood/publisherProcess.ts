/**
 * Publishes prebuilt packets to a broker over plain TCP, in its own process: an MQTT client would itself limit the
 * rate. Its arguments are the broker's port and the quality of service; its parent says what to do and how far the
 * backend is.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import mqttPacket from 'mqtt-packet';
import { allowedBy, type Pace } from './Feed';
import { BURST, FloodPackets } from './floodPackets';

export type PublisherOrder =
  | { readonly kind: 'push'; readonly ms: number; readonly pace: Pace }
  | { readonly kind: 'received'; readonly messages: number };

export interface PublisherReport {
  /** Messages sent since the start. */
  readonly messages: number;
  /** Completed pushes. */
  readonly pushes: number;
}

/** Maximum unsent bytes in the socket, so that a broker that does not keep up does not fill the memory here. */
const MAX_UNSENT_BYTES = 64 * 1024 * 1024;
const REPORT_MS = 20;

const packets = new FloodPackets(process.argv[3] === '1' ? 1 : 0);
let received = 0;
let pushes = 0;

async function open(port: number) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const clientId = `flood-${process.pid}`;
  const protocol = { protocolId: 'MQTT', protocolVersion: 4, clean: true, keepalive: 0 } as const;
  socket.write(mqttPacket.generate({ cmd: 'connect', clientId, ...protocol }));
  await once(socket, 'data');
  return socket.resume();
}

function report(): void {
  process.send?.({ messages: packets.messages, pushes } satisfies PublisherReport);
}

async function main(): Promise<void> {
  const socket = await open(Number(process.argv[2]));
  const push = async (ms: number, pace: Pace): Promise<void> => {
    const sentBefore = packets.messages;
    const start = performance.now();
    let reportedAt = start;
    for (let now = start; now - start < ms; now = performance.now()) {
      const allowed = allowedBy(pace, received, sentBefore, now - start);
      while (packets.messages + BURST <= allowed && socket.writableLength < MAX_UNSENT_BYTES)
        socket.write(packets.next());
      if (now - reportedAt >= REPORT_MS) {
        report();
        reportedAt = now;
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    pushes++;
    report();
  };
  process.on('message', (order: PublisherOrder) => {
    if (order.kind === 'push') push(order.ms, order.pace);
    else received = order.messages;
  });
  report();
}

main();
process.on('disconnect', () => process.exit());
