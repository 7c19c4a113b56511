/** Levels that there is room for from path to path. A path with more gets a list of its own, which goes with it. */
const USUAL = 64;

/**
 * Where the levels of a path stand, counted from 0. They are found all at once, from left to right: the language's own
 * search forwards costs far less than a loop backwards over the letters.
 */
export class PathLevels {
  count = 0;
  private readonly usual: Int32Array = new Int32Array(USUAL);
  private ends: Int32Array = this.usual;

  /** Finds the levels of a path; what is asked below is asked of this one from now on. */
  find(path: string): void {
    let ends = this.usual;
    let count = 0;
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      // One place is kept for the end of the path.
      if (count === ends.length - 1) ends = larger(ends);
      ends[count++] = at;
    }
    ends[count++] = path.length;
    this.ends = ends;
    this.count = count;
  }

  startOf(level: number): number {
    return level === 0 ? 0 : (this.ends[level - 1] ?? 0) + 1;
  }

  endOf(level: number): number {
    return this.ends[level] ?? 0;
  }
}

function larger(ends: Int32Array): Int32Array {
  const copy = new Int32Array(2 * ends.length);
  copy.set(ends);
  return copy;
}
