import mqttPacket from 'mqtt-packet';

const TOPICS = 1000;

/** Production lines, the second level of the topics. */
export const LINES = 10;

/** Messages written together. */
export const BURST = 50;

/** Digits of a message's number, so that it can be overwritten in a packet of the same length. */
const SEQUENCE_DIGITS = 9;
const FIRST_SEQUENCE = 10 ** (SEQUENCE_DIGITS - 1);

/** A burst of prebuilt packets, and where in it the messages' numbers are. */
interface Burst {
  readonly packets: Buffer;
  readonly sequenceOffsets: readonly number[];
}

/** Prebuilt MQTT packets of a plant with 1,000 topics: sending is almost free. Each has its number as `sequence`. */
export class FloodPackets {
  private readonly bursts: readonly Burst[];
  private sent = 0;

  constructor(qos: 0 | 1 = 0) {
    this.bursts = Array.from({ length: (TOPICS * 4) / BURST }, (_, i) => makeBurst(i * BURST, qos));
  }

  /** Messages returned so far. */
  get messages(): number {
    return this.sent;
  }

  /** The next BURST messages. */
  next(): Buffer {
    const burst = this.bursts[(this.sent / BURST) % this.bursts.length];
    if (!burst) return Buffer.alloc(0);
    const packets = Buffer.from(burst.packets);
    for (const [i, offset] of burst.sequenceOffsets.entries())
      packets.write(String(FIRST_SEQUENCE + this.sent + i), offset, 'latin1');
    this.sent += BURST;
    return packets;
  }
}

function makeBurst(first: number, qos: 0 | 1): Burst {
  const packets = Array.from({ length: BURST }, (_, i) => publishPacket(first + i, qos));
  const sequenceOffsets: number[] = [];
  let length = 0;
  for (const packet of packets) {
    sequenceOffsets.push(length + packet.indexOf(`"sequence":`) + `"sequence":`.length);
    length += packet.length;
  }
  return { packets: Buffer.concat(packets), sequenceOffsets };
}

/** Topics and payloads of a plant: the same in every run except for `sequence`, 117 bytes of JSON on average. */
function publishPacket(i: number, qos: 0 | 1): Buffer {
  const payload = JSON.stringify({
    temperature: Math.round(2000 + 500 * Math.sin(i / 50)) / 100,
    humidity: 40 + (i % 20),
    unit: 'C',
    sensor: `bme280-${String(i % TOPICS).padStart(4, '0')}`,
    sequence: FIRST_SEQUENCE,
    ok: true,
  });
  const topic = `plant/line${i % LINES}/machine${i % TOPICS}/temperature`;
  // With quality of service 1, a broker takes each on its own, whatever its identifier.
  const identified = qos === 0 ? {} : { messageId: i + 1 };
  return mqttPacket.generate({
    cmd: 'publish',
    topic,
    payload,
    qos,
    retain: false,
    dup: false,
    ...identified,
  });
}
