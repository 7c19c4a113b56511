import type { ReadingKind } from '../../classify';
import { QUANTITIES } from '../../symbols/vocabulary';
import type { SampleFacts } from '../DeltaVerdict';
import type { StatedLimit } from './StatedLimit';
import { USUAL_THRESHOLDS, usualThreshold } from './usualThresholds';
import { coordinateOf, namesState } from './valueNames';

/** What is known about a number when its series begins. */
export interface NumberAbout {
  /** Name of the field, or the last level of the topic. */
  readonly name: string;
  readonly value: number;
  /** What the classifier found. */
  readonly facts: SampleFacts;
  /** What its name says besides a quantity. */
  readonly nameKind: ReadingKind;
}

/** Values of `msg.wireband.kind` for what is not a measurement. */
const STATE_KINDS: ReadonlySet<string> = new Set(['state', 'setpoint', 'limit', 'alarm', 'text']);

/** What a name may stand for that is not a measurement. */
const STATE_NAMES: ReadonlySet<ReadingKind> = new Set(['state', 'command', 'setpoint', 'limit', 'alert']);

/** Binary quantities: nothing lies between their two values, so lines are meaningless. */
const SWITCHES: ReadonlySet<string> = new Set(
  QUANTITIES.filter(({ values }) => values === 'binary').map(({ quantity }) => quantity),
);

/** Quantities whose rising readings are those of a meter. */
const METERS: ReadonlySet<string> = new Set(
  USUAL_THRESHOLDS.filter(({ by }) => by === 'line').map(({ quantity }) => quantity),
);

/** Degrees: this much in both directions together is less than 20 m anywhere on earth. */
const COORDINATE_DEGREES = 0.000127;

/** The limit of a series that has to be learned from its readings. */
export const LEARNING: StatedLimit = Object.freeze({ mode: 'auto', threshold: 0, why: 'learning' });

/** The limit of one that has hardly changed so far. */
export const QUIET: StatedLimit = Object.freeze({ mode: 'auto', threshold: 0, why: 'quiet' });

/** Any change passes. */
export function anyChange(why: 'state' | 'values', of?: string): StatedLimit {
  return { mode: 'change', threshold: 0, why, ...(of === undefined ? {} : { of }) };
}

/** What mode auto does with a number, as far as that is known before its readings tell. */
export function chooseLimit(about: NumberAbout): StatedLimit {
  const { facts, name, value, nameKind } = about;
  const state = stateOf(about);
  if (state !== undefined) return anyChange('state', state);
  const isMeasured = facts.kind === 'measurement';
  const isCounter = facts.kind === 'counter';
  if (isCounter || isMeasured || nameKind === 'reading' || nameKind === 'extreme' || nameKind === 'meta') {
    const coordinate = coordinateOf(name);
    if (coordinate && Math.abs(value) <= (coordinate === 'latitude' ? 90 : 180)) {
      return {
        mode: 'absolute',
        threshold: COORDINATE_DEGREES,
        unit: 'deg',
        why: 'position',
        of: coordinate,
      };
    }
    const usual =
      facts.quantity === undefined ? undefined : usualThreshold(facts.quantity, facts.unit, value);
    if (usual) {
      const { by, threshold, floor, unit, quantity } = usual;
      const isLine = by === 'line' || isCounter;
      const stated = { threshold, ...(unit === '' ? {} : { unit }), of: quantity };
      if (isLine && by !== 'relative') return { mode: 'swinging-door', ...stated, why: 'counter' };
      if (by === 'relative' && !isLine)
        return { mode: 'relative', ...stated, ...(floor > 0 ? { floor } : {}), why: 'quantity' };
      if (by === 'absolute') return { mode: 'absolute', ...stated, why: 'quantity' };
    }
  }
  const isMeter = isCounter || (nameKind === 'reading' && METERS.has(facts.quantity ?? ''));
  return {
    ...LEARNING,
    ...(facts.unit === undefined ? {} : { unit: facts.unit }),
    ...(isMeter ? { of: facts.quantity ?? 'counter' } : {}),
  };
}

/** What a number is if it is not a measurement; undefined if it is one, or may be. */
function stateOf({ facts, name, value, nameKind }: NumberAbout): string | undefined {
  const { kind, quantity } = facts;
  if (kind !== undefined && STATE_KINDS.has(kind)) return kind;
  // The classifier also calls it a measurement if it does not know what it is.
  if (kind === 'counter' || (kind === 'measurement' && quantity !== undefined)) return undefined;
  if (STATE_NAMES.has(nameKind)) return nameKind;
  if (quantity !== undefined && SWITCHES.has(quantity)) return quantity;
  // `livingroom/sensor/temperature/state` has a temperature.
  const isMeasured = quantity !== undefined && (nameKind === 'reading' || nameKind === 'extreme');
  return !isMeasured && Number.isInteger(value) && namesState(name) ? 'state' : undefined;
}

/** Whether a number is not a measurement, whatever the mode: a state, a code, an order number. */
export function isState(about: NumberAbout): boolean {
  const { kind } = about.facts;
  if (kind === 'setpoint' || kind === 'limit') return false;
  if (kind !== undefined) return stateOf(about) !== undefined;
  return Number.isInteger(about.value) && namesState(about.name) && stateOf(about) !== undefined;
}
