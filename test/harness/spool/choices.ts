import type { SeededRandom } from '../seededRandom';

/** Makes the choices that are left open. */
export interface Chooser {
  /** A number from 0 to count - 1. */
  pick(count: number): number;
}

/** What a random chooser prefers: the first choice, the last one, or neither. */
const LEANINGS = ['first', 'last', 'none'] as const;
const LEAN = 0.7;

/**
 * The outcomes of the choices that `build` makes: all if there are at most `limit`, otherwise that many at random,
 * including the first and the last.
 */
export function* outcomes<T>(
  build: (chooser: Chooser) => T,
  limit: number,
  random: SeededRandom,
): Generator<T> {
  const all: T[] = [];
  let path: readonly number[] | undefined = [];
  while (path && all.length < limit) {
    const walk: Walk = new Walk(path);
    all.push(build(walk));
    path = walk.following();
  }
  if (!path) {
    yield* all;
    return;
  }
  yield build({ pick: () => 0 });
  yield build({ pick: (count) => count - 1 });
  for (let made = 2; made < limit; made++) yield build(randomChooser(random));
}

export function randomChooser(random: SeededRandom): Chooser {
  const leaning = random.oneOf(LEANINGS);
  return {
    pick(count) {
      if (leaning !== 'none' && random.chance(LEAN)) return leaning === 'first' ? 0 : count - 1;
      return Math.floor(random.next() * count);
    },
  };
}

/** Makes the given choices, then always the first one, and knows the path that comes next. */
class Walk implements Chooser {
  private readonly made: { readonly choice: number; readonly count: number }[] = [];

  constructor(private readonly given: readonly number[]) {}

  pick(count: number): number {
    const choice = this.given[this.made.length] ?? 0;
    this.made.push({ choice, count });
    return choice;
  }

  following(): number[] | undefined {
    const last = this.made.findLastIndex(({ choice, count }) => choice + 1 < count);
    if (last < 0) return undefined;
    return this.made.slice(0, last + 1).map(({ choice }, i) => (i === last ? choice + 1 : choice));
  }
}
