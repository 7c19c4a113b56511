import type { Modifier } from '../../../symbols/vocabulary';

/** A bit for each modifier, so that those of a name are one number. */
export const MODIFIER_BITS: Readonly<Record<Modifier, number>> = {
  command: 1,
  setpoint: 2,
  limit: 4,
  extreme: 8,
  alert: 16,
  state: 32,
  duration: 64,
  count: 128,
  meta: 256,
  place: 512,
  rms: 1024,
  electric: 2048,
  present: 4096,
  time: 8192,
  tag: 16384,
  switched: 32768,
  accompanied: 65536,
  airside: 131072,
  hvac: 262144,
  preset: 524288,
  moment: 1048576,
};
