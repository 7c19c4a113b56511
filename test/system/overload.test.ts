import assert from 'node:assert/strict';
import { FloodedGateway } from '../harness/flood/FloodedGateway';
import { nodeRed4 } from '../harness/nodeRed/installations';
import { packThisPackage } from '../harness/package/packedPackage';
import { need } from '../harness/requirements';

/** Enough time to compile the code and fill the spool. */
const WARM_UP_MS = 4000;
const FLOOD_MS = 5000;

/**
 * Turns of the event loop within which something must be posted; usually some 50 are enough. Turns and not seconds:
 * on a busy machine one may take a second or more.
 */
const MOST_TURNS = 250;

/** A spool on disk that a flood overfills in seconds. Small batches: more requests for the same events. */
const UPLINK = { storage: 'disk', flushBatch: 25, bufferSize: 20_000 };

/** About three times what it uses. */
const MOST_RSS = 1024 * 1024 * 1024;

describe('a gateway that receives more than it can handle', () => {
  before(() => packThisPackage());

  it('keeps posting in order and within its memory limit, and accounts for every event', async function () {
    this.timeout(900_000);
    const gateway = await FloodedGateway.start({ red: need(this, nodeRed4), uplink: UPLINK });
    try {
      await gateway.push(WARM_UP_MS, 'open');
      const before = gateway.look();
      const posted = (): number => gateway.look().sink.requests - before.sink.requests;
      const turnsSince = (): number => gateway.look().loop.turns - before.loop.turns;
      do await gateway.push(FLOOD_MS, 'open');
      while (posted() === 0 && turnsSince() < MOST_TURNS);
      const after = gateway.look();
      const stats = await gateway.drained();
      const { sent, sink } = gateway.look();

      const turns = after.loop.turns - before.loop.turns;
      const perTurn = (after.sent - before.sent) / turns;
      assert.ok(perTurn > UPLINK.flushBatch * 2, `${perTurn} messages per turn are no flood`);
      // How many depends on the machine: see bench/overload.
      assert.ok(after.sink.requests > before.sink.requests, `nothing was posted in ${turns} turns`);
      assert.equal(sink.outOfOrder, 0);
      assert.equal(stats.events_ingested, sent);
      assert.equal(stats.events_flushed, sink.events);
      assert.equal(stats.events_flushed + stats.events_dropped, sent);
      assert.deepEqual(Object.keys(stats.dropped_by_reason), stats.events_dropped > 0 ? ['overflow'] : []);
      assert.equal(stats.storage, 'disk');
      assert.equal(stats.events_quarantined, 0);
      assert.ok(gateway.peakRss < MOST_RSS, `${gateway.peakRss} bytes resident`);
    } finally {
      await gateway.stop();
    }
  });
});
