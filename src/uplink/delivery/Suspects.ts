import type { Batch } from '../../spool';

/**
 * Why a batch did not get through.
 * - `rejected`: the backend says that something in it is wrong
 * - `failed`: an error, or no response after it was sent, which the batch may have caused
 * - `refused`: the backend says that it accepts no requests from this gateway
 * - `later`: the backend asks for a retry later, which a batch rarely causes
 */
export type Trouble = 'rejected' | 'failed' | 'refused' | 'later';

type Failing = Exclude<Trouble, 'rejected'>;

/**
 * What to do with a batch that did not get through.
 * - `again`: retry it as it is
 * - `ask`: probe with other events whether anything gets through at all
 * - `divide`: others get through, so something in it is the cause
 * - `guilty`: others get through and it is a single event, which is the cause
 */
export type Judgement = 'again' | 'ask' | 'divide' | 'guilty';

/**
 * After this many failed requests in a row, we no longer assume that others get through: as many as the events that got
 * through before, within these bounds. The minimum is enough to find one event in the largest batch.
 */
const LEAST_IN_A_ROW = 16;
const MOST_IN_A_ROW = 4096;

/** After this many in a row, another batch gets its turn. */
const TURN_AFTER = 12;

/** How often and how long a batch may fail before it is suspected. Meeting one row is enough. */
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
 * For this many milliseconds after a batch was blamed for a kind of failure, others that fail in the same way are
 * suspected after two attempts: the backend has shown that it responds to some events like that and accepts others.
 */
const PRECEDENT_MS = 600_000;
const TIMES_WITH_PRECEDENT = 2;

interface Suspect {
  readonly events: number;
  /** How many requests had got through when it was first rejected under these conditions. */
  rejected: { readonly conditions: number; readonly passesBefore: number } | undefined;
  /** The same for its first failure of each kind: a rejection does not shorten the patience with a failure. */
  failed: Readonly<Partial<Record<Failing, number>>>;
  /** How often it failed, and since when; monotonic. */
  times: number;
  since: number | undefined;
  /** How often it has been deferred. */
  pauses: number;
  /** Whether it failed itself, not only as part of a larger batch, and whether it was rejected. */
  isTried: boolean;
  isRejected: boolean;
}

/**
 * Decides why a batch does not get through: because of itself, or because of the backend or the path to it. A batch is
 * to blame only if others got through after its first failure, and not too long ago. Times are monotonic milliseconds.
 */
export class Suspects {
  private readonly suspects = new Map<string, Suspect>();
  private passes = 0;
  private inARow = 0;
  /** Of these, batches that were to blame. In an outage there are none, so order is kept. */
  private blamedInARow = 0;
  /** Events that got through since we last stopped assuming that any do. */
  private passedEvents = 0;
  private conditions = 0;
  /** When a batch was last blamed, by kind of failure; monotonic. */
  private readonly precedents = new Map<Trouble, number>();

  /** A request got through. */
  onPassed(events: number): void {
    this.passes++;
    this.passedEvents += events;
    this.inARow = 0;
    this.blamedInARow = 0;
  }

  /** The backend was away, which no batch caused: successes before that say nothing about rejections after it. */
  onConditionsChanged(): void {
    this.conditions++;
  }

  /** Whether batches without trouble get a turn now. */
  get isTurnOfOthers(): boolean {
    return this.blamedInARow >= TURN_AFTER;
  }

  has(id: string): boolean {
    return this.suspects.has(id);
  }

  /** Whether the batch is a single event that failed, alone or as part of a larger batch. */
  isSingle(id: string): boolean {
    return this.suspects.get(id)?.events === 1;
  }

  /** Whether the batch failed itself, not only as part of a larger batch. */
  isTried(id: string): boolean {
    return this.suspects.get(id)?.isTried ?? false;
  }

  /** Judges a batch that failed. @param isNamed whether the backend names each of its events. */
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

  /** Number of parts to divide a batch into: the more requests have just failed, the more parts. */
  get fanOut(): number {
    return 2 ** Math.max(1, Math.min(this.inARow, LEAST_IN_A_ROW));
  }

  /** A probe in place of the batch failed too. */
  onAskedInVain(): void {
    this.inARow++;
  }

  /** Whether the backend has rejected this batch itself, and so something in it. */
  isRejected({ id }: Batch): boolean {
    return this.suspects.get(id)?.isRejected ?? false;
  }

  /** The batch is being deferred. @returns how often it was deferred before. */
  onPaused({ id }: Batch): number {
    const suspect = this.suspects.get(id);
    if (!suspect) return 0;
    suspect.rejected = undefined;
    return suspect.pauses++;
  }

  /** A batch was replaced by parts, which inherit the suspicion. */
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
