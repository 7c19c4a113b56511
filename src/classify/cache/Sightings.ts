/** Places for topics that were seen once: a power of two, four bytes each. */
const PLACES = 1 << 14;

/** Letters of a topic that tell it apart, from its end, where topics differ most. */
const LETTERS = 24;

/** FNV-1a. */
const [BASIS, PRIME] = [0x811c9dc5, 0x01000193];

/** Tells topics that come again from those that come once, now and then wrongly: only what it costs depends on it. */
export class Sightings {
  /** Made with the first topic: not everybody who can classify has to. */
  private places: Int32Array | undefined;
  private turn = 0;

  /** Whether a topic was seen before, as far as that is known. */
  isSecond(topic: string): boolean {
    this.places ??= new Int32Array(PLACES);
    const { places } = this;
    const hash = hashOf(topic);
    const place = hash & (PLACES - 1);
    if (places[place] === hash) return true;
    // Of two that share a place and come in turn, one must be there at its second time.
    if (places[place] === 0 || (++this.turn & 1) === 0) places[place] = hash;
    return false;
  }
}

/** Never 0, which is an empty place. */
function hashOf(topic: string): number {
  let hash = BASIS ^ topic.length;
  for (let i = Math.max(0, topic.length - LETTERS); i < topic.length; i++) {
    hash = Math.imul(hash ^ topic.charCodeAt(i), PRIME);
  }
  // The low bits alone would tell few topics apart.
  return (hash ^ (hash >>> 15)) | (1 << 31);
}
