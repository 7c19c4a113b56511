import assert from 'node:assert/strict';
import { EdgeClient } from '../../../src';
import { FilteredIntake } from '../../../src/client/FilteredIntake';
import { DeltaFilter, type DeltaOptions } from '../../../src/delta';
import { decodeBody, type EdgeEvent } from '../../../src/frame';
import { type HttpBackend, startHttpBackend } from '../../harness/backend/httpBackend';
import { FakeClock } from '../../harness/clock/FakeClock';

describe('the intake of a client', () => {
  function intake(options: DeltaOptions) {
    const clock = new FakeClock();
    const taken: [data: string, suppressed: number, isTold: boolean][] = [];
    const filtered = new FilteredIntake(
      new DeltaFilter(options),
      ({ data }, suppressed, { onStored }) => taken.push([data, suppressed, onStored !== undefined]),
      clock,
    );
    const take = (value: number): boolean => {
      const event: EdgeEvent = {
        topic: 't',
        symbol: 0xfc6a,
        data: String(value),
        time: clock.now(),
        bytesIn: 2,
      };
      return filtered.take(event, value, {}, { onStored: () => undefined });
    };
    return { clock, taken, take, close: () => filtered.close() };
  }

  it('takes the latest value at the end of an interval, using its own timer', async () => {
    const { clock, taken, take } = intake({ mode: 'absolute', threshold: 1, minInterval: 10 });
    assert.deepEqual([take(20), take(25), take(30)], [true, false, false]);
    await clock.advance(9_999);
    assert.equal(taken.length, 1);
    await clock.advance(1);
    assert.deepEqual(taken, [
      ['20', 0, true],
      ['30', 1, false],
    ]);
    assert.equal(take(40), false);
    await clock.advance(10_000);
    assert.equal(taken.at(-1)?.[0], '40');
  });

  it('takes the value before a change first, and the held value at the end', async () => {
    const { clock, taken, take, close } = intake({ mode: 'swinging-door', threshold: 1 });
    for (const value of [20, 20, 20, 30, 40]) {
      take(value);
      await clock.advance(1000);
    }
    assert.deepEqual(
      taken.map(([data]) => data),
      ['20', '20'],
    );
    close();
    assert.deepEqual(
      taken.map(([data]) => data),
      ['20', '20', '40'],
    );
  });
});

describe('a reading that a client filters', () => {
  function intake(options: DeltaOptions) {
    const clock = new FakeClock();
    const forwarded: string[] = [];
    const settled: string[] = [];
    const callbacks: (() => void)[] = [];
    const filtered = new FilteredIntake(
      new DeltaFilter(options),
      ({ data }, _suppressed, { onSettled }) => {
        forwarded.push(data);
        if (onSettled) callbacks.push(onSettled);
      },
      clock,
    );
    const take = (...values: number[]): void => {
      for (const value of values) {
        const data = String(value);
        const event: EdgeEvent = { topic: 't', symbol: 0xfc6a, data, time: clock.now(), bytesIn: 2 };
        filtered.take(event, value, {}, { onSettled: () => settled.push(data) });
      }
    };
    const store = () => {
      for (const callback of callbacks.splice(0)) callback();
    };
    return { clock, forwarded, settled, take, store, close: () => filtered.close() };
  }

  it('is settled at once if suppressed, and when stored if forwarded', () => {
    const { settled, take, store } = intake({ mode: 'absolute', threshold: 1 });
    take(20, 20.1, 30);
    assert.deepEqual(settled, ['20.1']);
    store();
    assert.deepEqual(settled, ['20.1', '20', '30']);
  });

  it('is settled, if held, when another replaces it or when it is forwarded and stored', async () => {
    const { clock, forwarded, settled, take, store } = intake({
      mode: 'absolute',
      threshold: 1,
      minInterval: 10,
    });
    take(20, 25, 30);
    store();
    assert.deepEqual(settled, ['25', '20']);
    await clock.advance(10_000);
    assert.deepEqual(forwarded, ['20', '30']);
    assert.deepEqual(settled, ['25', '20']);
    store();
    assert.deepEqual(settled, ['25', '20', '30']);
  });

  it('is settled, if held at the end or by a forgotten series, when it is stored', async () => {
    const { clock, forwarded, settled, take, store, close } = intake({
      mode: 'swinging-door',
      threshold: 1,
      maxSeries: 1,
    });
    take(20);
    await clock.advance(1000);
    take(20.5);
    store();
    assert.deepEqual(settled, ['20']);
    close();
    assert.deepEqual(forwarded, ['20', '20.5']);
    assert.deepEqual(settled, ['20']);
    store();
    assert.deepEqual(settled, ['20', '20.5']);
  });
});

describe('a client', () => {
  let backend: HttpBackend;
  beforeEach(async () => {
    backend = await startHttpBackend();
  });
  afterEach(() => backend.stop());

  it('filters by its delta settings, and on close delivers held readings with their own time', async () => {
    const client = new EdgeClient({
      backendUrl: backend.url,
      compression: 'none',
      deltaMode: 'swinging-door',
      deltaThreshold: 1,
      deltaRules: [{ match: 'humidity', mode: 'absolute', threshold: 5 }],
    }).start();
    for (let i = 0; i < 5; i++) {
      client.ingest(20 + i, { topic: 'a/temperature', timestamp: 1000 * i });
      client.ingest(40 + i, { topic: 'a/humidity', timestamp: 1000 * i });
    }
    client.ingest(99, { topic: 'a/humidity', timestamp: 0 });
    await client.close();
    const events = backend.requests.flatMap(({ body }) => decodeBody(body));
    assert.deepEqual(
      events.map(({ topic, data, time }) => [topic, data, time]),
      [
        ['a/temperature', 20, 0],
        ['a/humidity', 40, 0],
        ['a/humidity', 99, 0],
        ['a/temperature', 24, 4000],
      ],
    );
    assert.equal(client.stats().messages_delta_filtered, 3);
  });

  it('uses the default thresholds in mode auto, although its own default is 0', async () => {
    const client = new EdgeClient({ backendUrl: backend.url, deltaMode: 'auto' }).start();
    const taken = [21, 21.1, 21.3].map((value) => client.ingest(value, { topic: 'hall/temperature' }));
    assert.deepEqual(taken, [true, false, true]);
    await client.close();
  });
});
