import { decodePayload } from '../payload';
import { DELTA_RULES } from '../settings/rules';
import { choiceSetting, numberSetting } from '../settings/settings';
import { compareWithSnapshot, type TakenSnapshot, takeSnapshot } from './snapshot';

export const DELTA_MODES = ['relative', 'absolute', 'change'] as const;

/**
 * When a number counts as changed against the last forwarded one:
 * - `relative`: by at least `threshold` times the last forwarded value, and by at least `floor`
 * - `absolute`: by at least `threshold`
 * - `change`: at all
 */
export type DeltaMode = (typeof DELTA_MODES)[number];

export interface DeltaOptions {
  readonly mode?: DeltaMode | undefined;
  /** 0.02 is 2 % in relative mode, and two hundredths of the unit in absolute mode. 0 forwards everything. */
  readonly threshold?: number | string | undefined;
  /** Relative mode: changes smaller than this never count, so that noise around zero is not 100 %. Default 0. */
  readonly floor?: number | string | undefined;
  /** Series (topic and field) remembered; the topics seen longest ago are forgotten first. Default 100,000. */
  readonly maxSeries?: number | string | undefined;
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
  readonly snapshot: TakenSnapshot;
  suppressed: number;
}

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
    this.threshold = numberSetting('threshold', options.threshold, DELTA_RULES.threshold);
    this.floor = numberSetting('floor', options.floor, DELTA_RULES.floor);
    this.maxSeries = numberSetting('maxSeries', options.maxSeries, DELTA_RULES.maxSeries);
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
    const values = decodePayload(payload);
    const reference = this.references.get(topic);
    const reason = reference ? this.changeSince(reference, values) : 'first';
    if (reference && reason === undefined) {
      reference.suppressed++;
      this.references.delete(topic);
      this.references.set(topic, reference);
      return { pass: false, suppressed: reference.suppressed };
    }
    this.reset(topic);
    const snapshot = takeSnapshot(values);
    if (snapshot) this.remember(topic, snapshot);
    return {
      pass: true,
      reason: snapshot ? (reason ?? 'first') : 'incomparable',
      suppressed: reference?.suppressed ?? 0,
    };
  }

  /** Forgets a topic: its next message passes. */
  reset(topic: string): void {
    const reference = this.references.get(topic);
    if (!reference) return;
    this.seriesCount -= reference.snapshot.leaves;
    this.references.delete(topic);
  }

  /** Forgets every topic. */
  resetAll(): void {
    this.references.clear();
    this.seriesCount = 0;
  }

  private remember(topic: string, snapshot: TakenSnapshot): void {
    this.references.set(topic, { snapshot, suppressed: 0 });
    this.seriesCount += snapshot.leaves;
    for (const oldest of this.references.keys()) {
      if (this.seriesCount <= this.maxSeries) return;
      const before = this.seriesCount;
      this.reset(oldest);
      this.forgotten += before - this.seriesCount;
    }
  }

  private changeSince(reference: Reference, values: unknown): PassReason | undefined {
    return compareWithSnapshot<PassReason>(reference.snapshot.root, values, this.compareScalars, 'keys');
  }

  private readonly compareScalars = (before: unknown, value: unknown): PassReason | undefined => {
    if (kindOf(before) !== kindOf(value)) return 'type';
    if (Object.is(before, value)) return undefined;
    if (typeof before === 'number' && typeof value === 'number' && Number.isFinite(value)) {
      return this.hasMoved(before, value) ? 'value' : undefined;
    }
    return 'value';
  };

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

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value !== 'number' || Number.isFinite(value)) return typeof value;
  return String(value);
}
