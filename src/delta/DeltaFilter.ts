import { decodePayload } from '../payload';
import { DELTA_RULES } from '../settings/rules';
import { choiceSetting, numberSetting } from '../settings/settings';
import { DELTA_MODES, type DeltaMode, type DeltaOptions } from './DeltaOptions';
import type { DeltaVerdict, PassReason } from './DeltaVerdict';
import { compareWithSnapshot, type TakenSnapshot, takeSnapshot } from './snapshot';

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
      case 'span':
      case 'swinging-door':
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
