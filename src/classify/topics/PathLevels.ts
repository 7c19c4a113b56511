/** Levels that the reused list has room for. A path with more gets a list of its own, which is dropped after it. */
const USUAL = 64;

const SLASH = 0x2f;

/**
 * The positions of the levels of a path, counted from 0. All are found in one pass from left to right: the built-in
 * forward search costs far less than a backward loop over the characters.
 */
export class PathLevels {
  count = 0;
  private readonly usual: Int32Array = new Int32Array(USUAL);
  private ends: Int32Array = this.usual;

  /** Finds the levels of a path; from then on, the methods below refer to this path. */
  find(path: string): void {
    const ends = this.usual;
    this.ends = ends;
    let count = 0;
    let at = path.indexOf('/');
    // One slot is reserved for the end of the path.
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

  /** Finds the levels from a slash onwards in a loop: many levels are short, and a search for each costs more. */
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
