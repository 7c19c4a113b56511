import assert from 'node:assert/strict';
import type { BackendServer } from '../backend/backendServer';
import { eventIdIn, isRefusal, requestsByKey } from '../backend/receivedEvents';
import { numberOf } from '../numberedEvents';
import type { KillableLife } from './killableLife';

/** How much a run of several lives has gone through. */
export interface Tally {
  readonly lives: number;
  readonly kills: number;
  /** Events that were promised, and events that arrived: more, as a kill may come before the promise. */
  readonly stored: number;
  readonly delivered: number;
  readonly requests: number;
  /** Requests whose key had come before. */
  readonly repeated: number;
  /** Requests that were too large, or contained an event that the backend never takes. */
  readonly refused: number;
}

/** Checks what the lives of a gateway promised against what its backend received. */
export class KillLedger {
  private readonly lives: KillableLife[] = [];

  constructor(private readonly backend: BackendServer) {}

  /** Records a life that has ended, and checks what can be checked for it alone. */
  async add(life: KillableLife): Promise<void> {
    const end = await life.ended;
    const previous = this.lives.at(-1);
    this.lives.push(life);
    const name = `life ${this.lives.length}, which ended with ${end}`;
    assert.equal(life.stderr, '', name);
    assert.ok(end === 0 || end === 'SIGKILL', name);
    const troubles = life.told.filter(({ event }) => event === 'dropped' || event === 'storage');
    assert.deepEqual(troubles, [], name);
    if (life.opened) assert.equal(life.opened.storage.kind, 'disk', name);
    if (previous?.closed && life.opened) {
      const { buffer_depth, events_quarantined } = previous.closed.stats;
      assert.equal(
        life.opened.recovered,
        buffer_depth + events_quarantined,
        `${name}: the remaining events are found`,
      );
    }
    if (end === 0) checkCounters(life, name);
  }

  get tally(): Tally {
    const { batches, taken } = this.backend;
    return {
      lives: this.lives.length,
      kills: this.lives.filter(({ closed }) => !closed).length,
      stored: this.lives.reduce((sum, { stored }) => sum + stored.length, 0),
      delivered: new Set(taken.map(numberOf)).size,
      requests: batches.length,
      repeated: batches.length - requestsByKey(this.backend).size,
      refused: batches.filter(({ status }) => isRefusal(status)).length,
    };
  }

  /** Numbers of the events that were reported as stored. */
  get stored(): number[] {
    return this.lives.flatMap(({ stored }) => stored);
  }

  /** Checks that every receipt is for a batch that the backend took. */
  checkReceipts(): void {
    const requests = requestsByKey(this.backend);
    const taken = new Set(this.backend.taken.map(({ id }) => id));
    for (const { told } of this.lives) {
      for (const { event, payload } of told) {
        if (event !== 'delivered') continue;
        const [{ events } = { events: [] }] = requests.get(payload.batch) ?? [];
        const arrived = events.filter((_, index) => taken.has(eventIdIn(payload.batch, index)));
        assert.equal(arrived.length, payload.events, payload.batch);
      }
    }
  }
}

/** For a life that closed by itself: what it took in was reported as stored, and the counters add up exactly. */
function checkCounters({ plan, opened, closed, stored, told }: KillableLife, name: string): void {
  assert.ok(closed, `${name}: it reports its counters`);
  const { stats, taken } = closed;
  const promised = new Set(stored);
  assert.equal(stored.length, promised.size, `${name}: nothing is reported as stored twice`);
  const unpromised = Array.from({ length: taken }, (_, i) => plan.first + i).filter((n) => !promised.has(n));
  assert.deepEqual(unpromised.slice(0, 20), [], `${name}: every accepted event is stored`);
  assert.equal(stats.events_ingested, (opened?.recovered ?? 0) + taken, `${name}: ingested`);
  const receipts = told.map((turn) => (turn.event === 'delivered' ? turn.payload.events : 0));
  assert.equal(
    stats.events_flushed,
    receipts.reduce((sum, events) => sum + events, 0),
    `${name}: flushed`,
  );
  assert.equal(stats.events_dropped, 0, `${name}: dropped`);
  assert.equal(
    stats.events_flushed + stats.buffer_depth + stats.events_dropped + stats.events_quarantined,
    stats.events_ingested,
    `${name}: the counters add up`,
  );
}
