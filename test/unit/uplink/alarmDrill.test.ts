import assert from 'node:assert/strict';
import { AlarmDrill, type AlarmStorage } from '../../harness/uplink/alarmDrill';
import type { Reply } from '../../harness/uplink/ScriptedTransport';

/** In each of two halves; in between, the process is killed if the storage survives that. */
const ALARMS = 20;

const STORAGES: readonly AlarmStorage[] = ['disk', 'memory'];
const CAPACITIES = [50, 100, 250, 1000];

/** The backend is away; it does not answer; it is overloaded. */
const OUTAGES: readonly Reply[] = ['network', 'hang', 503];

const DELIVERIES = [
  { flushBatch: 200, parallel: 1 },
  { flushBatch: 200, parallel: 4 },
  { flushBatch: 20, parallel: 2 },
  { flushBatch: 5000, parallel: 1 },
];

describe('alarms among more events than a small buffer can hold', () => {
  for (const outage of OUTAGES) {
    for (const delivery of DELIVERIES) {
      for (const overflow of ['oldest', 'newest'] as const) {
        const { flushBatch, parallel } = delivery;
        it(`0 of 320 are lost: ${outage}, flushBatch ${flushBatch}, parallel ${parallel}, overflow ${overflow}`, async () => {
          const lost: string[] = [];
          for (const storage of STORAGES) {
            for (const capacity of CAPACITIES) {
              const name = `${storage} of ${capacity}`;
              const drill = new AlarmDrill({ storage, spool: { capacity, overflow }, delivery });
              drill.answer(outage);
              await drill.open();
              // Time enough for batches to be made and tried.
              await drill.flood(Math.max(500, capacity), 0);
              await drill.flood(2 * capacity, ALARMS);
              if (storage === 'disk') await drill.kill();
              await drill.flood(2 * capacity, ALARMS);
              assert.ok(drill.depth <= capacity, `${drill.depth} in the ${name}`);
              const { lostAlarms, uncounted } = await drill.drain();
              assert.equal(uncounted, 0, name);
              if (lostAlarms.length > 0) lost.push(`${lostAlarms.length} of the ${name}`);
            }
          }
          assert.deepEqual(lost, []);
        });
      }
    }
  }

  it('get room from events on a failing disk, and stay when it works again', async () => {
    for (const overflow of ['oldest', 'newest'] as const) {
      const drill = new AlarmDrill({
        storage: 'disk',
        spool: { capacity: 100, overflow },
        delivery: { flushBatch: 200, parallel: 1 },
      });
      drill.answer('network');
      await drill.open();
      await drill.flood(500, 0);
      drill.failDisk();
      await drill.flood(500, 40);
      drill.healDisk();
      await drill.flood(500, 40);
      assert.ok(drill.depth <= 100);
      const { lostAlarms, uncounted } = await drill.drain();
      assert.deepEqual(lostAlarms, [], overflow);
      assert.equal(uncounted, 0, overflow);
    }
  });
});
