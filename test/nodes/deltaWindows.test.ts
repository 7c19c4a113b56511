import assert from 'node:assert/strict';
import { Classifier } from '../../src/classify';
import { SymbolCatalog } from '../../src/symbols';
import { toEvent } from '../../src/uplink';
import { sendAll, startDelta } from '../harness/nodeRed/deltaFlow';
import { deploy, gets, got, withNodeRed } from '../harness/nodeRed/flow';

const START = 1_700_000_040_000;

const at = (second: number, payload: unknown, more: object = {}): object => ({
  topic: 'hall/temperature',
  payload,
  timestamp: START + second * 1000,
  ...more,
});

const wireband = {
  symbol: 0xfc60,
  code: '0xfc60',
  name: 'SENSOR_TEMP',
  quantity: 'temperature',
  unit: 'Cel',
};

describe('windows of the delta node', () => {
  afterEach(() => deploy([]));
  withNodeRed();

  it('come on the last output, include suppressed readings, and say what they are and when they began', async () => {
    await startDelta({ mode: 'absolute', threshold: 5, window: 60, outputs: 3 });
    await sendAll(at(0, 20, { wireband }), at(30, 22, { wireband }), at(61, 22, { wireband }));
    const [report] = await gets('third', 1);
    const { topic, event, payload, timestamp, wireband: facts } = report ?? {};
    assert.deepEqual(
      { topic, event, payload, timestamp, wireband: facts },
      {
        topic: 'hall/temperature',
        event: 'window',
        payload: { mean: 21, min: 20, max: 22, last: 22, count: 2 },
        timestamp: START,
        wireband: { ...wireband, window: { start: START, length: 60 } },
      },
    );
    assert.equal(got('second').length, 2);
    assert.equal(got('first').length, 1);
  });

  it('come on the second output if no other is added', async () => {
    await startDelta({ mode: 'change', window: 60, outputs: 2 });
    await sendAll(at(0, { a: 1 }), at(60, { a: 1 }));
    const [report] = await gets('second', 1);
    assert.deepEqual(report?.payload, { a: { mean: 1, min: 1, max: 1, last: 1, count: 1 } });
  });

  it('are sent when their time is over, without another message', async () => {
    await startDelta({ mode: 'change', window: 1, outputs: 2 });
    await sendAll({ topic: 't', payload: 5 });
    const [report] = await gets('second', 1);
    assert.equal(Object(report?.payload).mean, 5);
  });

  it('become events like the readings in them, even if classify comes after the filter', async () => {
    await startDelta({ mode: 'change', window: 60, outputs: 2 });
    await sendAll(at(0, 20, { wireband }), at(60, 20, { wireband }));
    await sendAll({ ...at(0, 20), topic: 'hall/temp' }, { ...at(60, 20), topic: 'hall/temp' });
    const reports = await gets('second', 2);
    const events = reports.map((report) =>
      toEvent(report, new Classifier(), new SymbolCatalog(), START + 61_000),
    );
    assert.deepEqual(
      events.map(({ symbol, time, data }) => [symbol, time, JSON.parse(data)]),
      Array(2).fill([0xfc60, START, { mean: 20, min: 20, max: 20, last: 20, count: 1 }]),
    );
  });
});

describe('a message sent in parts', () => {
  afterEach(() => deploy([]));
  withNodeRed();

  it('gives each part its own payload, even if the message was sent before', async () => {
    await startDelta({ mode: 'swinging-door', threshold: 1, partial: true });
    await sendAll(
      at(0, { a: 0, b: 0, s: 'on' }),
      at(1, { a: 0, b: 0, s: 'off' }),
      at(2, { a: 9, b: 0, s: 'off' }),
      at(3, { a: -9, b: 0, s: 'off' }),
    );
    const parts = await gets('first', 4);
    assert.deepEqual(
      parts.map(({ payload, timestamp }) => [payload, (Number(timestamp) - START) / 1000]),
      [
        [{ a: 0, b: 0, s: 'on' }, 0],
        [{ s: 'off' }, 1],
        [{ a: 0 }, 1],
        [{ a: 9 }, 2],
      ],
    );
  });
});
