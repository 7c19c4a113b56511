import { MIB } from './limits';
import { choice, number } from './settingKinds';

/** Settings of wireband-decode. Programs give the limits to decodeBody(). */
export const DECODE = {
  output: choice(['each', 'array'], { program: false, row: { section: 'output', icon: 'sign-out' } }),
  /** Events in one body. */
  batchLimit: number({
    default: 10_000,
    min: 1,
    integer: true,
    program: false,
    row: { section: 'limits', icon: 'cubes', unit: 'events' },
  }),
  /** Bytes of a body after decompression. */
  maxBytes: number({
    default: 16 * MIB,
    min: 1,
    integer: true,
    program: false,
    row: { section: 'limits', icon: 'database', unit: 'bytes', beside: 'size' },
  }),
};
