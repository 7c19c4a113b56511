/** Slots for topics that were seen once: a power of two, four bytes each. */
const PLACES = 1 << 14;

/** Characters of a topic that are hashed, from its end, where topics differ most. */
const LETTERS = 24;

/** FNV-1a. */
const [BASIS, PRIME] = [0x811c9dc5, 0x01000193];

/** Tells recurring topics from those that appear once. It is wrong now and then, which affects only the cost. */
export class Sightings {
  /** Allocated with the first topic: not every classifier is used. */
  private places: Int32Array | undefined;
  private turn = 0;

  /** Whether a topic was seen before, as far as that is known. */
  isSecond(topic: string): boolean {
    this.places ??= new Int32Array(PLACES);
    const { places } = this;
    const hash = hashOf(topic);
    const place = hash & (PLACES - 1);
    if (places[place] === hash) return true;
    // If two topics that share a slot alternate, one of them must still be there when it recurs.
    if (places[place] === 0 || (++this.turn & 1) === 0) places[place] = hash;
    return false;
  }
}

/** Never 0, which marks an empty slot. */
function hashOf(topic: string): number {
  let hash = BASIS ^ topic.length;
  for (let i = Math.max(0, topic.length - LETTERS); i < topic.length; i++) {
    hash = Math.imul(hash ^ topic.charCodeAt(i), PRIME);
  }
  // The low bits alone would tell few topics apart.
  return (hash ^ (hash >>> 15)) | (1 << 31);
}
