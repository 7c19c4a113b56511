import { decodePayload, type Leaf, leavesOf } from '../payload';
import { choiceSetting, numberSetting } from '../settings/settings';

export const DELTA_MODES = ['relative', 'absolute', 'change'] as const;

/**
 * When a number counts as changed against the last forwarded one:
 * - `relative`: by at least `threshold` times the last forwarded value, and by at least `floor`
 * - `absolute`: by at least `threshold`
 * - `change`: at all
 */
export type DeltaMode = (typeof DELTA_MODES)[number];

export interface DeltaOptions {
  readonly mode?: DeltaMode;
  /** 0.02 is 2 % in relative mode, and two hundredths of the unit in absolute mode. 0 forwards everything. */
  readonly threshold?: number | string;
  /** Relative mode: changes smaller than this never count, so that noise around zero is not 100 %. Default 0. */
  readonly floor?: number | string;
  /** Series (topic and field) remembered; the topics seen longest ago are forgotten first. Default 100,000. */
  readonly maxSeries?: number | string;
}

/** Why a message passed. */
export type PassReason =
  /** Nothing was forwarded for this topic yet, or it was forgotten or reset. */
  | 'first'
  /** A value changed by the threshold or more, or something other than a number changed. */
  | 'value'
  /** A value became another type, null, NaN or infinite, or stopped being so. */
  | 'type'
  /** The payload has other keys, or an array another length. */
  | 'keys'
  /** Too deep, too large or too long a text to be compared. */
  | 'incomparable'
  /** The threshold is 0: nothing is filtered. */
  | 'unfiltered';

/** `suppressed`: how many messages of this topic were suppressed since the last one that passed. */
export type DeltaVerdict =
  | { readonly pass: true; readonly reason: PassReason; readonly suppressed: number }
  | { readonly pass: false; readonly suppressed: number };

/** What was last forwarded for one topic. */
interface Reference {
  readonly leaves: readonly Leaf[];
  suppressed: number;
}

/** A longer text is not kept for comparison: it bounds what a series can cost. */
const MAX_COMPARED_TEXT = 512;

/**
 * Suppresses messages whose values did not meaningfully change. Every scalar of a payload is a series of its
 * own, compared with the value last *forwarded*, so that a slow drift is never lost; a message passes when any
 * of its series does. The receiver that holds the last value is never off by the threshold or more.
 */
export class DeltaFilter {
  private readonly mode: DeltaMode;
  private readonly threshold: number;
  private readonly floor: number;
  private readonly maxSeries: number;
  /** By topic, least recently seen first. */
  private readonly references = new Map<string, Reference>();
  private seriesCount = 0;
  private forgotten = 0;

  /** @throws {SettingError} when an option is out of range. */
  constructor(options: DeltaOptions = {}) {
    this.mode = choiceSetting('mode', options.mode, DELTA_MODES);
    this.threshold = numberSetting('threshold', options.threshold, { default: 0.02, min: 0 });
    this.floor = numberSetting('floor', options.floor, { default: 0, min: 0 });
    this.maxSeries = numberSetting('maxSeries', options.maxSeries, {
      default: 100_000,
      min: 1,
      integer: true,
    });
  }

  /** Series now remembered. */
  get series(): number {
    return this.seriesCount;
  }

  /** Series forgotten to stay within `maxSeries`. */
  get evicted(): number {
    return this.forgotten;
  }

  /** Decides on one message, and remembers its values as forwarded when it passes. */
  check(topic: string, payload: unknown): DeltaVerdict {
    if (this.threshold === 0 && this.mode !== 'change')
      return { pass: true, reason: 'unfiltered', suppressed: 0 };
    const leaves = comparableLeaves(decodePayload(payload));
    const reference = this.references.get(topic);
    const reason = this.passReason(reference, leaves);
    if (reason === undefined && reference) {
      reference.suppressed++;
      this.references.delete(topic);
      this.references.set(topic, reference);
      return { pass: false, suppressed: reference.suppressed };
    }
    this.reset(topic);
    if (leaves) this.remember(topic, leaves);
    return { pass: true, reason: reason ?? 'first', suppressed: reference?.suppressed ?? 0 };
  }

  /** Forgets a topic: its next message passes. */
  reset(topic: string): void {
    const reference = this.references.get(topic);
    if (!reference) return;
    this.seriesCount -= reference.leaves.length;
    this.references.delete(topic);
  }

  /** Forgets every topic. */
  resetAll(): void {
    this.references.clear();
    this.seriesCount = 0;
  }

  private remember(topic: string, leaves: readonly Leaf[]): void {
    this.references.set(topic, { leaves, suppressed: 0 });
    this.seriesCount += leaves.length;
    for (const oldest of this.references.keys()) {
      if (this.seriesCount <= this.maxSeries) return;
      const before = this.seriesCount;
      this.reset(oldest);
      this.forgotten += before - this.seriesCount;
    }
  }

  private passReason(
    reference: Reference | undefined,
    leaves: readonly Leaf[] | undefined,
  ): PassReason | undefined {
    if (!leaves) return 'incomparable';
    if (!reference) return 'first';
    const before = inSameOrder(reference.leaves, leaves);
    if (!before) return 'keys';
    for (let i = 0; i < leaves.length; i++) {
      const reason = this.leafReason(before[i]?.value, leaves[i]?.value);
      if (reason) return reason;
    }
    return undefined;
  }

  private leafReason(before: unknown, value: unknown): PassReason | undefined {
    if (kindOf(before) !== kindOf(value)) return 'type';
    if (Object.is(before, value)) return undefined;
    if (typeof before === 'number' && typeof value === 'number' && Number.isFinite(value)) {
      return this.hasMoved(before, value) ? 'value' : undefined;
    }
    return 'value';
  }

  private hasMoved(before: number, value: number): boolean {
    const change = Math.abs(value - before);
    if (change === 0) return false;
    switch (this.mode) {
      case 'relative':
        return change >= Math.max(this.threshold * Math.abs(before), this.floor);
      case 'absolute':
        return change >= this.threshold;
      case 'change':
        return true;
    }
  }
}

/** The leaves in a form that compares by value and may be kept; undefined when one cannot be. */
function comparableLeaves(payload: unknown): readonly Leaf[] | undefined {
  const leaves = leavesOf(payload);
  if (!leaves) return undefined;
  for (let i = 0; i < leaves.length; i++) {
    const leaf = leaves[i];
    if (leaf?.value instanceof Date) leaves[i] = { path: leaf.path, value: leaf.value.getTime() };
    if (typeof leaf?.value === 'bigint') leaves[i] = { path: leaf.path, value: leaf.value.toString() };
    if (typeof leaf?.value === 'string' && leaf.value.length > MAX_COMPARED_TEXT) return undefined;
  }
  return leaves;
}

/** The earlier leaves in the order of the later ones; undefined when the paths are not the same set. */
function inSameOrder(before: readonly Leaf[], leaves: readonly Leaf[]): readonly Leaf[] | undefined {
  if (before.length !== leaves.length) return undefined;
  if (before.every((leaf, i) => leaf.path === leaves[i]?.path)) return before;
  const byPath = new Map(before.map((leaf) => [leaf.path, leaf]));
  const ordered: Leaf[] = [];
  for (const { path } of leaves) {
    const leaf = byPath.get(path);
    if (!leaf) return undefined;
    ordered.push(leaf);
  }
  return ordered;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'number' || Number.isFinite(value)) return typeof value;
  return String(value);
}
