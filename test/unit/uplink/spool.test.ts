import assert from 'node:assert/strict';
import { settled } from '../../harness/clock/FakeClock';
import type { FaultySpool } from '../../harness/spool/FaultySpool';
import { faulty } from '../../harness/uplink/faultyRig';
import { eventOf, UplinkRig } from '../../harness/uplink/uplinkRig';

const opening = (spool: FaultySpool): void => {
  spool.storage = { kind: 'opening' };
};

describe('an uplink whose spool is still opening', () => {
  it('accepts events, and sends nothing before the spool is ready', async () => {
    const { rig, spool } = faulty({ flushBatch: 2 }, opening);
    rig.ingest('c', 'A');
    rig.uplink.flush();
    await rig.clock.advance(10_000);
    assert.deepEqual([rig.sent, spool.asked, rig.clock.pending], [[], [], 0]);
    spool.storage = { kind: 'disk' };
    spool.ready();
    await settled();
    assert.deepEqual([...rig.sent].sort(), ['A', 'c']);
  });

  it('can be started before or after the spool is ready', async () => {
    const { rig, spool } = faulty({ idle: true }, opening);
    rig.ingest('a');
    spool.storage = { kind: 'disk' };
    spool.ready();
    await settled();
    assert.deepEqual(rig.sent, []);
    rig.uplink.start();
    await settled();
    assert.deepEqual(rig.sent, ['a']);
  });

  it('sends new events even if its disk never opens', async () => {
    const { rig, spool } = faulty({}, opening);
    rig.ingest('a');
    spool.become({ kind: 'failing', error: 'EACCES', since: 0 });
    await rig.clock.advance(1000);
    assert.deepEqual(rig.sent, ['a']);
  });

  it('can be closed', async () => {
    const { rig } = faulty({}, opening);
    rig.ingest('a');
    const closed = rig.uplink.close(300);
    await rig.clock.advance(300);
    await closed;
    assert.deepEqual([rig.sent, rig.clock.pending], [[], 0]);
  });
});

describe('what a spool recovered', () => {
  it('counts as ingested, so that the sum is right', async () => {
    const { rig, spool } = faulty({ flushBatch: 3 }, opening);
    for (const topic of 'abc') spool.append(eventOf(topic), () => undefined);
    spool.storage = { kind: 'disk' };
    spool.ready({ events: 3 });
    rig.checkSum();
    rig.ingest('d');
    await rig.clock.advance(1000);
    const { events_ingested, messages_received, events_flushed } = rig.uplink.stats();
    assert.deepEqual([events_ingested, messages_received, events_flushed], [4, 1, 4]);
  });

  it('causes an initial delay if it includes batches', async () => {
    const { rig, spool } = faulty({}, opening);
    spool.append(eventOf('a'), () => undefined);
    const batch = await spool.next({ events: 1, bytes: 1 });
    assert.ok(batch);
    spool.giveBack(batch);
    spool.storage = { kind: 'disk' };
    spool.ready({ events: 1 });
    await rig.clock.advance(999);
    assert.deepEqual(rig.sent, []);
    await rig.clock.advance(1);
    assert.deepEqual(rig.sent, ['a']);
  });

  it('is reported if files are damaged, and not if all is well', () => {
    const { rig, spool } = faulty({}, opening);
    spool.ready({
      findings: ['ordinary-3.log: 2 records are damaged', 'journal-1.log is of a newer version'],
    });
    spool.ready();
    spool.tellFindings('a sync is refused');
    assert.deepEqual(rig.findings, [
      'ordinary-3.log: 2 records are damaged',
      'journal-1.log is of a newer version',
      'a sync is refused',
    ]);
  });

  it('includes unreported drops, which are reported as recovered and not counted again', async () => {
    const { rig, spool } = faulty({ capacity: 1 }, opening);
    spool.storage = { kind: 'disk' };
    spool.ready({
      unreported: [
        { reason: 'overflow', events: 2, series: 'x', from: 10, to: 20 },
        { reason: 'overflow', events: 3, series: 'x', from: 5, to: 8 },
        { reason: 'unreadable', events: 7 },
      ],
    });
    rig.uplink.pause();
    rig.ingest('a', 'b');
    await rig.clock.advance(1000);
    const time = 1_700_000_000_000;
    assert.deepEqual(
      rig.of('dropped').map(({ payload }) => payload),
      [
        {
          events: 5,
          reason: 'overflow',
          gaps: [{ series: 'x', count: 5, from: 5, to: 20 }],
          recovered: true,
          buffer_depth: 1,
        },
        {
          events: 7,
          reason: 'unreadable',
          gaps: [{ series: null, count: 7, from: null, to: null }],
          recovered: true,
          buffer_depth: 1,
        },
        {
          events: 1,
          reason: 'overflow',
          gaps: [{ series: 'a', count: 1, from: time, to: time }],
          buffer_depth: 1,
        },
      ],
    );
    assert.deepEqual(rig.uplink.stats().dropped_by_reason, { overflow: 1 });
    assert.equal(spool.reported, 1);
  });
});

describe('drops', () => {
  it('are marked as reported in the spool only after the report', async () => {
    const { rig, spool } = faulty({ capacity: 1 });
    rig.uplink.pause();
    rig.onEvent = ({ event }) => assert.ok(event !== 'dropped' || spool.reported === 0);
    rig.ingest('a', 'b');
    await rig.clock.advance(999);
    assert.equal(spool.reported, 0);
    await rig.clock.advance(1);
    assert.deepEqual([rig.of('dropped').length, spool.reported], [1, 1]);
    await rig.clock.advance(10_000);
    assert.equal(spool.reported, 1, 'no report without drops');
  });

  it('name at most 100 series, with one unnamed gap for the others', async () => {
    const rig = new UplinkRig({ capacity: 1 });
    rig.uplink.pause();
    for (let i = 0; i < 251; i++) rig.ingest(`s${i % 130}`);
    await rig.clock.advance(1000);
    const [report = assert.fail()] = rig.of('dropped').map(({ payload }) => payload);
    assert.deepEqual([report.events, report.gaps.length], [250, 101]);
    assert.deepEqual(
      report.gaps.map(({ series }) => series),
      [...Array.from({ length: 100 }, (_, i) => `s${i}`), null],
    );
    const time = 1_700_000_000_000;
    // Of 250 dropped events, each series has one, and the first 120 a second one.
    assert.deepEqual(report.gaps[0], { series: 's0', count: 2, from: time, to: time });
    assert.deepEqual(report.gaps[100], { series: null, count: 50, from: time, to: time });
  });
});

describe('a failing disk', () => {
  it('is reported when it begins and ends, and every state is passed to the node', async () => {
    const { rig, spool } = faulty({}, opening);
    spool.become({ kind: 'disk' });
    assert.deepEqual(rig.of('storage'), [], 'no report of a working disk');
    rig.ingest('a');
    spool.become({ kind: 'failing', error: 'ENOSPC', since: 5 });
    spool.become({ kind: 'failing', error: 'EIO', since: 5 });
    spool.become({ kind: 'disk' });
    assert.deepEqual(
      rig.of('storage').map(({ payload }) => payload),
      [
        { state: 'failing', error: 'ENOSPC', buffer_depth: 1 },
        { state: 'disk', buffer_depth: 1 },
      ],
    );
    assert.deepEqual(rig.storages, ['disk', 'failing', 'failing', 'disk']);
  });

  it('of the predecessor is reported when it works again', () => {
    const { rig, spool } = faulty({}, (made) => {
      made.storage = { kind: 'failing', error: 'EIO', since: 0 };
    });
    spool.become({ kind: 'disk' });
    assert.deepEqual(rig.of('storage')[0]?.payload, { state: 'disk', buffer_depth: 0 });
  });
});
