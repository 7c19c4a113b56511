/** Samples per block: one for each bit of a 32-bit number. A power of two. */
export const BLOCK_SIZE = 32;

/** A sample that is kept until it is forwarded or no longer needed. */
export interface HeldSample<Ref> {
  readonly ref: Ref | undefined;
  /** When it was measured, or arrived; ms since the epoch. */
  readonly time: number;
  /** As decoded. */
  readonly values: unknown;
}

/** Stands for a payload that is undefined. */
const NOT_DEFINED: unique symbol = Symbol('undefined');

/** Numbers per sample: its time, and its value if that is a number. */
const WIDTH = 2;

/** Blocks whose numbers share an array. Adding blocks moves nothing. A power of two. */
const CHUNK_SHIFT = 8;
const CHUNK_BLOCKS = 1 << CHUNK_SHIFT;
const CHUNK_SIZE = CHUNK_BLOCKS * BLOCK_SIZE * WIDTH;

const NO_NUMBERS = new Float64Array(0);

/** Room for samples, in blocks that only series in need of one take. */
export class SampleBlocks<Ref> {
  private readonly chunks: Float64Array[] = [];
  private readonly payloads: unknown[] = [];
  private readonly refs: (Ref | undefined)[] = [];
  /** Whether any sample ever had a payload that is not a number, and whether any had a message. */
  private hasPayloads = false;
  private hasRefs = false;
  private readonly free: number[] = [];
  private used = 0;

  take(): number {
    const block = this.free.pop() ?? this.used++;
    if (block >>> CHUNK_SHIFT >= this.chunks.length) this.chunks.push(new Float64Array(CHUNK_SIZE));
    return block;
  }

  /** Takes back a block whose samples were all cleared. */
  give(block: number): void {
    this.free.push(block);
  }

  set(block: number, place: number, values: unknown, time: number, ref: Ref | undefined): void {
    const at = block * BLOCK_SIZE + place;
    const numbers = this.numbersOf(block);
    const first = numberAt(block, place);
    numbers[first] = time;
    if (typeof values === 'number') numbers[first + 1] = values;
    else {
      this.payloads[at] = values === undefined ? NOT_DEFINED : values;
      this.hasPayloads = true;
    }
    if (ref !== undefined) {
      this.refs[at] = ref;
      this.hasRefs = true;
    }
  }

  clear(block: number, place: number): void {
    const at = block * BLOCK_SIZE + place;
    if (this.hasPayloads && this.payloads[at] !== undefined) this.payloads[at] = undefined;
    if (this.hasRefs && this.refs[at] !== undefined) this.refs[at] = undefined;
  }

  time(block: number, place: number): number {
    return this.numbersOf(block)[numberAt(block, place)] ?? Number.NaN;
  }

  ref(block: number, place: number): Ref | undefined {
    return this.refs[block * BLOCK_SIZE + place];
  }

  values(block: number, place: number): unknown {
    const at = block * BLOCK_SIZE + place;
    const payload = this.hasPayloads ? this.payloads[at] : undefined;
    if (payload === undefined) return this.numbersOf(block)[numberAt(block, place) + 1];
    return payload === NOT_DEFINED ? undefined : payload;
  }

  private numbersOf(block: number): Float64Array {
    return this.chunks[block >>> CHUNK_SHIFT] ?? NO_NUMBERS;
  }
}

/** Where the numbers of a sample begin in its chunk. */
function numberAt(block: number, place: number): number {
  return ((block & (CHUNK_BLOCKS - 1)) * BLOCK_SIZE + place) * WIDTH;
}
