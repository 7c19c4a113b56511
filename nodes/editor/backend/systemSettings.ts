import { FORMAT_TRAITS } from '../../../src/frame/formatTable';
import type { Header } from './headers';
import { parameterOf, withParameter } from './queryText';
import {
  type Place,
  SIGNS,
  type Sign,
  SYSTEMS,
  type SystemField,
  type SystemName,
  type SystemSettings,
} from './systems';

/** Settings as a dialog holds them: any text may be there, such as an environment variable. */
export interface HeldSettings extends Omit<SystemSettings, 'format'> {
  readonly format: string;
  readonly url: string;
}

const OWN_PATH = FORMAT_TRAITS.wireband.path;

const DEFAULTS: Omit<SystemSettings, 'format'> = {
  path: '',
  query: '',
  precision: '',
  textValues: 'keep',
  envelope: 'object',
  headers: [],
};

/** The settings that set up a system, before its fields are filled in. */
export function settingsOf(system: SystemName): SystemSettings {
  return { ...DEFAULTS, ...SYSTEMS[system].settings };
}

/** The system that settings are for. */
export function systemOf(settings: HeldSettings): SystemName {
  return SIGNS.find(([, sign]) => isThere(sign, settings))?.[0] ?? 'http';
}

function isThere(sign: Sign, held: HeldSettings): boolean {
  const { format, path, parameter, address, header, precision, textValues } = sign;
  return (
    held.format === format &&
    (path?.test(held.path) ?? true) &&
    (parameter === undefined || parameterOf(held.query, parameter) !== undefined) &&
    (address?.test(held.url) ?? true) &&
    (header === undefined || held.headers.some(({ name, value }) => header.test(`${name}: ${value}`))) &&
    (precision === undefined || held.precision === precision) &&
    (textValues === undefined || held.textValues === textValues)
  );
}

/**
 * The path that is used: the one that 0.1.0 saved stands for the default path with formats other than Wire.Band's own.
 * @param isTyped whether the path is used as typed.
 */
export function countingPath(path: string, format: string, isTyped: boolean): string {
  const isOwnFormat = format === 'wireband' || format === 'columnar';
  return path === OWN_PATH && !isOwnFormat && !isTyped ? '' : path;
}

/** A place that is a part of one of these settings. */
export type PartPlace = Extract<
  Place,
  { readonly parameter: string } | { readonly path: 'last' } | { readonly header: string }
>;
type Parts = Pick<SystemSettings, 'path' | 'query' | 'headers'>;

export function isPart(place: Place): place is PartPlace {
  return 'parameter' in place || 'path' in place || 'header' in place;
}

/** The value of a field; empty if it is missing. */
export function readPlace(place: PartPlace, { path, query, headers }: Parts): string {
  if ('path' in place) return path.slice(path.lastIndexOf('/') + 1);
  if ('header' in place) return headerOf(headers, place.header)?.value ?? '';
  const value = parameterOf(query, place.parameter) ?? '';
  if (!place.between) return value;
  const [before, after] = place.between;
  const fits = value.length >= before.length + after.length;
  return fits && value.startsWith(before) && value.endsWith(after)
    ? value.slice(before.length, value.length - after.length)
    : '';
}

/** The settings with another value of a field. */
export function writePlace(
  { place, isOptional }: Pick<SystemField, 'isOptional'> & { readonly place: PartPlace },
  value: string,
  settings: Parts,
): Parts {
  const { path, query, headers } = settings;
  if ('path' in place) return { ...settings, path: path.slice(0, path.lastIndexOf('/') + 1) + value };
  if ('header' in place) {
    const others = headers.filter(({ name }) => name.toLowerCase() !== place.header);
    return { ...settings, headers: value === '' ? others : [...others, { name: place.header, value }] };
  }
  const [before = '', after = ''] = place.between ?? [];
  const written = isOptional && value === '' ? undefined : before + value + after;
  return { ...settings, query: withParameter(query, place.parameter, written) };
}

function headerOf(headers: readonly Header[], wanted: string): Header | undefined {
  return headers.find(({ name }) => name.toLowerCase() === wanted);
}

/** The usual settings of a system, with its fields filled in from these settings. */
export function usualSettings(system: SystemName, held: HeldSettings): SystemSettings {
  let usual = settingsOf(system);
  for (const { place, isOptional } of SYSTEMS[system].fields) {
    if (!isPart(place)) continue;
    const field = { place, ...(isOptional && { isOptional }) };
    usual = { ...usual, ...writePlace(field, readPlace(place, held), usual) };
  }
  return usual;
}
