import assert from 'node:assert/strict';
import { MemorySpool } from '../../../../src/spool';

const MIB = 1024 * 1024;

async function quarantineEvents(spool: MemorySpool, sizes: readonly number[]): Promise<void> {
  for (const size of sizes) {
    const event = { topic: 't', symbol: 0xfc6a, data: `"${'x'.repeat(size)}"`, time: 1, bytesIn: size };
    spool.append(event, () => undefined);
    const batch = await spool.next({ events: 1, bytes: 1e9 });
    assert.ok(batch);
    await spool.quarantine(batch, 'HTTP 400');
  }
}

describe('the quarantine of the memory spool', () => {
  let spool: MemorySpool;
  let dropped: number;

  beforeEach(() => {
    spool = new MemorySpool({
      capacity: 10_000,
      maxBytes: 1e9,
      maxAgeMs: 0,
      overflow: 'oldest',
      order: 'fifo',
      alarmsFirst: true,
    });
    dropped = 0;
    spool.listen({
      onReady: () => undefined,
      onDropped({ events, reason }) {
        assert.equal(reason, 'quarantine_full');
        dropped += events;
      },
      onStorage: () => undefined,
    });
  });

  it('holds at most 16 MiB, and drops and counts the oldest beyond that', async () => {
    await quarantineEvents(spool, [6 * MIB, 6 * MIB, 6 * MIB]);
    assert.equal(spool.quarantined, 2);
    assert.equal(dropped, 1);
  });

  it('keeps the newest event, whatever its size', async () => {
    await quarantineEvents(spool, [MIB, 20 * MIB]);
    assert.equal(spool.quarantined, 1);
    assert.equal(dropped, 1);
  });

  it('has its full capacity again once emptied', async () => {
    await quarantineEvents(spool, [15 * MIB]);
    await spool.retryQuarantine();
    const retried = await spool.next({ events: 1, bytes: 1e9 });
    assert.ok(retried);
    await spool.delivered(retried);
    await quarantineEvents(spool, [10 * MIB, 5 * MIB]);
    assert.equal(spool.quarantined, 2);
    assert.equal(dropped, 0);
  });
});
