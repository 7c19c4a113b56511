import assert from 'node:assert/strict';
import type { EdgeEvent } from '../../../../src/frame';
import { FakeClock } from '../../../harness/clock/FakeClock';
import { DiskSpoolRig, eventOf, RIG_START } from '../../../harness/spool/DiskSpoolRig';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A machine that keeps running, with its clock wrong by `ms`. */
function wrongBy(ms: number): FakeClock {
  const clock = new FakeClock();
  clock.bootId = 'boot-1';
  clock.jump(RIG_START + ms - clock.now());
  return clock;
}

/** A reading that is stamped now instead of bringing its own time. */
const stampedNow = (clock: FakeClock, topic: string): EdgeEvent => ({
  ...eventOf(topic, '1', clock.now()),
  stamped: true,
});

/** Times of all delivered events, by topic, in milliseconds after the start of the rig. */
async function timesOf({ spool }: DiskSpoolRig): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  for (;;) {
    const batch = await spool.next({ events: 100, bytes: 1e6 });
    if (!batch) return times;
    for (const { topic, time } of batch.events) times[topic] = time - RIG_START;
    await spool.delivered(batch);
  }
}

describe('a step of the clock', () => {
  for (const wrong of [-RIG_START, -30 * DAY, -3 * DAY, 2 * HOUR]) {
    it(`of ${-wrong / HOUR} hours corrects our own timestamps of waiting events, and none from a message`, async () => {
      const clock = wrongBy(wrong);
      const rig = await DiskSpoolRig.open({}, { clock });
      await rig.append(stampedNow(clock, 'a'), eventOf('given', '1', RIG_START + 5));
      clock.pass(1000);
      await rig.append(stampedNow(clock, 'b'));
      clock.jump(-wrong);
      await rig.append(stampedNow(clock, 'c'));
      assert.deepEqual(await timesOf(rig), { a: 0, given: 5, b: 1000, c: 1000 });
      assert.deepEqual(rig.steps, [[-wrong, 4]]);
      assert.equal(rig.restamped, 2);
    });
  }

  it('while the process is down is detected by the next one within the same boot', async () => {
    const clock = wrongBy(-3 * DAY);
    const rig = await DiskSpoolRig.open({}, { clock });
    await rig.append(stampedNow(clock, 'a'));
    rig.files.die();
    clock.pass(500);
    clock.jump(3 * DAY);
    const next = await rig.killed();
    await next.append(stampedNow(clock, 'b'));
    assert.deepEqual(await timesOf(next), { a: 0, b: 500 });
    assert.deepEqual(next.steps, [[3 * DAY, 1]]);
  });

  it('does not expire events, at once or after a restart', async () => {
    for (const how of ['reopen', 'killed'] as const) {
      const clock = wrongBy(-30 * DAY);
      const rig = await DiskSpoolRig.open({ maxAgeMs: 7 * DAY }, { clock });
      await rig.append(stampedNow(clock, 'a'), stampedNow(clock, 'b'));
      clock.jump(30 * DAY);
      await rig.clock.advance(2000);
      const next = await rig[how]({ maxAgeMs: 7 * DAY });
      await next.clock.advance(2000);
      assert.deepEqual([next.dropped, next.recovered[0]?.unreported], [[], []]);
      assert.deepEqual(await timesOf(next), { a: 0, b: 0 });
    }
  });

  it('does not expire events after a reboot', async () => {
    const clock = wrongBy(-30 * DAY);
    const rig = await DiskSpoolRig.open({ maxAgeMs: 7 * DAY }, { clock });
    await rig.append(stampedNow(clock, 'a'));
    clock.jump(30 * DAY);
    await rig.clock.advance(2000);
    clock.bootId = 'boot-2';
    const next = await rig.killed({ maxAgeMs: 7 * DAY });
    await next.clock.advance(2000);
    assert.deepEqual([next.dropped, next.spool.depth], [[], 1]);
    // Events do expire by the time that they have waited, even across restarts.
    clock.pass(7 * DAY);
    await next.clock.advance(2000);
    assert.equal(next.spool.depth, 0);
  });

  it('leaves a batch alone that was tried, so that a retry has the same events', async () => {
    const clock = wrongBy(-3 * DAY);
    const rig = await DiskSpoolRig.open({}, { clock });
    await rig.append(...'abcdefghij'.split('').map((topic) => stampedNow(clock, topic)));
    const tried = await rig.take(2);
    clock.jump(3 * DAY);
    rig.spool.giveBack(tried);
    const again = await rig.take(2);
    assert.deepEqual([again.id, again.events], [tried.id, tried.events]);
    rig.spool.giveBack(again);
    const next = await rig.killed();
    const afterKill = await next.take(2);
    assert.deepEqual([afterKill.id, afterKill.events], [tried.id, tried.events]);
    const corrected = await next.take(2);
    assert.deepEqual(
      corrected.events.map(({ time }) => time),
      [RIG_START, RIG_START],
      'a batch sealed ahead but not tried is corrected',
    );
    next.spool.giveBack(corrected);
    // Whatever the clock does after that.
    clock.jump(-DAY);
    const last = await next.killed();
    await last.spool.delivered(await last.take(2));
    const retried = await last.take(2);
    assert.deepEqual([retried.id, retried.events], [corrected.id, corrected.events]);
    await last.spool.split(retried);
    assert.equal((await last.take(1)).events[0]?.time, RIG_START);
  });

  it('and back again leaves timestamps unchanged, and corrects those in between', async () => {
    const clock = wrongBy(0);
    const rig = await DiskSpoolRig.open({}, { clock });
    await rig.append(stampedNow(clock, 'a'));
    clock.jump(5 * DAY);
    await rig.clock.advance(1500);
    await rig.append(stampedNow(clock, 'b'));
    clock.jump(-5 * DAY);
    await rig.clock.advance(1500);
    await rig.append(stampedNow(clock, 'c'));
    assert.deepEqual(await timesOf(rig), { a: 0, b: 1500, c: 3000 });
  });

  it('after a reboot without a clock does not change timestamps from right before it', async () => {
    const clock = wrongBy(0);
    const rig = await DiskSpoolRig.open({}, { clock });
    await rig.append(stampedNow(clock, 'a'));
    clock.bootId = 'boot-2';
    clock.pass(HOUR);
    clock.jump(-clock.now());
    const next = await rig.killed();
    await next.append(stampedNow(clock, 'b'));
    clock.jump(RIG_START + HOUR - clock.now());
    assert.deepEqual(await timesOf(next), { a: 0, b: HOUR });
  });

  it('is not detected when the machine slept, or the clock is set by less than ten seconds', async () => {
    const clock = wrongBy(0);
    const rig = await DiskSpoolRig.open({}, { clock });
    await rig.append(stampedNow(clock, 'a'));
    clock.sleep(8 * HOUR);
    await rig.clock.advance(1500);
    clock.jump(9000);
    await rig.clock.advance(1500);
    assert.deepEqual([await timesOf(rig), rig.steps], [{ a: 0 }, []]);
  });
});
