import assert from 'node:assert/strict';
import { settled } from '../../../harness/clock/FakeClock';
import { UplinkRig } from '../../../harness/uplink/uplinkRig';

/** An uplink whose listener says that no one hears it, and whose backend is away. */
function deaf(): { readonly rig: UplinkRig; readonly heir: () => UplinkRig } {
  const rig = new UplinkRig({ capacity: 2, isHeard: () => false });
  rig.uplink.pause();
  return { rig, heir: () => new UplinkRig({ heir: rig, idle: true }) };
}

const recovered = (rig: UplinkRig) =>
  rig.of('dropped').map(({ payload }) => [payload.events, payload.recovered === true]);

describe('a drop', () => {
  it('from the last second before a close is reported by the successor if no listener heard it', async () => {
    const { rig, heir } = deaf();
    rig.ingest('a', 'b', 'c', 'd');
    await rig.uplink.close();
    const next = heir();
    await next.clock.advance(1000);
    assert.deepEqual(recovered(next), [[2, true]]);
    assert.equal(next.uplink.stats().events_dropped, 2, 'and not counted again');
    await next.uplink.close();
    const last = new UplinkRig({ heir: next, idle: true });
    await last.clock.advance(1000);
    assert.deepEqual(recovered(last), [], 'no report after it was heard');
  });

  it('that a listener heard is not reported again', async () => {
    const rig = new UplinkRig({ capacity: 2 });
    rig.uplink.pause();
    rig.ingest('a', 'b', 'c');
    await rig.uplink.close();
    assert.deepEqual(recovered(rig), [[1, false]]);
    const next = new UplinkRig({ heir: rig, idle: true });
    await next.clock.advance(1000);
    assert.deepEqual(recovered(next), []);
  });

  it('does not count as heard if it comes while the answer to an earlier report is pending', async () => {
    let answer: (isHeard: boolean) => void = () => undefined;
    const rig = new UplinkRig({ capacity: 1, isHeard: () => new Promise((resolve) => (answer = resolve)) });
    rig.uplink.pause();
    rig.ingest('a', 'b');
    await rig.clock.advance(1000);
    rig.ingest('c');
    answer(true);
    await settled();
    assert.deepEqual(
      rig.spool.unreportedDrops.map(({ series }) => series),
      ['b'],
    );
  });
});

describe('a quarantined event', () => {
  const refusing = (isHeard: boolean): UplinkRig => {
    const rig = new UplinkRig({ isHeard: () => isHeard });
    rig.transport.reply = ({ topics }) => (topics.includes('x') ? 422 : 200);
    return rig;
  };

  it('during a close is reported by the successor, marked, if no listener heard it', async () => {
    const rig = refusing(false);
    rig.ingest('a', 'x', 'b');
    await rig.uplink.close(10_000);
    assert.deepEqual([rig.spool.quarantined, rig.of('delivered').length], [1, 2]);
    const next = new UplinkRig({ heir: rig, idle: true });
    assert.deepEqual(
      next.of('quarantined').map(({ payload: { event, recovered } }) => [event.topic, recovered]),
      [['x', true]],
    );
    await next.uplink.close();
    const last = new UplinkRig({ heir: next, idle: true });
    assert.deepEqual(last.of('quarantined'), [], 'no report after it was heard');
  });

  it('that a listener heard is not reported again', async () => {
    const rig = refusing(true);
    rig.ingest('a', 'x');
    await rig.clock.advance(1000);
    assert.deepEqual(
      rig.of('quarantined').map(({ payload }) => payload.recovered),
      [undefined],
    );
    await rig.uplink.close();
    assert.deepEqual(new UplinkRig({ heir: rig, idle: true }).of('quarantined'), []);
  });
});
