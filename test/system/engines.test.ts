import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Engine,
  exportSamples,
  influxd,
  queryInflux,
  startInfluxdb,
  startVictoriaMetrics,
  victoriaMetrics,
} from '../harness/backend/engines';
import { Gateway } from '../harness/gateway/gateway';
import { type FedReading, feedReadings, readingFlow } from '../harness/gateway/readingFeed';
import { FaultProxy } from '../harness/network/FaultProxy';
import { need } from '../harness/requirements';
import { until } from '../harness/until';

/** A value as an engine gives it back. */
interface Stored {
  readonly topic: string;
  readonly room: string;
  readonly device: string;
  readonly symbol: string;
  readonly quantity: string;
  readonly value: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

interface EngineUnderTest {
  readonly name: string;
  start(context: Mocha.Context): Promise<Engine>;
  readonly backend: object;
  /** All values that were stored. */
  read(engine: Engine): Promise<Stored[]>;
}

const ROOMS = ['hall', 'cellar', 'roof 1', 'a,b=c'];
const KINDS = [
  ['temperature', 'SENSOR_TEMP'],
  ['humidity', 'SENSOR_HUMIDITY'],
] as const;

/** An hour ago, to the millisecond. */
const START = Date.now() - 3_600_000;

/** The readings from one number up to another, each with a value and a time of its own. */
function readings(from: number, to: number): FedReading[] {
  return numbers(from, to).map((n) => {
    const { topic, value, time } = expected(n);
    return { topic, payload: JSON.stringify(value), time };
  });
}

function expected(n: number): Stored {
  const room = ROOMS[n % ROOMS.length] ?? '';
  const [quantity, symbol] = KINDS[n % 3 === 0 ? 0 : 1];
  const topic = `site/${room}/${quantity}`;
  return { topic, room, device: 'gw-7', symbol, quantity, value: n / 8 - 20, time: START + n * 1007 };
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const ENGINES: readonly EngineUnderTest[] = [
  {
    name: 'InfluxDB 1',
    async start(context) {
      const engine = await startInfluxdb(need(context, influxd));
      await queryInflux(engine, 'CREATE DATABASE plant');
      return engine;
    },
    backend: { query: 'db=plant' },
    async read(engine) {
      const rows = await queryInflux(engine, "SELECT * FROM wireband WHERE room != ''");
      return rows.flatMap(({ time, topic, room, device, symbol, quantity, value }) =>
        typeof value !== 'number'
          ? []
          : {
              ...{ topic: text(topic), room: text(room), device: text(device), symbol: text(symbol) },
              ...{ quantity: text(quantity), value, time: Number(BigInt(text(time)) / 1_000_000n) },
            },
      );
    },
  },
  {
    name: 'VictoriaMetrics',
    start: async (context) => startVictoriaMetrics(need(context, victoriaMetrics)),
    backend: { precision: 'ms', textValues: 'omit' },
    async read(engine) {
      const samples = await exportSamples(engine, '{__name__="wireband_value",room!=""}');
      return samples.map(({ labels, value, time }) => {
        const { topic = '', room = '', device = '', symbol = '', quantity = '' } = labels;
        return { topic, room, device, symbol, quantity, value, time };
      });
    },
  },
];

for (const { name, start, backend, read } of ENGINES) {
  describe(`a gateway before ${name}`, () => {
    let engine: Engine;
    let proxy: FaultProxy;
    let gateway: Gateway;
    let userDir: string;
    before(async function () {
      engine = await start(this);
      proxy = await FaultProxy.start(engine.url);
      userDir = mkdtempSync(join(tmpdir(), 'wireband-red-'));
      gateway = await Gateway.start(this, { userDir });
      const options = { url: proxy.url, format: 'influx', topicTags: 'site/+room/#', timeout: 3, ...backend };
      await gateway.deploy(readingFlow(options, { maxRetries: 1 }));
    });
    after(async () => {
      await gateway?.stop();
      await proxy?.close();
      await engine?.stop();
      if (userDir) rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
    });

    const holds = async (from: number, to: number): Promise<void> => {
      const byTime = (a: Stored, b: Stored) => a.time - b.time;
      const stored = await until('it has them', async () => {
        const found = await read(engine);
        return found.length >= to - from && found;
      });
      assert.deepEqual(stored.sort(byTime), numbers(from, to).map(expected));
    };

    it('has every accepted reading with its value, time and labels', async () => {
      await feedReadings(gateway, readings(0, 60));
      const stats = await gateway.emptied('reading');
      assert.equal(stats.events_flushed, 60);
      await holds(0, 60);
    });

    it('has every one of them, once, after a batch whose answer was lost was sent again', async () => {
      proxy.set({ kind: 'reset amid answer', bytes: 5 });
      await feedReadings(gateway, readings(60, 100));
      await until('answers were lost', () => proxy.hits >= 2);
      proxy.set({ kind: 'none' });
      const stats = await gateway.emptied('reading');
      assert.ok((stats.retries_by_status.network ?? 0) >= 2);
      await holds(0, 100);
    });

    it('has every accepted reading after an outage during which the gateway was killed', async function () {
      proxy.set({ kind: 'half-open' });
      await feedReadings(gateway, readings(100, 160));
      await gateway.kill();
      gateway = await Gateway.start(this, { userDir });
      await feedReadings(gateway, readings(160, 200));
      proxy.set({ kind: 'none' });
      await gateway.emptied('reading');
      await holds(0, 200);
    });

    it('has all but the reading that cannot be stored, which alone is put aside or counted', async () => {
      // Someone else has written text where a number comes now.
      const line = `wireband,room=hall poisoned="x" ${START + 1}\n`;
      await fetch(`${engine.url}/write?db=plant&precision=ms`, { method: 'POST', body: line });
      const before = await gateway.stats('reading');
      const all = readings(200, 240);
      const poison = { topic: 'site/hall/poison', payload: '{"poisoned":1}', time: START + 3 };
      const nothing = { topic: 'site/hall/nothing', payload: '{}', time: START + 4 };
      await feedReadings(gateway, [...all.slice(0, 15), poison, nothing, ...all.slice(15)]);
      const stats = await gateway.emptied('reading');
      await holds(0, 240);
      assert.deepEqual(stats.dropped_by_reason, { not_carried: 1 });
      const takesText = name !== 'InfluxDB 1';
      assert.equal(stats.events_flushed - before.events_flushed, takesText ? 41 : 40);
      assert.equal(stats.events_quarantined, takesText ? 0 : 1);
      const aside = await gateway.records('quarantine');
      assert.deepEqual(
        aside.map(({ topic }) => topic),
        takesText ? [] : [poison.topic],
      );
      if (!takesText) assert.match(aside[0]?.error?.message ?? '', /partial write: field type conflict/);
    });
  });
}
