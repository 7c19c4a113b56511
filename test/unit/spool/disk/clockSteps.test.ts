import assert from 'node:assert/strict';
import type { EdgeEvent } from '../../../../src/frame';
import { FakeClock } from '../../../harness/clock/FakeClock';
import { DiskSpoolRig, eventOf, RIG_START } from '../../../harness/spool/DiskSpoolRig';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A machine that runs on, with a clock that is wrong by so many milliseconds. */
function wrongBy(ms: number): FakeClock {
  const clock = new FakeClock();
  clock.bootId = 'boot-1';
  clock.jump(RIG_START + ms - clock.now());
  return clock;
}

/** A reading that is stamped now, or that brings its own time. */
const stampedNow = (clock: FakeClock, topic: string): EdgeEvent => ({
  ...eventOf(topic, '1', clock.now()),
  stamped: true,
});

/** Times of all that is delivered, by topic, in milliseconds after the moment at which the rig began. */
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
    it(`of ${-wrong / HOUR} hours corrects our own stamps of what waits, and no time that a message brought`, async () => {
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

  it('that comes while the process is down is seen by the next one, on the same run of the machine', async () => {
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

  it('does not make events expire, at once or after a restart', async () => {
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

  it('does not make them expire where the machine is started anew after it', async () => {
    const clock = wrongBy(-30 * DAY);
    const rig = await DiskSpoolRig.open({ maxAgeMs: 7 * DAY }, { clock });
    await rig.append(stampedNow(clock, 'a'));
    clock.jump(30 * DAY);
    await rig.clock.advance(2000);
    clock.bootId = 'boot-2';
    const next = await rig.killed({ maxAgeMs: 7 * DAY });
    await next.clock.advance(2000);
    assert.deepEqual([next.dropped, next.spool.depth], [[], 1]);
    // Events do expire by the time that they have waited, also over restarts.
    clock.pass(7 * DAY);
    await next.clock.advance(2000);
    assert.equal(next.spool.depth, 0);
  });

  it('leaves a batch alone that was tried: a retry has the same events', async () => {
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
      'what was sealed ahead and not tried is corrected',
    );
    next.spool.giveBack(corrected);
    // Whatever the clock does then.
    clock.jump(-DAY);
    const last = await next.killed();
    await last.spool.delivered(await last.take(2));
    const retried = await last.take(2);
    assert.deepEqual([retried.id, retried.events], [corrected.id, corrected.events]);
    await last.spool.split(retried);
    assert.equal((await last.take(1)).events[0]?.time, RIG_START);
  });

  it('there and back leaves stamps as they were, and those in between are corrected', async () => {
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

  it('after the machine was started anew with no time of its own does not touch what was stamped right before', async () => {
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

  it('is none where the machine was asleep, or the clock is set by less than ten seconds', async () => {
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
