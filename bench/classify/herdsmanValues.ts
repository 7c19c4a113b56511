import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type DefinitionWithExtend, prepareDefinition } from 'zigbee-herdsman-converters';
import { fieldOf } from '../../src/classify/fields/Field';

/** One value that a device exposes, as its definition declares it. */
export interface ExposedValue {
  readonly vendor: string;
  /** The key in the device's messages, with the endpoint's name: `power_l1`. */
  readonly property: string;
  readonly type: DeclaredType;
  readonly unit: string;
  readonly description: string;
  /** Whether it can be set: a setting, a set point or an actuator, not a measured value. */
  readonly isWritable: boolean;
  /** A possible value, as declared. */
  readonly example: string | number | boolean | undefined;
}

export type DeclaredType = 'numeric' | 'binary' | 'enum' | 'text';

const DECLARED: readonly DeclaredType[] = ['numeric', 'binary', 'enum', 'text'];

/** The bit of `access` that marks a value that can be set. */
const SET = 2;

/** Every value of every device that zigbee-herdsman-converters knows, once per device. */
export function herdsmanValues(): ExposedValue[] {
  const folder = join(dirname(require.resolve('zigbee-herdsman-converters')), 'devices');
  const values: ExposedValue[] = [];
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.js') && name !== 'index.js')) {
    const loaded: unknown = require(join(folder, file));
    for (const definition of listOf(fieldOf(Object(loaded), 'definitions'))) {
      if (isDefinition(definition)) values.push(...valuesOf(definition));
    }
  }
  return values;
}

function valuesOf(definition: DefinitionWithExtend): ExposedValue[] {
  const { vendor, exposes } = prepareDefinition(definition);
  const exposed = typeof exposes === 'function' ? exposes({ isDummyDevice: true }, {}) : exposes;
  return exposed.flatMap((expose) => leavesOf(expose)).map((expose) => toValue(vendor, expose));
}

/** Lights, climates and composites consist of features; the leaves carry values. */
function leavesOf(expose: object): object[] {
  const features = listOf(fieldOf(expose, 'features'));
  if (features.length > 0) return features.flatMap((feature) => leavesOf(Object(feature)));
  return DECLARED.some((type) => type === fieldOf(expose, 'type')) ? [expose] : [];
}

function toValue(vendor: string, expose: object): ExposedValue {
  const text = (key: string) => {
    const found = fieldOf(expose, key);
    return typeof found === 'string' ? found : '';
  };
  return {
    vendor,
    property: text('property'),
    type: DECLARED.find((type) => type === text('type')) ?? 'text',
    unit: text('unit'),
    description: text('description'),
    isWritable: (Number(fieldOf(expose, 'access')) & SET) !== 0,
    example: exampleOf(expose),
  };
}

function exampleOf(expose: object): ExposedValue['example'] {
  const [low, high] = [fieldOf(expose, 'value_min'), fieldOf(expose, 'value_max')];
  if (typeof low === 'number' && typeof high === 'number') return Math.round((low + high) / 2);
  for (const found of [fieldOf(expose, 'value_off'), listOf(fieldOf(expose, 'values'))[0]]) {
    if (typeof found === 'string' || typeof found === 'boolean' || typeof found === 'number') return found;
  }
  return undefined;
}

function isDefinition(value: unknown): value is DefinitionWithExtend {
  return typeof value === 'object' && value !== null && typeof fieldOf(value, 'vendor') === 'string';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The half that a vendor's devices belong to: FNV-1a (32-bit, of the name in UTF-8) is even or odd. */
export function halfOf(vendor: string): 'even' | 'odd' {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(vendor)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % 2 === 0 ? 'even' : 'odd';
}
