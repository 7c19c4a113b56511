import type { SeriesName } from '../seriesKey';

/** Series that somebody looks for: those in whose name each of the words stands. Capitals don't matter. */
export class WantedSeries {
  private readonly words: readonly string[];

  /** @param search words with spaces between them; none for no series. */
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
