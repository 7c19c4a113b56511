import type { Batch } from '../../spool';

/**
 * What stood in the way of a batch.
 * - `rejected`: the backend says that something in it is wrong
 * - `failed`: an error or no answer after it was sent, of which the batch may be the cause
 * - `refused`: the backend takes no request of this gateway, it says
 * - `later`: the backend asks to come again later; seldom is a batch the cause of that
 */
export type Trouble = 'rejected' | 'failed' | 'refused' | 'later';

type Failing = Exclude<Trouble, 'rejected'>;

/**
 * What to do with a batch that did not get through.
 * - `again`: the same once more
 * - `ask`: find out with something else whether anything gets through at all
 * - `divide`: others get through, so that something in it is the cause
 * - `guilty`: others get through, and it is one event: that is the cause
 */
export type Judgement = 'again' | 'ask' | 'divide' | 'guilty';

/**
 * After so many requests in a row that did not get through, it is no longer believed that others do: as many as events
 * got through before, within these bounds. The least is enough to find one event in the largest batch.
 */
const LEAST_IN_A_ROW = 16;
const MOST_IN_A_ROW = 4096;

/** After so many in a row another batch has its turn. */
const TURN_AFTER = 12;

/** A batch that fails is tried again for so long before it is suspected: one row is enough. */
const PATIENCE: Readonly<Record<Trouble, readonly { readonly times: number; readonly ms: number }[]>> = {
  rejected: [{ times: 0, ms: 0 }],
  failed: [
    { times: 6, ms: 10_000 },
    { times: 2, ms: 60_000 },
  ],
  refused: [{ times: 3, ms: 60_000 }],
  later: [
    { times: 20, ms: 60_000 },
    { times: 2, ms: 600_000 },
  ],
};

/**
 * Once a batch was found to blame for a kind of failure, others that fail so are suspected after two tries, for so many
 * milliseconds: the backend has shown that it answers events like that while it takes others.
 */
const PRECEDENT_MS = 600_000;
const TIMES_WITH_PRECEDENT = 2;

interface Suspect {
  readonly events: number;
  /** Requests that had got through when it was first rejected under these conditions. */
  rejected: { readonly conditions: number; readonly passesBefore: number } | undefined;
  /** The same when it first failed in each way: a rejection does not make up for the patience with a failure. */
  failed: Readonly<Partial<Record<Failing, number>>>;
  /** How often it failed, and since when by monotonic time. */
  times: number;
  since: number | undefined;
  /** How often it has waited aside. */
  pauses: number;
  /** Whether it did not get through itself, and not only what it is a part of; and whether it was rejected. */
  isTried: boolean;
  isRejected: boolean;
}

/**
 * Decides whose fault it is that a batch does not get through: its own, or that of the backend and the way to it. A batch
 * is to blame only if others got through after it first did not, and not too long ago. Times are monotonic milliseconds.
 */
export class Suspects {
  private readonly suspects = new Map<string, Suspect>();
  private passes = 0;
  private inARow = 0;
  /** Of these: batches that were to blame. In an outage there are none, and order is kept. */
  private blamedInARow = 0;
  /** Events that got through since it was last not believed that any do. */
  private passedEvents = 0;
  private conditions = 0;
  /** When a batch was last found to blame, by kind of failure; monotonic. */
  private readonly precedents = new Map<Trouble, number>();

  /** A request got through. */
  onPassed(events: number): void {
    this.passes++;
    this.passedEvents += events;
    this.inARow = 0;
    this.blamedInARow = 0;
  }

  /** The backend was away, for which no batch is to blame: what got through before says nothing of a rejection after it. */
  onConditionsChanged(): void {
    this.conditions++;
  }

  /** Whether it is the turn of batches that have had no trouble. */
  get isTurnOfOthers(): boolean {
    return this.blamedInARow >= TURN_AFTER;
  }

  has(id: string): boolean {
    return this.suspects.has(id);
  }

  /** Whether the batch is one event that did not get through, alone or as a part of a batch. */
  isSingle(id: string): boolean {
    return this.suspects.get(id)?.events === 1;
  }

  /** Whether the batch did not get through itself, and not only what it is a part of. */
  isTried(id: string): boolean {
    return this.suspects.get(id)?.isTried ?? false;
  }

  /** A batch did not get through. @param isNamed whether the backend names each of its events. */
  judge({ id, events }: Batch, trouble: Trouble, now: number, isNamed = false): Judgement {
    const suspect = this.suspects.get(id) ?? newSuspect(events.length);
    this.suspects.set(id, suspect);
    suspect.isTried = true;
    if (trouble === 'rejected') this.noteRejection(suspect);
    else this.noteFailure(suspect, trouble, now);
    this.inARow++;
    if (!this.isTriedEnough(suspect, trouble, now)) return 'again';
    if (!this.othersPass(suspect, trouble)) return 'ask';
    this.blamedInARow++;
    this.precedents.set(trouble, now);
    return events.length > 1 && !isNamed ? 'divide' : 'guilty';
  }

  /** Into how many parts to divide a batch: the more of what was sent last did not get through, the more. */
  get fanOut(): number {
    return 2 ** Math.max(1, Math.min(this.inARow, LEAST_IN_A_ROW));
  }

  /** Another request in its place did not get through either. */
  onAskedInVain(): void {
    this.inARow++;
  }

  /** Whether the backend has rejected the batch, and so something in it. */
  isRejected({ id }: Batch): boolean {
    return this.suspects.get(id)?.isRejected ?? false;
  }

  /** The batch is deferred for some time. @returns how often it has done so before. */
  onPaused({ id }: Batch): number {
    const suspect = this.suspects.get(id);
    if (!suspect) return 0;
    suspect.rejected = undefined;
    return suspect.pauses++;
  }

  /** Other batches took the place of one: they are suspected like it. */
  onDivided(whole: Batch, parts: readonly Batch[]): void {
    const suspect = this.suspects.get(whole.id);
    this.suspects.delete(whole.id);
    if (suspect) {
      for (const { id, events } of parts) {
        this.suspects.set(id, { ...suspect, events: events.length, isTried: false, isRejected: false });
      }
    }
  }

  /** The batch is settled. */
  forget({ id }: Batch): void {
    this.suspects.delete(id);
  }

  private noteRejection(suspect: Suspect): void {
    const { conditions, passes } = this;
    suspect.isRejected = true;
    if (suspect.rejected?.conditions !== conditions) suspect.rejected = { conditions, passesBefore: passes };
  }

  private noteFailure(suspect: Suspect, trouble: Failing, now: number): void {
    suspect.failed = { [trouble]: this.passes, ...suspect.failed };
    suspect.since ??= now;
    suspect.times++;
  }

  private isTriedEnough({ times, since = 0 }: Suspect, trouble: Trouble, now: number): boolean {
    const precedent = this.precedents.get(trouble) ?? Number.NEGATIVE_INFINITY;
    if (times >= TIMES_WITH_PRECEDENT && now - precedent <= PRECEDENT_MS) return true;
    return PATIENCE[trouble].some((row) => times >= row.times && now - since >= row.ms);
  }

  private othersPass({ failed, rejected }: Suspect, trouble: Trouble): boolean {
    const most = Math.min(MOST_IN_A_ROW, Math.max(LEAST_IN_A_ROW, this.passedEvents));
    if (this.inARow >= most) this.passedEvents = 0;
    const before = trouble === 'rejected' ? rejected?.passesBefore : failed[trouble];
    return this.passes > (before ?? this.passes) && this.inARow < most;
  }
}

function newSuspect(events: number): Suspect {
  return {
    events,
    rejected: undefined,
    failed: {},
    times: 0,
    since: undefined,
    pauses: 0,
    isTried: false,
    isRejected: false,
  };
}
