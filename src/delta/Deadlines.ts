interface Deadline {
  readonly at: number;
  readonly slot: number;
}

/** When to check which slots, earliest first (a binary heap). Milliseconds of any clock. */
export class Deadlines {
  private readonly heap: Deadline[] = [];

  /** The earliest; undefined if there is none. */
  get next(): number | undefined {
    return this.heap[0]?.at;
  }

  get size(): number {
    return this.heap.length;
  }

  add(at: number, slot: number): void {
    const added: Deadline = { at, slot };
    let place = this.heap.push(added) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.heap[above];
      if (!parent || parent.at <= at) break;
      this.heap[place] = parent;
      place = above;
    }
    this.heap[place] = added;
  }

  /** Removes and returns the earliest, unless it is after `until`. */
  takeUntil(until: number): Deadline | undefined {
    const first = this.heap[0];
    if (!first || first.at > until) return undefined;
    const last = this.heap.pop();
    if (last && this.heap.length > 0) this.sink(last);
    return first;
  }

  clear(): void {
    this.heap.length = 0;
  }

  private sink(sinking: Deadline): void {
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      const [left, right] = [this.heap[below], this.heap[below + 1]];
      const smaller = left && right && right.at < left.at ? right : left;
      if (smaller === right && right) below++;
      if (!smaller || smaller.at >= sinking.at) break;
      this.heap[place] = smaller;
      place = below;
    }
    this.heap[place] = sinking;
  }
}
