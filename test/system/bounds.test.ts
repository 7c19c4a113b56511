import assert from 'node:assert/strict';
import { GatewayStage, QUICK, sequenceOf } from '../harness/gateway/gatewayStage';
import { sleep, until } from '../harness/until';

interface DropReport {
  readonly events: number;
  readonly reason: string;
  readonly buffer_depth: number;
}

describe('the bounds of the buffer while the backend is away', () => {
  const stage = new GatewayStage();

  /** Drop reports of one reason, once together they tell of so many events. */
  const drops = (reason: string, count: number) =>
    until(`${count} events reported as dropped by ${reason}`, async () => {
      const reports = (await stage.gateway.events<DropReport>('dropped')).filter((r) => r.reason === reason);
      return reports.reduce((sum, { events }) => sum + events, 0) >= count && reports;
    });

  for (const overflow of ['oldest', 'newest'] as const) {
    it(`a full ring drops the ${overflow}, and counts and reports each`, async () => {
      await stage.run({ uplink: { bufferSize: 100, overflow } });
      await stage.backend.goDown();
      await stage.publish(1000);
      const reports = await drops('overflow', 900);
      assert.equal(
        reports.reduce((sum, { events }) => sum + events, 0),
        900,
      );
      assert.ok(reports.every((report) => report.buffer_depth === 100));
      assert.ok(reports.length < 90, 'drops are summed up, not reported one by one');
      const stats = await stage.stats();
      assert.equal(stats.buffer_depth, 100);
      assert.equal(stats.buffer_capacity, 100);
      assert.deepEqual(stats.dropped_by_reason, { overflow: 900 });

      await stage.backend.comeBack();
      const sequence = sequenceOf(await stage.taken(100));
      if (overflow === 'newest') {
        assert.deepEqual(sequence, range(0, 100), 'the first that came in, in order');
      } else {
        // A batch that is cut stays as it is; which events were oldest when it was cut, the machine's speed decides.
        const cut = sequence.findIndex((seq, at) => seq === 900 + at);
        assert.ok(cut >= 0 && cut <= 2 * QUICK.flushBatch, `${cut} events were in batches`);
        assert.deepEqual(sequence.slice(cut), range(900 + cut, 1000), 'then the newest');
        assert.deepEqual(
          sequence,
          sequence.toSorted((a, b) => Number(a) - Number(b)),
          'in order',
        );
      }
      assert.equal((await stage.emptied()).events_flushed, 100);
    });
  }

  it('bytes are bounded too: 20 MB of messages leave no more than the 2 MB allowed', async () => {
    await stage.run({ uplink: { maxBytes: 2_000_000 } });
    await stage.backend.goDown();
    const before = await stage.gateway.heap();
    await stage.publish(1000, { text: 'x'.repeat(20_000) });
    // What is on its way to the engine, itself bounded, comes on top of that for a moment.
    const stats = await until('what waits is within the bound', async () => {
      const now = await stage.stats();
      return now.buffer_bytes <= 2_000_000 && now.buffer_depth <= 100 && now;
    });
    assert.ok(stats.buffer_bytes > 1_900_000, `${stats.buffer_bytes} B`);
    assert.equal(stats.dropped_by_reason.overflow, 1000 - stats.buffer_depth);
    const grown = (await stage.gateway.heap()) - before;
    assert.ok(grown < 8_000_000, `the heap grew by ${grown} bytes`);

    await stage.backend.comeBack();
    const sequence = sequenceOf(await stage.taken(stats.buffer_depth));
    assert.equal(sequence.at(-1), 999);
  });

  it('one event beyond the bytes of the whole buffer is dropped as too large, the others arrive', async () => {
    await stage.run({ uplink: { maxBytes: 50_000 } });
    await stage.publish(10);
    await stage.publishOther('plant/line1/noise', JSON.stringify('x'.repeat(60_000)));
    await stage.publish(10);
    await drops('too_large', 1);
    await stage.takesAllInOrder(20);
    assert.deepEqual((await stage.stats()).dropped_by_reason, { too_large: 1 });
  });

  it('events that waited longer than maxAge are dropped as expired', async () => {
    // Long enough for what comes last to arrive, also on a busy machine.
    await stage.run({ uplink: { maxAge: 5, flushBatch: 1 } });
    await stage.backend.goDown();
    await stage.publish(20);
    // So long nothing happens; then they are too old.
    await sleep(5100);
    await stage.backend.comeBack();
    await stage.taken(1);
    await stage.publish(5);
    const sequence = sequenceOf(await stage.taken(6));
    assert.deepEqual(sequence, [0, 20, 21, 22, 23, 24], 'the first was in a batch, which stays repeatable');
    await drops('expired', 19);
    assert.deepEqual((await stage.stats()).dropped_by_reason, { expired: 19 });
  });
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
