import { UNITS } from '../../symbols/vocabulary';

/** Units that UCUM spells differently from us (we use SenML's spelling); what UCUM lacks is an annotation in braces. */
const DIFFERENT: ReadonlyMap<string, string> = new Map([
  ['%RH', '%'],
  ['Wh', 'W.h'],
  ['kWh', 'kW.h'],
  ['mWh', 'mW.h'],
  ['MWh', 'MW.h'],
  ['GWh', 'GW.h'],
  ['TWh', 'TW.h'],
  ['Ah', 'A.h'],
  ['mAh', 'mA.h'],
  ['VAh', 'V.A.h'],
  ['kVAh', 'kV.A.h'],
  ['Wh/km', 'W.h/km'],
  ['kWh/100km', 'kW.h/(100.km)'],
  ['km/kWh', 'km/(kW.h)'],
  ['[mi_i]/kWh', '[mi_i]/(kW.h)'],
  ['g/kWh', 'g/(kW.h)'],
  ['VA', 'V.A'],
  ['kVA', 'kV.A'],
  ['var', 'V.A{reactive}'],
  ['kvar', 'kV.A{reactive}'],
  ['varh', 'V.A.h{reactive}'],
  ['kvarh', 'kV.A.h{reactive}'],
  ['ppm', '[ppm]'],
  ['ppb', '[ppb]'],
  ['dBA', 'dB{A}'],
  ['dBm', 'dB{mW}'],
  ['pH', '[pH]'],
  ['BTU/h', '[Btu]/h'],
  // In UCUM, B is the bel.
  ['B', 'By'],
  ['kB', 'kBy'],
  ['MB', 'MBy'],
  ['GB', 'GBy'],
  ['TB', 'TBy'],
  ['KiB', 'KiBy'],
  ['MiB', 'MiBy'],
  ['GiB', 'GiBy'],
  ['TiB', 'TiBy'],
  ['B/s', 'By/s'],
  ['kB/s', 'kBy/s'],
  ['MB/s', 'MBy/s'],
  ['GB/s', 'GBy/s'],
  ['KiB/s', 'KiBy/s'],
  ['MiB/s', 'MiBy/s'],
]);

const KNOWN = new Set(UNITS.map(({ unit }) => unit));

/** A unit in UCUM; an unknown one becomes an annotation, which UCUM treats as a count. */
export function toUcum(unit: string): string {
  const different = DIFFERENT.get(unit);
  if (different !== undefined) return different;
  if (KNOWN.has(unit)) return unit;
  return /^[\x21-\x7a|~]+$/.test(unit) ? `{${unit}}` : '';
}
