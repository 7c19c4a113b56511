import type { PayloadWatch } from '../cache/PayloadWatch';
import type { ReadingKind } from '../names/kindOf';
import type { Convention } from '../topics/conventionOf';
import type { Candidate, Classification } from './Classification';
import type { Classified } from './ClassificationBuilder';

/** Ranks of rules; between `payload` and `payloadKeyword`, fields rank by what they say and how deep they are. */
export const RANK = {
  override: 1e6,
  keyword: 9e5,
  topic: 8e5,
  payloadKeyword: 7e5,
  /** A thing that a topic names: below a payload's strong quantities, above everything else that it says. */
  thing: 2.55e5,
  named: 2.5e5,
  payload: 1e5,
  weakTopic: 1e4,
  device: 5e3,
  unit: 20,
  /** A part that is switched or set, in a payload that measures nothing else. */
  thingField: 30,
  /** Uptime and other durations: anything else that a message says takes precedence. */
  duration: 15,
  convention: 10,
  fallback: 0,
  /** Possible, but never decides. */
  never: -1,
} as const;

/** Readings take precedence over what is said about them. */
export const KIND_RANKS: Readonly<Record<ReadingKind, number>> = {
  reading: 5,
  extreme: 4,
  alert: 4,
  command: 3,
  setpoint: 3,
  limit: 2,
  duration: 2,
  count: 2,
  state: 1,
  meta: 0,
};

interface Ranked {
  readonly rank: number;
  readonly candidate: Candidate;
}

/** What a message may be, by rank: the highest decides; of equal ones, the first. */
export class Ranking {
  convention: Convention | undefined;
  best: Classification | undefined;
  /** The key of the quality of a payload that is one value. */
  qualityKey: string | undefined;
  private bestRank = -1;
  private readonly all: Ranked[] | undefined;

  /**
   * @param keepsAll whether to keep what does not decide, too.
   * @param watch is told what is looked at in the payload.
   */
  constructor(
    readonly keepsAll: boolean,
    readonly watch?: PayloadWatch,
  ) {
    if (keepsAll) this.all = [];
  }

  /** Whether an offer of this rank would change anything. */
  wants(rank: number): boolean {
    return rank > this.bestRank || this.keepsAll;
  }

  /** Whether this rank was reached, so that nothing below it matters. */
  isDecided(rank: number): boolean {
    return this.bestRank >= rank && !this.keepsAll;
  }

  offer(rank: number, classified: Classified): void {
    if (this.all) {
      const { classification, kind, evidence } = classified;
      this.all.push({ rank, candidate: { ...classification, says: kind, evidence } });
    }
    if (rank <= this.bestRank) return;
    this.bestRank = rank;
    this.best = classified.classification;
  }

  /** All that was offered, best first. */
  candidates(): Candidate[] {
    return (this.all ?? []).sort((a, b) => b.rank - a.rank).map(({ candidate }) => candidate);
  }
}
