/** How many of a kind's first unit one of another is. Only differences are converted, so offsets don't matter. */
const KINDS: readonly Readonly<Record<string, number>>[] = [
  { Cel: 1, K: 1, '[degF]': 5 / 9 },
  {
    Pa: 1,
    hPa: 100,
    mbar: 100,
    kPa: 1000,
    cbar: 1000,
    bar: 1e5,
    MPa: 1e6,
    '[psi]': 6894.757,
    'mm[Hg]': 133.3224,
    "[in_i'Hg]": 3386.389,
  },
  { W: 1, mW: 1e-3, kW: 1e3, MW: 1e6 },
  { VA: 1, kVA: 1e3 },
  { var: 1, kvar: 1e3 },
  { V: 1, uV: 1e-6, mV: 1e-3, kV: 1e3 },
  { A: 1, uA: 1e-6, mA: 1e-3 },
  { Wh: 1, kWh: 1e3, MWh: 1e6, J: 1 / 3600, kJ: 1 / 3.6, MJ: 1e3 / 3.6, GJ: 1e6 / 3.6 },
  { Hz: 1, kHz: 1e3, MHz: 1e6, GHz: 1e9 },
  { '%': 1, '%RH': 1 },
  { ppm: 1, ppb: 1e-3 },
  { 'ug/m3': 1, 'mg/m3': 1e3, 'g/m3': 1e6 },
  { m: 1, cm: 0.01, mm: 1e-3, km: 1e3, '[ft_i]': 0.3048, '[in_i]': 0.0254, '[mi_i]': 1609.344 },
  { 'm/s': 1, 'km/h': 1 / 3.6, '[mi_i]/h': 0.44704, '[kn_i]': 0.514444 },
  { L: 1, mL: 1e-3, m3: 1e3, '[gal_us]': 3.785412 },
  { kg: 1, g: 1e-3, mg: 1e-6, t: 1e3, '[lb_av]': 0.45359237 },
  { s: 1, ms: 1e-3, us: 1e-6, min: 60, h: 3600, d: 86_400 },
];

/** What a difference in one unit is to be multiplied by to be one in another; undefined where that is not known. */
export function unitScale(from: string, to: string): number | undefined {
  if (from === to) return 1;
  for (const kind of KINDS) {
    if (!Object.hasOwn(kind, from) || !Object.hasOwn(kind, to)) continue;
    const [one, other] = [kind[from], kind[to]];
    if (one !== undefined && other !== undefined) return one / other;
  }
  return undefined;
}
