import assert from 'node:assert/strict';
import type { Drop } from '../../../../src/spool';
import { settled } from '../../../harness/clock/FakeClock';
import { SimulatedFileSystem } from '../../../harness/disk/SimulatedFileSystem';
import { SPOOL_DIRECTORY } from '../../../harness/spool/crashedSpool';
import { DiskSpoolRig, eventOf } from '../../../harness/spool/DiskSpoolRig';

const at = (topic: string, time: number) => eventOf(topic, '1', time);

/** What an opened spool says that an earlier run left unreported, ordered by series. */
function unreported(rig: DiskSpoolRig): readonly Drop[] {
  const [recovered] = rig.recovered;
  assert.ok(recovered);
  return [...recovered.unreported].sort((a, b) => ((a.series ?? '') < (b.series ?? '') ? -1 : 1));
}

describe('the gaps from dropped events', () => {
  it('name the series, its number of events, and the times of the first and the last', async () => {
    const rig = await DiskSpoolRig.open({ capacity: 2 });
    await rig.append(at('a', 3000), at('b', 500), at('a', 1000), at('a', 2000), at('x', 1), at('y', 1));
    const next = await rig.killed();
    assert.deepEqual(unreported(next), [
      { reason: 'overflow', events: 3, series: 'a', from: 1000, to: 3000 },
      { reason: 'overflow', events: 1, series: 'b', from: 500, to: 500 },
    ]);
  });

  it('are reported once as they arise, and with the same totals after a restart', async () => {
    const rig = await DiskSpoolRig.open({ capacity: 3 });
    for (let i = 0; i < 20; i++) await rig.append(at(i % 2 === 0 ? 'even' : 'odd', i));
    assert.equal(rig.drops, '17 overflow');
    const next = await rig.killed();
    assert.deepEqual(unreported(next), [
      { reason: 'overflow', events: 9, series: 'even', from: 0, to: 16 },
      { reason: 'overflow', events: 8, series: 'odd', from: 1, to: 15 },
    ]);
    assert.equal(next.drops, '', 'not as drops of this run');
  });

  it('survive any number of kills and restarts until they are reported', async () => {
    let rig = await DiskSpoolRig.open({ capacity: 1 });
    await rig.append('a', 'b');
    for (let life = 0; life < 3; life++) {
      rig = life === 1 ? await rig.reopen() : await rig.killed();
      assert.deepEqual(
        unreported(rig).map(({ series, events }) => [series, events]),
        [['a', 1]],
      );
    }
    rig.spool.dropsReported();
    await settled();
    rig = await rig.killed();
    assert.deepEqual(unreported(rig), []);
  });

  it('are not reported again if they were reported while still being recorded', async () => {
    const rig = await DiskSpoolRig.open({ maxBytes: 1000 });
    rig.add(eventOf('a', 'x'.repeat(1000)));
    assert.equal(rig.drops, '1 too_large');
    rig.spool.dropsReported();
    await settled();
    assert.equal(rig.stored, 1);
    assert.deepEqual(unreported(await rig.killed()), []);
  });

  it('are not counted twice if the manifest is compacted at that moment', async () => {
    const rig = await DiskSpoolRig.open({ maxPending: 1 });
    await rig.append('bad');
    const bad = await rig.take();
    const letGo = rig.files.holdUp(({ kind, path }) => kind === 'write' && path.includes('ordinary'));
    rig.add('x');
    await settled();
    rig.add('a', 'b');
    assert.equal(rig.lost, 'a');
    await rig.spool.quarantine(bad, 'x'.repeat(520 * 1024));
    assert.ok(rig.takeOperations().includes('remove journal'), 'a new manifest was begun');
    letGo();
    await settled();
    assert.equal(rig.stored, 4);
    assert.deepEqual(
      unreported(await rig.killed()).map(({ series, events }) => [series, events]),
      [['a', 1]],
    );
  });

  it('of more than 1,000 series are added up with all events and times', async () => {
    const rig = await DiskSpoolRig.open({ capacity: 1 });
    const topics = Array.from({ length: 1500 }, (_, i) => at(`s${i}`, i));
    await rig.append(...topics, 'last');
    const drops = unreported(await rig.killed());
    assert.equal(drops.length, 1001);
    assert.equal(
      drops.reduce((sum, { events }) => sum + events, 0),
      1500,
    );
    const [rest] = drops.filter(({ series }) => series === undefined);
    assert.deepEqual(rest, { reason: 'overflow', events: 500, from: 1000, to: 1499 });
  });

  it('of the empty topic form their own series, apart from unknown series', async () => {
    const rig = await DiskSpoolRig.open({ capacity: 1 });
    const topics = Array.from({ length: 1010 }, (_, i) => at(`s${i}`, i));
    await rig.append(at('', 5), ...topics, 'last');
    const drops = unreported(await rig.killed());
    const ofEmpty = drops.filter(({ series }) => series === '');
    assert.deepEqual(ofEmpty, [{ reason: 'overflow', events: 1, series: '', from: 5, to: 5 }]);
    assert.equal(drops.filter(({ series }) => series === undefined).length, 1);
  });

  it('are separated by reason', async () => {
    const rig = await DiskSpoolRig.open({ capacity: 2, maxBytes: 1000, maxAgeMs: 60_000 });
    await rig.append('a', 'a', 'a', eventOf('a', 'x'.repeat(1000)));
    await rig.spool.quarantine(await rig.take(1), 'HTTP 400');
    await rig.spool.clearQuarantine();
    await rig.clock.advance(62_000);
    const counted = unreported(await rig.killed()).map(({ reason, events }) => `${events} ${reason}`);
    assert.deepEqual(counted.sort(), ['1 cleared', '1 expired', '1 overflow', '1 too_large']);
  });

  it('of events dropped in memory during a disk failure are reported after recovery and a kill', async () => {
    const rig = await DiskSpoolRig.open({ capacity: 2 });
    rig.files.fault = ({ kind }) => (kind === 'write' || kind === 'create' ? 'ENOSPC' : undefined);
    await rig.append('a', 'b', 'c');
    assert.equal(rig.lost, 'a');
    rig.files.fault = () => undefined;
    await rig.clock.advance(2000);
    assert.equal(rig.spool.storage.kind, 'disk');
    const next = await rig.killed();
    assert.deepEqual(
      unreported(next).map(({ series }) => series),
      ['a'],
    );
    assert.equal(await next.rest(), 'bc');
  });

  it('of events dropped before the directory could be opened are reported, too', async () => {
    const files = new SimulatedFileSystem();
    files.failNext('makeDirectory', 'EACCES', 2);
    const rig = await DiskSpoolRig.open({ capacity: 1 }, { files });
    await rig.append('a', 'b');
    assert.equal(rig.lost, 'a');
    await rig.clock.advance(3000);
    assert.equal(rig.spool.storage.kind, 'disk');
    assert.ok(files.disk.list(SPOOL_DIRECTORY).length > 0);
    const next = await rig.killed();
    assert.deepEqual([unreported(next).map(({ series }) => series), await next.rest()], [['a'], 'b']);
  });
});
