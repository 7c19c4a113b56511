/** Levels that there is room for from path to path. A path with more gets a list of its own, which goes with it. */
const USUAL = 64;

const SLASH = 0x2f;

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
    const ends = this.usual;
    this.ends = ends;
    let count = 0;
    let at = path.indexOf('/');
    // One place is kept for the end of the path.
    while (at >= 0 && count < USUAL - 1) {
      ends[count++] = at;
      at = path.indexOf('/', at + 1);
    }
    if (at >= 0) {
      this.findMany(path, at, count);
    } else {
      ends[count++] = path.length;
      this.count = count;
    }
  }

  startOf(level: number): number {
    return level === 0 ? 0 : (this.ends[level - 1] ?? 0) + 1;
  }

  endOf(level: number): number {
    return this.ends[level] ?? 0;
  }

  /** Finds those from a slash on by a loop: where there are many they are short, and a search for each costs more. */
  private findMany(path: string, from: number, found: number): void {
    const ends = new Int32Array(found + path.length - from + 1);
    ends.set(this.usual.subarray(0, found));
    let count = found;
    for (let at = from; at < path.length; at++) {
      if (path.charCodeAt(at) === SLASH) ends[count++] = at;
    }
    ends[count++] = path.length;
    this.ends = ends;
    this.count = count;
  }
}
