import { fieldAt, nameSet } from '../../fields/Field';
import { unitText } from '../../fields/siblingUnits';
import { timeFields } from '../../fields/timeFields';
import type { FormRules } from '../../leaves/FormRules';
import type { LeafWalk } from '../../leaves/LeafWalk';
import { childPath } from '../../leaves/Place';
import { isContainer, isRecord } from '../../values/isContainer';

/**
 * Units of Signal K by the last level of a path: its specification has everything in SI units. A path whose last level
 * is not listed has no unit here.
 */
const UNITS: readonly (readonly [unit: string, ends: RegExp])[] = [
  ['K', /(?:temperature|dewpoint|heatindextemperature|windchilltemperature)$/i],
  ['Pa', /pressure$/i],
  ['m/s', /^(?:speed|windspeed)|speed(?:true|apparent|overground|throughwater)$/i],
  [
    'rad',
    /^(?:heading|course|direction|angle|bearing|attitude)|(?:heading|course|direction|angle|variation)(?:true|magnetic|apparent|overground|water)?$/i,
  ],
  ['rad/s', /^rateofturn$/i],
  ['V', /voltage$/i],
  ['A', /current$/i],
  ['m', /^(?:belowkeel|belowsurface|belowtransducer|surfacetokeel|transducertokeel|log|triplog)$/i],
  ['Hz', /^(?:revolutions|frequency)$/i],
  ['/', /^(?:relativehumidity|humidity|stateofcharge|currentlevel)$/i],
];

const RULES: FormRules = {
  meta: nameSet('self'),
  unitOf(_name, path) {
    const last = path.slice(path.lastIndexOf('/') + 1);
    return UNITS.find(([, ends]) => ends.test(last))?.[0];
  },
};

/** Signal K: a delta, `{"updates":[{"timestamp":…,"values":[{"path":…,"value":…}]}]}`, or a full model. */
export function signalK(payload: object, walk: LeafWalk): boolean {
  const updates = fieldAt(payload, 'updates');
  if (Array.isArray(updates)) {
    if (!updates.some((update) => Array.isArray(fieldAt(update, 'values')))) return false;
    for (const update of updates) if (isRecord(update)) takeUpdate(update, walk);
    walk.walk(payload, { path: '', meta: true });
    return true;
  }
  if (!isRecord(fieldAt(payload, 'vessels'))) return false;
  walk.walk(payload, { path: '', rules: RULES });
  return true;
}

/** Takes the values of an update; their paths have dots between levels. */
function takeUpdate(update: object, walk: LeafWalk): void {
  const values = fieldAt(update, 'values');
  if (!Array.isArray(values)) return;
  const { time } = timeFields(walk.fieldsOf(update));
  const units = describedUnits(fieldAt(update, 'meta'));
  for (const item of values) {
    if (walk.isBeyondBounds) return;
    const dotted = fieldAt(item, 'path');
    if (typeof dotted !== 'string') continue;
    const path = dotted.replaceAll('.', '/');
    const value = fieldAt(item, 'value');
    const last = path.slice(path.lastIndexOf('/') + 1);
    const unit = units.get(dotted) ?? (isContainer(value) ? undefined : RULES.unitOf?.(last, path));
    walk.walk(value, { path, time, unit, rules: RULES });
    walk.add(dotted, { path: childPath(path, 'path'), time, meta: true });
    if (isContainer(item)) walk.close(item);
  }
}

function describedUnits(descriptions: unknown): ReadonlyMap<string, string> {
  const units = new Map<string, string>();
  if (!Array.isArray(descriptions)) return units;
  for (const description of descriptions) {
    const path = fieldAt(description, 'path');
    const unit = unitText(fieldAt(description, 'value', 'units'));
    if (typeof path === 'string' && unit !== undefined) units.set(path, unit);
  }
  return units;
}
