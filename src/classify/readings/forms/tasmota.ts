import { type Field, fieldAt, fieldsOf, nameSet } from '../../fields/Field';
import { unitText } from '../../fields/siblingUnits';
import type { FormRules } from '../../leaves/FormRules';
import type { LeafWalk } from '../../leaves/LeafWalk';
import { isRecord } from '../../values/isContainer';

/** Units of an energy meter: fixed in the firmware. */
const ENERGY_UNITS: ReadonlyMap<string, string> = new Map([
  ['total', 'kWh'],
  ['yesterday', 'kWh'],
  ['today', 'kWh'],
  ['exporttotal', 'kWh'],
  ['exporttoday', 'kWh'],
  ['power', 'W'],
  ['apparentpower', 'VA'],
  ['reactivepower', 'var'],
  ['voltage', 'V'],
  ['current', 'A'],
  ['frequency', 'Hz'],
]);

/** A value of a meter, of all phases or of one: `ENERGY/Power/0`. */
const ENERGY_PATH = /(?:^|\/)ENERGY\/(\w+)/;

/** Which values the unit in a field such as `TempUnit` applies to. */
const UNIT_FIELDS: readonly (readonly [field: string, values: RegExp])[] = [
  ['TempUnit', /(?:temp(?:erature)?\d*|dewpoint|heatindex|objtmp|ambtmp)$/],
  ['PressureUnit', /press(?:ure)?$/],
  ['SpeedUnit', /speed$/],
];

/** A gas sensor whose value is a resistance: fixed in the firmware. */
const RESISTANCE = /(?:^|\/)BME68\d[^/]*\/Gas$/;

const META = nameSet('id hardware module fallbacktopic grouptopic otaurl');

/** Levels that wrap sensors in responses to a command. */
const WRAPPERS = ['StatusSNS', 'StatusSTS'] as const;

const MAX_FIELDS = 1000;

/** Tasmota's telemetry: units are at the top for all sensors below, `{"DS18B20":{"Temperature":70.2},"TempUnit":"F"}`. */
export function tasmota(payload: object, walk: LeafWalk): boolean {
  const wrapped = WRAPPERS.map((key) => fieldAt(payload, key)).find(isRecord);
  const root = wrapped ?? payload;
  const units = UNIT_FIELDS.map(([key, values]) => ({ unit: unitText(fieldAt(root, key)), values }));
  const isMeter = isEnergy(fieldAt(root, 'ENERGY'));
  if (!isMeter && !units.some(({ unit }) => unit !== undefined)) return false;
  const rules: FormRules = {
    meta: META,
    unitOf(name, path) {
      const measured = isMeter ? ENERGY_PATH.exec(path)?.[1] : undefined;
      if (measured !== undefined) return ENERGY_UNITS.get(measured.toLowerCase());
      if (RESISTANCE.test(path)) return 'kOhm';
      return units.find(({ values }) => values.test(name))?.unit;
    },
    meaningOf: (name, path) =>
      isMeter && name === 'factor' && ENERGY_PATH.test(path) ? 'power factor' : undefined,
  };
  walk.walk(payload, { path: '', rules });
  return true;
}

function isEnergy(value: unknown): boolean {
  const fields: readonly Field[] = (isRecord(value) && fieldsOf(value, MAX_FIELDS)) || [];
  return fields.some(({ key }) => key === 'Total') && fields.some(({ key }) => key === 'Today');
}
