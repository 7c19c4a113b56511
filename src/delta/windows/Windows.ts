import { isContainer } from '../PayloadTree';
import { SteadyTime } from '../SteadyTime';
import { seriesName } from '../seriesKey';
import { FieldRows } from './FieldRows';
import type { PlainFacts, WindowPayload, WindowReport, WindowValues } from './WindowReport';
import { WindowRows } from './WindowRows';

/** A sample that windows sum up. */
export interface WindowSample {
  readonly values: unknown;
  /** When it was measured, or arrived; ms since the epoch. */
  readonly time: number;
  /** When it arrived, ms since the epoch. */
  readonly now: number;
  /** The message says when it was measured. */
  readonly isDated: boolean;
  readonly facts: object | undefined;
}

/** At the end of a window, wait for samples with their own time: this share of its length, up to a maximum. */
const PATIENCE_PART = 0.1;
const PATIENCE_MS = 30_000;

/** Windows that end at almost the same time are checked together: at most once in this share of their length. */
const SWEEP_PART = 0.02;

/** The windows of one series. */
interface SeriesWindows {
  readonly key: string;
  /** Row of a payload that is a number. */
  row: number | undefined;
  /** Rows of a payload with several values. */
  fields: FieldRows | undefined;
  facts: PlainFacts;
}

/** What is kept of a series over a restart. */
export interface KeptWindows {
  readonly row?: readonly (number | null)[];
  readonly fields?: unknown;
  readonly facts: PlainFacts;
}

/** What is kept of all series. */
export interface KeptState {
  /** Of a window, ms. */
  readonly length: number;
  readonly told: readonly WindowReport[];
  readonly series: ReadonlyMap<number, KeptWindows>;
}

/**
 * Sums up what is received, whether or not it is forwarded, in windows that begin at multiples of their length. A
 * window is reported when a sample beyond it comes, or when its time is over.
 */
export class Windows {
  private readonly rows: WindowRows;
  private readonly steady = new SteadyTime();
  private readonly series: (SeriesWindows | undefined)[] = [];
  /** Rows of series that are numbers, by slot. */
  private readonly numbers: (number | undefined)[] = [];
  /** Windows that are over, to be reported. */
  private told: WindowReport[] = [];
  /** When the next one may be over; by the steady clock. */
  private nextSweep = Number.POSITIVE_INFINITY;
  private lastSweep = Number.NEGATIVE_INFINITY;

  /**
   * @param length of a window, ms.
   * @param isMeasured whether a field is summed up.
   */
  constructor(
    readonly length: number,
    private readonly isMeasured: (path: readonly string[]) => boolean,
  ) {
    this.rows = new WindowRows(length);
  }

  /** When take() may have something, ms since the epoch. */
  get next(): number | undefined {
    if (this.told.length > 0) return Number.NEGATIVE_INFINITY;
    return this.nextSweep === Number.POSITIVE_INFINITY ? undefined : this.steady.toWall(this.nextSweep);
  }

  /**
   * The common case of receive(), without everything that others need: a number in order, in an open window.
   * @returns false, with nothing changed, in any other case.
   */
  receiveNumber(slot: number, value: number, time: number): boolean {
    const row = this.numbers[slot];
    return row !== undefined && Number.isFinite(value) && this.rows.receive(row, value, time);
  }

  /** Takes a sample of a series that is remembered. */
  receive(slot: number, key: string, sample: WindowSample): void {
    const { values } = sample;
    if (typeof values === 'number') {
      if (!Number.isFinite(values)) return;
      if (this.receiveNumber(slot, values, sample.time)) return;
      const series = this.seriesAt(slot, key);
      series.row ??= this.rows.add();
      this.numbers[slot] = series.row;
      this.begin(series, series.row, values, sample);
    } else if (isContainer(values)) {
      const series = this.seriesAt(slot, key);
      series.fields ??= new FieldRows(this.rows, this.isMeasured, []);
      series.fields.visit(values, (row, value) => {
        if (!this.rows.receive(row, value, sample.time)) this.begin(series, row, value, sample);
      });
    }
  }

  /** Takes the windows that are over. @param now ms since the epoch. */
  take(now: number): WindowReport[] {
    const steady = this.steady.at(now);
    if (steady >= this.nextSweep) this.sweep(steady);
    const { told } = this;
    this.told = [];
    return told;
  }

  /** Ends a series: reports what is known of its open windows. */
  end(slot: number): void {
    const series = this.series[slot];
    if (!series) return;
    this.close(series, () => true, true);
    if (series.row !== undefined) this.rows.remove(series.row);
    series.fields?.remove();
    this.series[slot] = undefined;
    this.numbers[slot] = undefined;
  }

  endAll(): void {
    this.series.forEach((_, slot) => {
      this.end(slot);
    });
  }

  keepAll(): KeptState {
    const series = new Map<number, KeptWindows>();
    this.series.forEach((each, slot) => {
      if (!each) return;
      const { row, fields, facts } = each;
      const keptRow = row !== undefined && { row: this.rows.keep(row) };
      series.set(slot, { ...keptRow, ...(fields && { fields: fields.keep() }), facts });
    });
    return { length: this.length, told: this.told, series };
  }

  /** Continues with what keepAll() returned. Windows of another length end here, as far as they are known. */
  resumeAll(kept: KeptState, keys: { keyOf(slot: number): string }): void {
    this.told.push(...kept.told);
    if (kept.length !== this.length) {
      const before = new Windows(kept.length, this.isMeasured);
      before.resumeAll({ ...kept, told: [] }, keys);
      before.endAll();
      this.told.push(...before.told);
      return;
    }
    for (const [slot, { row, fields, facts }] of kept.series) {
      const series = this.seriesAt(slot, keys.keyOf(slot));
      if (Array.isArray(row)) series.row = this.rows.add(row);
      this.numbers[slot] = series.row;
      if (fields !== undefined) series.fields = FieldRows.of(fields, this.rows, this.isMeasured, []);
      series.facts = plainFacts(Object(facts));
    }
    this.nextSweep = Number.NEGATIVE_INFINITY;
  }

  private seriesAt(slot: number, key: string): SeriesWindows {
    const known = this.series[slot];
    if (known) return known;
    const begun: SeriesWindows = { key, row: undefined, fields: undefined, facts: NO_FACTS };
    this.series[slot] = begun;
    return begun;
  }

  private begin(series: SeriesWindows, row: number, value: number, sample: WindowSample): void {
    const { rows } = this;
    const { time } = sample;
    if (rows.isBeyond(row, time)) this.close(series, (start) => start + this.length <= time);
    const newest = rows.time(row);
    if (!sample.isDated && time < newest) {
      // A clock set back by little ends no window; by more, everything starts afresh.
      if (time >= rows.start(row)) {
        rows.receive(row, value, newest);
        return;
      }
      this.close(series, () => true, true);
      rows.forget(row);
    }
    const wasOpen = !Number.isNaN(rows.start(row));
    rows.begin(row, value, time, this.patience(sample));
    if (wasOpen) return;
    series.facts = plainFacts(sample.facts);
    const due = rows.dueAt(row);
    if (due < this.nextSweep) this.nextSweep = Math.max(due, this.lastSweep + SWEEP_PART * this.length);
  }

  /** How long after the end of its window, by its own clock, more samples of it are expected, ms. */
  private patience({ isDated, time, now }: WindowSample): number {
    const behind = this.steady.at(now) - time;
    return isDated ? behind + Math.min(PATIENCE_PART * this.length, PATIENCE_MS) : behind;
  }

  private sweep(steady: number): void {
    this.lastSweep = steady;
    this.nextSweep = Number.POSITIVE_INFINITY;
    for (const series of this.series) {
      if (!series) continue;
      this.close(series, (_, row) => {
        const due = this.rows.dueAt(row);
        if (due <= steady) return true;
        this.nextSweep = Math.min(this.nextSweep, due);
        return false;
      });
    }
    if (this.nextSweep < steady + SWEEP_PART * this.length) {
      this.nextSweep = steady + SWEEP_PART * this.length;
    }
  }

  /**
   * Reports the open windows of a series that are over; fields whose windows began together share a report.
   * @param isCut whether they are known only up to their newest sample.
   */
  private close(series: SeriesWindows, isOver: IsOver, isCut = false): void {
    const { rows, length } = this;
    const { row, fields } = series;
    let late = 0;
    const closed = (each: number, start: number): WindowValues | undefined => {
      if (rows.start(each) !== start || !isOver(start, each)) return undefined;
      late += rows.takeLate(each);
      return rows.close(each, isCut ? rows.time(each) : start + length);
    };
    const report = (start: number, payload: WindowPayload | undefined): void => {
      if (payload) this.told.push(this.reportOf(series, start, late, payload));
      late = 0;
    };
    if (row !== undefined) report(rows.start(row), closed(row, rows.start(row)));
    for (const start of fields?.starts() ?? []) {
      report(
        start,
        fields?.collect((each) => closed(each, start)),
      );
    }
  }

  private reportOf(
    { key, facts }: SeriesWindows,
    start: number,
    late: number,
    payload: WindowPayload,
  ): WindowReport {
    return { kind: 'window', ...seriesName(key), start, length: this.length / 1000, late, payload, facts };
  }
}

type IsOver = (start: number, row: number) => boolean;

const NO_FACTS: PlainFacts = {};

/** A copy, as the facts of a message may change later. */
function plainFacts(facts: object | undefined): PlainFacts {
  if (!facts) return NO_FACTS;
  return Object.fromEntries(
    Object.entries(facts).filter(([, fact]) => ['string', 'number', 'boolean'].includes(typeof fact)),
  );
}
