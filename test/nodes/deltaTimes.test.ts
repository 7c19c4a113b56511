import assert from 'node:assert/strict';
import { passed, sendAll, startDelta } from '../harness/nodeRed/deltaFlow';
import { deploy, gets, got, withNodeRed } from '../harness/nodeRed/flow';
import { sleep } from '../harness/until';

const message = (payload: unknown, more: object = {}): object => ({ topic: 't', payload, ...more });

/** For tests that wait until it is over, seconds: longer than a busy machine takes between two messages. */
const INTERVAL = 1;

/**
 * Longer than the times under test: a message that has not come by then never will. The node uses the machine's clock;
 * test/unit/delta tests the filter with its own clock.
 */
const NOTHING_COMES_MS = 1300;

describe('the delta node with time settings', () => {
  afterEach(() => deploy([]));
  withNodeRed();

  it('forwards once per minimum interval at most, and at its end the latest value without another message', async () => {
    await startDelta({ mode: 'absolute', threshold: 1, minInterval: INTERVAL });
    const from = Date.now();
    await sendAll(message(0), message(5), message(7, { extra: 'kept' }));
    const to = Date.now();
    assert.deepEqual(passed(), [[0, 'first']]);
    const [, held] = await gets('first', 2);
    assert.deepEqual(passed(), [
      [0, 'first'],
      [7, 'interval'],
    ]);
    assert.ok(Date.now() - from >= INTERVAL * 1000 - 10, 'it waited');
    assert.equal(held?.extra, 'kept');
    const time = Number(held?.timestamp);
    assert.ok(time >= from && time <= to, 'it has its time of arrival, not the time of forwarding');
    await sleep(NOTHING_COMES_MS);
    assert.equal(got('first').length, 2);
  });

  it('forwards a change of type without waiting for the end of the interval', async () => {
    await startDelta({ mode: 'absolute', threshold: 1, minInterval: 60 });
    await sendAll(message(0), message('broken'));
    assert.deepEqual(passed(), [
      [0, 'first'],
      ['broken', 'type'],
    ]);
  });

  it('forwards the next fresh reading after the maximum silence, by the times of the readings, and nothing by itself', async () => {
    await startDelta({ mode: 'absolute', threshold: 1, maxSilence: 60 });
    const at = (seconds: number) => message(20, { timestamp: 1_700_000_000_000 + seconds * 1000 });
    await sendAll(at(0), at(30), at(59), at(60), at(119), at(120));
    assert.deepEqual(passed(), [
      [20, 'first'],
      [20, 'heartbeat'],
      [20, 'heartbeat'],
    ]);
    // Nothing comes by itself.
    await sleep(50);
    assert.equal(got('first').length, 3);
  });

  it('reports a stale series once, on its own output, without making up a value; the next reading ends it', async () => {
    await startDelta({ mode: 'change', staleAfter: INTERVAL, staleOutput: true, outputs: 2 });
    const from = Date.now();
    await sendAll(message(20));
    const to = Date.now();
    const [report] = await gets('second', 1);
    const { topic, event, payload } = report ?? {};
    const { lastSeen, silentFor } = Object(payload);
    assert.deepEqual([topic, event], ['t', 'stale']);
    assert.ok(lastSeen >= from && lastSeen <= to, String(lastSeen));
    assert.ok(silentFor >= INTERVAL, String(silentFor));
    await sleep(NOTHING_COMES_MS);
    assert.equal(got('second').length, 1);
    assert.equal(got('first').length, 1);
    await sendAll(message(20));
    assert.deepEqual(passed().at(-1), [20, 'recovered']);
  });

  it('sends stale reports to the third output if suppressed messages have the second', async () => {
    await startDelta({ mode: 'change', staleAfter: INTERVAL, staleOutput: true, outputs: 3 });
    await sendAll(message(20), message(20));
    await gets('third', 1);
    assert.deepEqual(passed('second'), [[20, 'unchanged']]);
  });

  it('reports nothing without that output', async () => {
    await startDelta({ mode: 'change', staleAfter: 0.05, outputs: 2 });
    await sendAll(message(20));
    await sleep(NOTHING_COMES_MS);
    assert.deepEqual([got('second'), got('third')], [[], []]);
  });

  it('sends a reading that waits for the end of an interval at once when its topic is forgotten', async () => {
    await startDelta({ mode: 'absolute', threshold: 1, minInterval: 60 });
    await sendAll(message(0), message(5), { topic: 't', reset: true });
    await gets('first', 2);
    assert.deepEqual(passed(), [
      [0, 'first'],
      [5, 'interval'],
    ]);
    await sendAll(message(5));
    assert.deepEqual(passed().at(-1), [5, 'first']);
  });

  it('forwards a Buffer as it was, even if its sender reuses it', async () => {
    await startDelta({ mode: 'absolute', threshold: 1, minInterval: INTERVAL });
    const payload = Buffer.from('7');
    await sendAll(message(0), message(payload));
    payload.fill('9');
    const [, held] = await gets('first', 2);
    assert.equal(String(held?.payload), '7');
  });
});
