import type { EventGroup } from './EventGroup';
import type { KeptEvents } from './messages';

interface KeptGroup {
  readonly group: EventGroup;
  /** By index in the group: 1 for an event that need not be kept. */
  readonly settled: Uint8Array;
  left: number;
}

/** The main thread's copy of what is only in the engine's memory, in case the engine dies. */
export class MemoryCopy {
  /** By ascending number. */
  private groups: KeptGroup[] = [];
  /** How many of these groups need not be kept. */
  private needless = 0;
  private readonly batches = new Map<string, readonly number[]>();
  private readonly batchOf = new Map<number, string>();
  private readonly quarantined = new Map<number, { readonly record: Uint8Array; readonly error: string }>();

  /** @param release gets groups that are no longer needed. */
  constructor(private readonly release: (group: EventGroup) => void) {}

  get isEmpty(): boolean {
    return this.groups.length + this.quarantined.size === 0;
  }

  /** Number of events that must be kept. */
  get events(): number {
    return this.groups.reduce((sum, { left }) => sum + left, this.quarantined.size);
  }

  /** Keeps a group that the engine took in. @param except numbers of its events that need not be kept. */
  keep(group: EventGroup, except: readonly number[]): void {
    const settled = new Uint8Array(group.count);
    for (const sequence of except) {
      settled[sequence - group.first] = 1;
      group.secure(sequence);
    }
    const kept = { group, settled, left: group.count - except.length };
    if (kept.left === 0) this.needless++;
    // Groups come in order, unless a disk failed in the middle of a write.
    const before = this.groups.findLastIndex((other) => other.group.first < group.first);
    this.groups.splice(before + 1, 0, kept);
    this.clean();
  }

  restamp(sequence: number, time: number): void {
    this.find(sequence)?.group.restamp(sequence, time);
  }

  onBatch(id: string, sequences: readonly number[]): void {
    // A batch that was divided no longer exists.
    for (const sequence of sequences) this.forgetBatch(this.batchOf.get(sequence));
    this.batches.set(id, sequences);
    for (const sequence of sequences) this.batchOf.set(sequence, id);
  }

  onQuarantined(sequence: number, error: string): void {
    const record = this.find(sequence)?.group.copyOf(sequence);
    this.onSettled([sequence]);
    if (record) this.quarantined.set(sequence, { record, error });
  }

  onSettled(sequences: readonly number[]): void {
    for (const sequence of sequences) {
      this.quarantined.delete(sequence);
      this.forgetBatch(this.batchOf.get(sequence));
      const kept = this.find(sequence);
      const index = sequence - (kept?.group.first ?? 0);
      if (!kept || kept.settled[index] === 1) continue;
      kept.settled[index] = 1;
      kept.group.secure(sequence);
      if (--kept.left === 0) this.needless++;
    }
    this.clean();
  }

  save(): KeptEvents | undefined {
    if (this.isEmpty) return undefined;
    return {
      groups: this.groups.map(({ group, settled }) => ({ group: group.sent, settled })),
      batches: [...this.batches].map(([id, sequences]) => ({ id, sequences })),
      quarantined: [...this.quarantined].map(([sequence, each]) => ({ sequence, ...each })),
    };
  }

  private forgetBatch(id: string | undefined): void {
    if (id === undefined) return;
    for (const sequence of this.batches.get(id) ?? []) this.batchOf.delete(sequence);
    this.batches.delete(id);
  }

  /** Releases settled groups. They are settled roughly in order, except for live events sent before a backlog. */
  private clean(): void {
    const isInOrder = this.groups[0]?.left === 0;
    if (!isInOrder && this.needless * 2 <= this.groups.length) return;
    const firstNeeded = this.groups.findIndex(({ left }) => left > 0);
    const gone = isInOrder
      ? this.groups.splice(0, firstNeeded < 0 ? this.groups.length : firstNeeded)
      : this.groups.filter(({ left }) => left === 0);
    if (!isInOrder) this.groups = this.groups.filter(({ left }) => left > 0);
    this.needless -= gone.length;
    for (const { group } of gone) this.release(group);
  }

  private find(sequence: number): KeptGroup | undefined {
    let [low, high] = [0, this.groups.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const kept = this.groups[middle];
      if (!kept) return undefined;
      if (sequence < kept.group.first) high = middle - 1;
      else if (sequence >= kept.group.first + kept.group.count) low = middle + 1;
      else return kept;
    }
    return undefined;
  }
}
