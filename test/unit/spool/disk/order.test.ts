import assert from 'node:assert/strict';
import { settled } from '../../../harness/clock/FakeClock';
import { DiskSpoolRig, roomyOptions, topicsOf } from '../../../harness/spool/DiskSpoolRig';

const liveFirst = { order: 'live-first' } as const;

describe('events of the disk spool', () => {
  it('are returned in the order of appending, including alarms if they do not overtake', async () => {
    const rig = await DiskSpoolRig.open({ alarmsFirst: false });
    await rig.append(...'aAb');
    await rig.append(...'BcdC');
    assert.equal(rig.spool.waitingAlarms, 0);
    assert.equal(await rig.spool.next({ events: 9, bytes: 1e6 }, 'alarms'), undefined);
    assert.equal(await rig.rest(2), 'aA bB cd C');
  });

  it('keep that order if an alarm is still being written and later events are already on disk', async () => {
    const rig = await DiskSpoolRig.open({ alarmsFirst: false });
    const alarm = await new Promise<() => void>((reached) => {
      rig.files.pace = ({ kind, path }) =>
        kind === 'write' && path.includes('alarm')
          ? new Promise((written) => reached(() => written()))
          : undefined;
      rig.add(...'aAb');
    });
    assert.equal(topicsOf(await rig.take(2)), 'a', 'the next event in the other log is not known yet');
    alarm();
    assert.equal(await rig.rest(), 'Ab');
  });

  it('keep that order over restarts, kills, and events added before the spool is open', async () => {
    let rig = await DiskSpoolRig.open({ alarmsFirst: false });
    await rig.append(...'aAb');
    await rig.spool.close();
    const early = new DiskSpoolRig({ alarmsFirst: false }, { files: rig.files, clock: rig.clock });
    early.add(...'BcC');
    await early.spool.open();
    await settled();
    await early.append(...'dD');
    rig = await early.killed({ alarmsFirst: false });
    await rig.append(...'Ee');
    assert.equal(await rig.rest(3), 'aAb BcC dDE e');
  });

  it('are returned oldest first with alarms last, if alarms may overtake but are not asked for', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(...'aAbBc');
    assert.deepEqual([rig.spool.waiting, rig.spool.waitingAlarms], [5, 2]);
    assert.equal(await rig.rest(2), 'ab c AB');
  });

  it('that are alarms are returned separately, before earlier events', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(...'abAcB');
    const alarms = await rig.take(9, 'alarms');
    assert.equal(topicsOf(alarms), 'AB');
    assert.deepEqual([rig.spool.waiting, rig.spool.waitingAlarms, rig.spool.depth], [3, 0, 5]);
    assert.equal(await rig.spool.next({ events: 9, bytes: 1e6 }, 'alarms'), undefined);
    rig.spool.giveBack(alarms);
    assert.deepEqual(await rig.take(), alarms, 'a batch of alarms goes before others');
    await rig.append('D');
    assert.equal(topicsOf(await rig.take(9, 'alarms')), 'D');
    const next = await rig.killed();
    assert.equal(await next.rest(), 'AB D abc');
  });

  it('that are alarms in a returned batch go before an older batch of ordinary events', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(...'abA');
    const ordinary = await rig.take(2);
    const alarms = await rig.take(2, 'alarms');
    rig.spool.giveBack(ordinary);
    rig.spool.giveBack(alarms);
    assert.deepEqual([await rig.take(), await rig.take()], [alarms, ordinary]);
  });

  it('follow another order once it is configured', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(...'aAb');
    rig.spool.configure({ ...roomyOptions, alarmsFirst: false });
    await rig.append(...'Bc');
    assert.equal(await rig.rest(), 'aAbBc');
    await rig.append(...'aAb');
    rig.spool.configure(roomyOptions);
    assert.equal(topicsOf(await rig.take(9, 'alarms')), 'A');
    assert.equal(await rig.rest(), 'ab');
  });
});

describe('live events of the disk spool', () => {
  it('are those added since startLive(), and can be taken before the backlog', async () => {
    const rig = await DiskSpoolRig.open(liveFirst);
    await rig.append(...'abc');
    assert.equal(rig.spool.waitingLive, 0);
    rig.spool.startLive();
    assert.equal(await rig.spool.next({ events: 9, bytes: 1e6 }, 'live'), undefined);
    await rig.append(...'deA');
    assert.deepEqual([rig.spool.waiting, rig.spool.waitingLive], [6, 2]);
    assert.equal(topicsOf(await rig.take(9, 'live')), 'de');
    await rig.append('f');
    assert.equal(topicsOf(await rig.take(2)), 'ab');
    assert.equal(topicsOf(await rig.take(9, 'live')), 'f');
    assert.equal(await rig.rest(), 'c A');
  });

  it('stay apart from the backlog over a restart and a kill', async () => {
    let rig = await DiskSpoolRig.open(liveFirst);
    await rig.append(...'abc');
    rig.spool.startLive();
    await rig.append(...'de');
    rig = await rig.reopen(liveFirst);
    assert.equal(rig.spool.waitingLive, 2);
    rig = await rig.killed(liveFirst);
    await rig.append('f');
    assert.equal(rig.spool.waitingLive, 3);
    assert.equal(topicsOf(await rig.take(9, 'live')), 'def');
    assert.equal(await rig.rest(), 'abc');
  });

  it('become backlog after a new outage, and are then returned in order', async () => {
    const rig = await DiskSpoolRig.open(liveFirst);
    await rig.append(...'ab');
    rig.spool.startLive();
    await rig.append(...'cd');
    rig.spool.startLive();
    await rig.append(...'ef');
    assert.equal(rig.spool.waitingLive, 2);
    assert.equal(topicsOf(await rig.take(9, 'live')), 'ef');
    assert.equal((await rig.rest()).replaceAll(' ', ''), 'abcd');
  });

  it('count while they are being written to disk', async () => {
    const rig = await DiskSpoolRig.open(liveFirst);
    await rig.append(...'ab');
    rig.spool.startLive();
    rig.files.pace = ({ kind }) =>
      kind === 'write' ? new Promise((resolve) => setImmediate(resolve)) : undefined;
    rig.add(...'cde');
    assert.equal(rig.spool.waitingLive, 3);
    await settled();
    assert.equal(topicsOf(await rig.take(9, 'live')), 'cde');
  });

  it('are dropped after the backlog and before alarms', async () => {
    const rig = await DiskSpoolRig.open({ ...liveFirst, capacity: 5 });
    await rig.append(...'abA');
    rig.spool.startLive();
    await rig.append(...'cd');
    await rig.append(...'efg');
    assert.equal(rig.lost, 'abc');
    await rig.append(...'BCDE');
    assert.deepEqual([rig.lost, rig.spool.depth], ['abcdefg', 5]);
  });

  it('are not separate if the order is first in, first out', async () => {
    const rig = await DiskSpoolRig.open();
    await rig.append(...'ab');
    rig.spool.startLive();
    await rig.append(...'cd');
    assert.equal(await rig.spool.next({ events: 9, bytes: 1e6 }, 'live'), undefined);
    assert.deepEqual([rig.spool.waitingLive, await rig.rest()], [0, 'abcd']);
  });

  it('do not exist before startLive()', async () => {
    const rig = await DiskSpoolRig.open(liveFirst);
    await rig.append(...'ab');
    assert.equal(await rig.spool.next({ events: 9, bytes: 1e6 }, 'live'), undefined);
    assert.equal(await rig.rest(), 'ab');
  });

  it('do not exist before startLive() even if batches sealed ahead are dissolved', async () => {
    const rig = await DiskSpoolRig.open({ ...liveFirst, capacity: 16 });
    await rig.sealAhead();
    await rig.append(...'klmnopq');
    assert.deepEqual([rig.lost, rig.spool.waiting, rig.spool.waitingLive], ['c', 14, 0]);
    assert.equal(await rig.spool.next({ events: 9, bytes: 1e6 }, 'live'), undefined);
  });

  it('follow the backlog when the order is changed to first in, first out', async () => {
    const rig = await DiskSpoolRig.open(liveFirst);
    await rig.append(...'ab');
    rig.spool.startLive();
    await rig.append(...'cd');
    rig.spool.configure(roomyOptions);
    assert.equal(rig.spool.waitingLive, 0);
    assert.equal((await rig.rest()).replaceAll(' ', ''), 'abcd');
  });

  it('keep their order however often outages begin and end', async () => {
    const rig = await DiskSpoolRig.open(liveFirst);
    const topics: string[] = [];
    for (let i = 0; i < 100; i++) {
      topics.push(`s${i}`);
      await rig.append(`s${i}`);
      rig.spool.startLive();
    }
    const next = await rig.killed(liveFirst);
    assert.equal((await next.rest()).replaceAll(' ', ''), topics.join(''));
  });
});
