import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LineLimit } from '../../../../src/uplink/log/LineLimit';
import { assertProperty } from '../../../harness/assertProperty';
import { FakeClock } from '../../../harness/clock/FakeClock';

const MOST = 4;

type Kind = 'offline' | 'back';

/** Times at which lines were written, single or as a summary, and how many turns they report, by kind. */
async function play(turns: readonly (readonly [kind: Kind, pauseMs: number])[]) {
  const clock = new FakeClock();
  const written: number[] = [];
  const told = { offline: 0, back: 0 };
  const limit = new LineLimit<Kind>(clock, MOST, (leftOut) => {
    written.push(clock.monotonic());
    for (const [kind, count] of leftOut) told[kind] += count;
  });
  for (const [kind, pauseMs] of turns) {
    if (limit.take(kind)) {
      written.push(clock.monotonic());
      told[kind]++;
    }
    await clock.advance(pauseMs);
  }
  limit.end();
  return { written, told, pending: clock.pending };
}

describe('the line limit of the log', () => {
  const turn = fc.tuple(fc.constantFrom<Kind>('offline', 'back'), fc.integer({ min: 0, max: 40_000 }));

  it('reports every change once, singly or in a total, whatever the timing', async () => {
    await assertProperty(
      fc.asyncProperty(fc.array(turn, { maxLength: 40 }), async (turns) => {
        const { told, pending } = await play(turns);
        for (const kind of ['offline', 'back'] as const) {
          assert.equal(told[kind], turns.filter(([each]) => each === kind).length, kind);
        }
        assert.equal(pending, 0);
      }),
    );
  });

  it('never exceeds twice the limit within any minute', async () => {
    await assertProperty(
      fc.asyncProperty(fc.array(turn, { maxLength: 40 }), async (turns) => {
        const { written } = await play(turns);
        const beforeEnd = written.slice(0, -1);
        for (const from of beforeEnd) {
          const within = beforeEnd.filter((at) => at >= from && at < from + 60_000).length;
          assert.ok(within <= 2 * MOST, `${within} lines within a minute`);
        }
      }),
    );
  });
});
