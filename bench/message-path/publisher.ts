import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import mqttPacket from 'mqtt-packet';

const TOPICS = 1000;
const BURST = 50;

/** Topics and payloads of a plant: the same in every run, 114 bytes of JSON on average. */
function publishPacket(i: number): Buffer {
  const topic = `plant/line${i % 10}/machine${i % TOPICS}/temperature`;
  const payload = JSON.stringify({
    temperature: Math.round(2000 + 500 * Math.sin(i / 50)) / 100,
    humidity: 40 + (i % 20),
    unit: 'C',
    sensor: `bme280-${String(i % TOPICS).padStart(4, '0')}`,
    sequence: 100000 + i,
    ok: true,
  });
  return mqttPacket.generate({ cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false });
}

/** Publishes prebuilt packets over plain TCP: an MQTT client would itself be what limits the rate. */
export class Publisher {
  private readonly bursts: Buffer[] = [];
  private sent = 0;

  private constructor(private readonly socket: Socket) {
    for (let i = 0; i < TOPICS * 4; i += BURST) {
      this.bursts.push(Buffer.concat(Array.from({ length: BURST }, (_, k) => publishPacket(i + k))));
    }
  }

  static async connect(port: number): Promise<Publisher> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      mqttPacket.generate({
        cmd: 'connect',
        clientId: `bench-${process.pid}`,
        protocolId: 'MQTT',
        protocolVersion: 4,
        clean: true,
        keepalive: 0,
      }),
    );
    await once(socket, 'data');
    socket.resume();
    return new Publisher(socket);
  }

  /**
   * Publishes for so long, as fast as the receiver takes it (a window of messages not yet received) or at a
   * fixed rate.
   * @param received how many messages the receiver has seen since the publishing began.
   * @returns how many messages were published.
   */
  async publish(
    ms: number,
    pace: { window: number } | { rate: number },
    received: () => number,
  ): Promise<number> {
    this.sent = 0;
    const start = performance.now();
    for (let elapsed = 0; elapsed < ms; elapsed = performance.now() - start) {
      const allowed = 'window' in pace ? received() + pace.window : (pace.rate * elapsed) / 1000;
      while (this.sent + BURST <= allowed) this.sendBurst();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return this.sent;
  }

  close(): void {
    this.socket.destroy();
  }

  private sendBurst(): void {
    const burst = this.bursts[(this.sent / BURST) % this.bursts.length];
    if (burst) this.socket.write(burst);
    this.sent += BURST;
  }
}
