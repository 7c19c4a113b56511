import assert from 'node:assert/strict';
import { MemorySpool } from '../../../../src/spool';
import { FakeClock } from '../../../harness/clock/FakeClock';

const DAY = 86_400_000;
const OPTIONS = {
  ...{ capacity: 100, maxBytes: 1e6, maxAgeMs: 0 },
  ...({ overflow: 'oldest', order: 'fifo', alarmsFirst: true } as const),
};

function rig() {
  const clock = new FakeClock();
  const spool = new MemorySpool(OPTIONS, clock);
  const told: string[] = [];
  spool.listen({
    onReady: () => undefined,
    onDropped: () => undefined,
    onStorage: () => undefined,
    onClockStep: (by, events) => told.push(`set by ${by / DAY} d, ${events} waiting`),
    onRestamped: (events) => told.push(`${events} restamped`),
  });
  const append = (topic: string, isOwn = true): void => {
    const event = { topic, symbol: 1, data: '1', time: clock.now(), bytesIn: 1 };
    spool.append(isOwn ? { ...event, stamped: true } : event, () => undefined);
  };
  const next = async () => (await spool.next({ events: 10, bytes: 1e6 })) ?? assert.fail('there is a batch');
  return { clock, spool, told, append, next };
}

describe('a step of the clock with a memory spool', () => {
  it('corrects our own timestamps of waiting events, and none from a message', async () => {
    const { clock, told, append, next } = rig();
    const start = clock.now();
    append('a');
    append('given', false);
    clock.pass(1000);
    clock.jump(3 * DAY);
    append('b');
    const { events } = await next();
    assert.deepEqual(
      events.map(({ time }) => time - start),
      [3 * DAY, 0, 3 * DAY + 1000],
    );
    assert.deepEqual(told, ['set by 3 d, 3 waiting', '1 restamped']);
  });

  it('leaves a batch alone that was tried, and an event retried from quarantine', async () => {
    const { clock, spool, append, next } = rig();
    const start = clock.now();
    append('a');
    const tried = await next();
    clock.jump(3 * DAY);
    spool.giveBack(tried);
    const again = await next();
    assert.deepEqual([again.id, again.events[0]?.time], [tried.id, start]);
    await spool.quarantine(again, 'HTTP 422');
    await spool.retryQuarantine();
    assert.equal((await next()).events[0]?.time, start);
  });
});
