import assert from 'node:assert/strict';
import { passed, sendAll, startDelta } from '../harness/nodeRed/deltaFlow';
import { deploy, gets, got, withNodeRed } from '../harness/nodeRed/flow';
import { sleep } from '../harness/until';

const message = (payload: unknown, more: object = {}): object => ({ topic: 't', payload, ...more });

/** Of the tests that wait for its end, seconds: longer than a busy machine takes between two messages. */
const INTERVAL = 1;

/**
 * Longer than what is waited for: what has not come by then does not come. The node runs by the clock of the machine;
 * by a clock of its own the filter is tested in test/unit/delta.
 */
const NOTHING_COMES_MS = 1300;

describe('times of the delta node', () => {
  afterEach(() => deploy([]));
  withNodeRed();

  it('no more often than the least interval, at whose end the latest value comes, without another message', async () => {
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
    assert.ok(time >= from && time <= to, 'it has the time at which it came, not at which it was sent on');
    await sleep(NOTHING_COMES_MS);
    assert.equal(got('first').length, 2);
  });

  it('changes of kind do not wait for the end of the interval', async () => {
    await startDelta({ mode: 'absolute', threshold: 1, minInterval: 60 });
    await sendAll(message(0), message('broken'));
    assert.deepEqual(passed(), [
      [0, 'first'],
      ['broken', 'type'],
    ]);
  });

  it('after the longest silence the next fresh reading passes, by the times of the readings; nothing comes by itself', async () => {
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

  it('a silent series is reported once, on the output of its own, and no value is made up; it recovers with the next', async () => {
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

  it('stale reports come on the third output where suppressed messages have the second', async () => {
    await startDelta({ mode: 'change', staleAfter: INTERVAL, staleOutput: true, outputs: 3 });
    await sendAll(message(20), message(20));
    await gets('third', 1);
    assert.deepEqual(passed('second'), [[20, 'unchanged']]);
  });

  it('without that output nothing is reported', async () => {
    await startDelta({ mode: 'change', staleAfter: 0.05, outputs: 2 });
    await sendAll(message(20));
    await sleep(NOTHING_COMES_MS);
    assert.deepEqual([got('second'), got('third')], [[], []]);
  });

  it('what waits for the end of an interval comes at once when its topic is forgotten', async () => {
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

  it('a Buffer that its sender uses again is forwarded as it was', async () => {
    await startDelta({ mode: 'absolute', threshold: 1, minInterval: INTERVAL });
    const payload = Buffer.from('7');
    await sendAll(message(0), message(payload));
    payload.fill('9');
    const [, held] = await gets('first', 2);
    assert.equal(String(held?.payload), '7');
  });
});
