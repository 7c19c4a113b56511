import { type Field, fieldAt, firstNamed, nameOfKey, nameSet, ranked } from '../../fields/Field';
import { nameText } from '../../fields/namedValue';
import { isOwnUnit, unitText } from '../../fields/siblingUnits';
import { timeFields } from '../../fields/timeFields';
import type { LeafWalk } from '../../leaves/LeafWalk';
import { isContainer, isRecord } from '../../values/isContainer';

const RULES = { meta: nameSet('alias datatype type ishistorical istransient isnull metadata properties') };

const NAMES = ranked(['name', 'alias']);

/** Libraries for Protocol Buffers name the value by its type: `longValue`, `long_value`. */
const VALUES = ranked([
  'value',
  'doublevalue',
  'floatvalue',
  'longvalue',
  'intvalue',
  'booleanvalue',
  'stringvalue',
  'bytesvalue',
  'datasetvalue',
  'templatevalue',
]);

/** The decoded payload of a Sparkplug message: `{"timestamp":…,"metrics":[{"name":…,"value":…}],"seq":…}`. */
export function sparkplug(payload: object, walk: LeafWalk): boolean {
  const metrics = fieldAt(payload, 'metrics');
  if (!Array.isArray(metrics) || !metrics.every(isRecord)) return false;
  const items = metrics.map((metric) => walk.fieldsOf(metric).map(unwrapped));
  if (!items.some((fields) => nameAmong(fields) && valueAmong(fields))) return false;
  const { time } = timeFields(walk.fieldsOf(payload));
  for (const [i, fields] of items.entries()) {
    const name = nameAmong(fields);
    const value = valueAmong(fields);
    const place = { path: '', time, unit: unitOf(fields), rules: RULES };
    if (walk.isBeyondBounds) break;
    if (name && value) walk.walkNamed(fields, { path: nameText(name), name, value }, place);
    else walk.walk(metrics[i], { path: name ? nameText(name) : `metrics/${i}`, time, meta: true });
  }
  walk.close(metrics);
  walk.walk(payload, { path: '', time, meta: true });
  return true;
}

function nameAmong(fields: readonly Field[]): Field | undefined {
  return firstNamed(fields, NAMES, ({ value }) => !isContainer(value) && value !== null && value !== '');
}

function valueAmong(fields: readonly Field[]): Field | undefined {
  return firstNamed(fields, VALUES, () => true);
}

/** A value that is in an object under the name of its type: `{"$case":"doubleValue","doubleValue":21.4}`. */
function unwrapped(field: Field): Field {
  if (!VALUES.has(field.name) || !isRecord(field.value)) return field;
  const keys = Object.keys(field.value).filter((key) => key !== '$case' && key !== 'case');
  const [key] = keys;
  const isOnly = keys.length === 1 && key !== undefined;
  return isOnly && (key === 'value' || /[vV]alue$/.test(key))
    ? { ...field, value: fieldAt(field.value, key) }
    : field;
}

/** The unit of a metric from its properties, by name or as two lists: `{"keys":["engUnit"],"values":[…]}`. */
function unitOf(fields: readonly Field[]): string | undefined {
  const properties = fields.find(({ key }) => key === 'properties')?.value;
  if (!isRecord(properties)) return undefined;
  const keys = fieldAt(properties, 'keys');
  const names: readonly unknown[] = Array.isArray(keys) ? keys : Object.keys(properties);
  for (const [i, name] of names.entries()) {
    if (typeof name !== 'string' || !isOwnUnit(nameOfKey(name))) continue;
    const found = Array.isArray(keys) ? fieldAt(properties, 'values', String(i)) : fieldAt(properties, name);
    const text = [
      found,
      fieldAt(found, 'value'),
      fieldAt(found, 'stringValue'),
      fieldAt(found, 'string_value'),
    ];
    const unit = text.map(unitText).find((candidate) => candidate !== undefined);
    if (unit !== undefined) return unit;
  }
  return undefined;
}
