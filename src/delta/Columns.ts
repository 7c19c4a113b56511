/** Which number of a row. */
export type ColumnIndex = number;

const NONE = new Float64Array(0);

/** 32-bit numbers in place of one. */
const INTEGERS = 2;

/**
 * Numbers of many rows, those of a row side by side: with a million rows each column of its own would be one more
 * place in memory to fetch. Columns are added as they are needed.
 */
export class Columns {
  /** Rows one after the other, each as wide as `width`. */
  data: Float64Array = NONE;
  /** The same places, each as two whole numbers. */
  integers: Int32Array = new Int32Array(NONE.buffer);
  width = 0;
  private readonly nothings: number[] = [];

  constructor(private rows: number) {}

  /**
   * Adds columns next to each other.
   * @param nothings what is in each of them where nothing was set.
   * @returns the first of them.
   */
  add(...nothings: readonly number[]): ColumnIndex {
    const first = this.width;
    const { integers: before } = this;
    this.nothings.push(...nothings);
    this.width += nothings.length;
    this.allocate();
    // As whole numbers: a number that is none need not keep its bits otherwise.
    const [from, to] = [first * INTEGERS, this.width * INTEGERS];
    for (let row = 0; from > 0 && row < this.rows; row++) {
      for (let i = 0; i < from; i++) this.integers[row * to + i] = before[row * from + i] ?? 0;
    }
    this.fill(first, 0);
    return first;
  }

  /** Makes room for more rows. */
  grow(rows: number): void {
    const { data, rows: before } = this;
    this.rows = rows;
    this.allocate();
    this.data.set(data);
    this.fill(0, before);
  }

  private allocate(): void {
    this.data = new Float64Array(this.rows * this.width);
    this.integers = new Int32Array(this.data.buffer);
  }

  private fill(firstColumn: ColumnIndex, firstRow: number): void {
    const { data, width, nothings } = this;
    for (let column = firstColumn; column < width; column++) {
      const nothing = nothings[column] ?? 0;
      if (nothing === 0) continue;
      for (let row = firstRow; row < this.rows; row++) data[row * width + column] = nothing;
    }
  }
}
