/** How several values of a figure become one: rates are averaged, of a backlog the highest counts. */
type Merge = 'mean' | 'highest';

/** What is kept of an uplink, and how it is merged. */
export const HISTORY_FIGURES = {
  /** Events per second. */
  in: 'mean',
  out: 'mean',
  suppressed: 'mean',
  dropped: 'mean',
  /** Waiting events. */
  waiting: 'highest',
  bytes: 'highest',
  /** Seconds from intake to the backend's response. */
  p50: 'mean',
  p99: 'highest',
} as const satisfies Record<string, Merge>;

export type HistoryFigure = keyof typeof HISTORY_FIGURES;
export type HistoryPoint = Readonly<Partial<Record<HistoryFigure, number>>>;

const FIGURES: readonly HistoryFigure[] = [
  'in',
  'out',
  'suppressed',
  'dropped',
  'waiting',
  'bytes',
  'p50',
  'p99',
];

/** Resolution falls with age. 180 + 480 + 168 slots of 8 figures of 4 bytes are 26 kB per uplink, and 1.3 MB for 50. */
export const HISTORY_SPANS = {
  '15m': { stepMs: 5000, slots: 180 },
  '24h': { stepMs: 180_000, slots: 480 },
  '7d': { stepMs: 3_600_000, slots: 168 },
} as const;

export type HistorySpan = keyof typeof HISTORY_SPANS;
export const HISTORY_SPAN_NAMES: readonly HistorySpan[] = ['15m', '24h', '7d'];

/** The figures of one span, oldest first; null if nothing is known. */
export interface HistoryColumns {
  /** Seconds since the epoch at which each slot begins. */
  readonly times: readonly number[];
  readonly figures: Readonly<Record<HistoryFigure, readonly (number | null)[]>>;
}

/** What an uplink did in the last minutes, hours and days. Its memory is fixed and allocated at once. */
export class FallingHistory {
  private readonly levels = HISTORY_SPAN_NAMES.map((span) => new Level(HISTORY_SPANS[span]));

  /** @param time milliseconds since the epoch. */
  add(time: number, point: HistoryPoint): void {
    for (const level of this.levels) level.add(time, point);
  }

  read(span: HistorySpan, now: number): HistoryColumns {
    const level = this.levels[HISTORY_SPAN_NAMES.indexOf(span)];
    if (!level) throw new Error(`Unknown span ${span}.`);
    return level.read(now);
  }

  /** Memory that its figures take. */
  get bytes(): number {
    return this.levels.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}

class Level {
  private readonly values: Float32Array;
  /** Points in the newest slot. */
  private points = 0;
  /** Number of the newest slot since the epoch. */
  private newest = -1;

  constructor(private readonly size: { readonly stepMs: number; readonly slots: number }) {
    this.values = new Float32Array(size.slots * FIGURES.length).fill(Number.NaN);
  }

  get bytes(): number {
    return this.values.byteLength;
  }

  add(time: number, point: HistoryPoint): void {
    const slot = Math.floor(time / this.size.stepMs);
    if (slot > this.newest || slot < this.newest - this.size.slots) this.begin(slot);
    // After a clock was set back a little, points still go into the newest slot.
    const start = this.startOf(this.newest);
    for (const [i, figure] of FIGURES.entries()) {
      const value = point[figure];
      if (value === undefined) continue;
      const before = this.values[start + i] ?? Number.NaN;
      this.values[start + i] = Number.isNaN(before)
        ? value
        : this.merge(HISTORY_FIGURES[figure], before, value);
    }
    this.points++;
  }

  read(now: number): HistoryColumns {
    const { stepMs, slots } = this.size;
    const last = Math.max(this.newest, Math.floor(now / stepMs));
    const columns = FIGURES.map((): (number | null)[] => []);
    const times: number[] = [];
    for (let slot = last - slots + 1; slot <= last; slot++) {
      times.push((slot * stepMs) / 1000);
      const isKept = slot <= this.newest && slot > this.newest - slots;
      for (const [i, column] of columns.entries()) {
        const value = isKept ? (this.values[this.startOf(slot) + i] ?? Number.NaN) : Number.NaN;
        column.push(Number.isNaN(value) ? null : value);
      }
    }
    const column = (figure: HistoryFigure) => columns[FIGURES.indexOf(figure)] ?? [];
    return {
      times,
      figures: {
        in: column('in'),
        out: column('out'),
        suppressed: column('suppressed'),
        dropped: column('dropped'),
        waiting: column('waiting'),
        bytes: column('bytes'),
        p50: column('p50'),
        p99: column('p99'),
      },
    };
  }

  private begin(slot: number): void {
    const { slots } = this.size;
    const isFar = slot - this.newest >= slots || slot < this.newest;
    if (isFar) this.values.fill(Number.NaN);
    else {
      for (let empty = this.newest + 1; empty <= slot; empty++) {
        const start = this.startOf(empty);
        this.values.fill(Number.NaN, start, start + FIGURES.length);
      }
    }
    this.newest = slot;
    this.points = 0;
  }

  private merge(how: Merge, before: number, value: number): number {
    return how === 'highest' ? Math.max(before, value) : before + (value - before) / (this.points + 1);
  }

  private startOf(slot: number): number {
    return (((slot % this.size.slots) + this.size.slots) % this.size.slots) * FIGURES.length;
  }
}
