import type { SeriesName } from '../seriesKey';

/** The series that a user searches for: those whose names contain all the words. Case is ignored. */
export class WantedSeries {
  private readonly words: readonly string[];

  /** @param search space-separated words; empty for no series. */
  constructor(search = '') {
    this.words = search
      .toLowerCase()
      .split(/[\s›]+/)
      .filter((word) => word !== '');
  }

  get isNone(): boolean {
    return this.words.length === 0;
  }

  /** @param keys where the value is in the payload. */
  has({ topic, device, field }: SeriesName, keys: readonly string[]): boolean {
    if (this.isNone) return false;
    const name = [device, topic, field, keys.join('.')].join(' ').toLowerCase();
    return this.words.every((word) => name.includes(word));
  }
}
