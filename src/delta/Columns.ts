/** The index of a number in its row. */
export type ColumnIndex = number;

const NONE = new Float64Array(0);

/** 32-bit integers that take the place of one number. */
const INTEGERS = 2;

/**
 * Numbers in rows and columns, stored row by row: with a million rows, a separate array for each column would be one
 * more place in memory to fetch. Columns are added as they are needed.
 */
export class Columns {
  /** The rows one after the other, each `width` numbers wide. */
  data: Float64Array = NONE;
  /** The same memory, with two integers in place of each number. */
  integers: Int32Array = new Int32Array(NONE.buffer);
  width = 0;
  private readonly nothings: number[] = [];

  constructor(private rows: number) {}

  /**
   * Adds adjacent columns.
   * @param nothings initial value of each of them.
   * @returns the first of them.
   */
  add(...nothings: readonly number[]): ColumnIndex {
    const first = this.width;
    const { integers: before } = this;
    this.nothings.push(...nothings);
    this.width += nothings.length;
    this.allocate();
    // Copied as integers: a NaN copied as a number need not keep its bits.
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
