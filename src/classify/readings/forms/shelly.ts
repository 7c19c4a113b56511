import { fieldAt, fieldsOf, nameSet } from '../../fields/Field';
import type { FormRules } from '../../leaves/FormRules';
import type { LeafWalk } from '../../leaves/LeafWalk';
import { isRecord } from '../../values/isContainer';

/** Units by the end of a path, as the API of the first generation defines them. */
const FIRST_UNITS: readonly (readonly [ends: RegExp, unit: string])[] = [
  [/(?:^|\/)emeters\/\d+\/total(?:_returned)?$/, 'Wh'],
  [/(?:^|\/)meters\/\d+\/total$/, 'W.min'],
  [/(?:^|\/)e?meters\/\d+\/(?:power|overpower)$/, 'W'],
  [/(?:^|\/)emeters\/\d+\/reactive$/, 'var'],
  [/(?:^|\/)emeters\/\d+\/voltage$/, 'V'],
  [/(?:^|\/)emeters\/\d+\/current$/, 'A'],
];

/** The same for the components of the second generation. */
const SECOND_UNITS: readonly (readonly [ends: RegExp, unit: string])[] = [
  [/(?:^|\/)(?:ret_)?aenergy\/total$/, 'Wh'],
  [/total_act(?:_ret)?(?:_energy)?$/, 'Wh'],
  [/(?:^|[/_])(?:apower|act_power)$/, 'W'],
  [/(?:^|[/_])aprt_?power$/, 'VA'],
  [/(?:^|[/_])voltage$/, 'V'],
  [/(?:^|[/_])current$/, 'A'],
  [/(?:^|[/_])freq$/, 'Hz'],
];

/** Counters of single minutes repeat what the total says. */
const FIRST: FormRules = {
  meta: nameSet(`id serial time timezone cfgchangedcnt fsmounted fwver newfw hastimer timerstarted timerduration timerremaining
    ramtotal ramfree fssize fsfree counters`),
  hasChannels: true,
  meaningOf: (name, path) =>
    /(?:^|\/)meters\/\d+\/total$/.test(path) ? 'energy' : name === 'ison' ? 'relay' : undefined,
  unitOf: (_name, path) => FIRST_UNITS.find(([ends]) => ends.test(path))?.[1],
};

const SECOND: FormRules = {
  meta: nameSet('id src dst method source component byminute ramsize ramfree fssize fsfree'),
  meaningOf: (name) => (name === 'output' ? 'relay' : undefined),
  unitOf: (_name, path) => SECOND_UNITS.find(([ends]) => ends.test(path))?.[1],
};

/** Fields that only components of the second generation have: the topic then names the component. */
const PARTS = ['aenergy', 'apower', 'act_power', 'a_act_power', 'total_act'] as const;

/** A component of the second generation: `switch:0`. */
const COMPONENT = /^[a-z][a-z0-9]*:\d+$/;

const MAX_FIELDS = 200;

/** Shelly: the status of the first generation, and components of the second, alone or in a message of its RPC. */
export function shelly(payload: object, walk: LeafWalk): boolean {
  const rules = rulesOf(payload);
  if (rules) walk.walk(payload, { path: '', rules });
  return rules !== undefined;
}

function rulesOf(payload: object): FormRules | undefined {
  if (Array.isArray(fieldAt(payload, 'emeters')) || Array.isArray(fieldAt(payload, 'meters'))) return FIRST;
  if (PARTS.some((key) => fieldAt(payload, key) !== undefined) || hasComponent(payload)) return SECOND;
  return hasComponent(fieldAt(payload, 'params')) ? SECOND : undefined;
}

function hasComponent(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const fields = fieldsOf(value, MAX_FIELDS) ?? [];
  return fields.some((field) => COMPONENT.test(field.key) && isRecord(field.value));
}
