import type { EdgeEvent } from '../../../src/frame';

const TOPICS = 1000;
const DIFFERENT = 4000;
const SENSOR_TEMP = 0xfc60;

const texts = Array.from({ length: DIFFERENT }, (_, i) => ({
  topic: `plant/line${i % 10}/machine${i % TOPICS}/temperature`,
  data: JSON.stringify({
    temperature: Math.round(2000 + 500 * Math.sin(i / 50)) / 100,
    humidity: 40 + (i % 20),
    unit: 'C',
    sensor: `bme280-${String(i % TOPICS).padStart(4, '0')}`,
    sequence: 100000 + i,
    ok: true,
  }),
}));

/** Readings of a plant: 1,000 topics, JSON of 114 bytes on average. */
export function benchEvent(i: number): EdgeEvent {
  const { topic, data } = texts[i % DIFFERENT] ?? { topic: '', data: '0' };
  return {
    topic,
    symbol: SENSOR_TEMP,
    data,
    time: 1_700_000_000_000 + i,
    bytesIn: topic.length + data.length,
  };
}
