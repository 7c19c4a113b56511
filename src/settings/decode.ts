import { MIB } from './limits';
import { choice, number } from './settingKinds';

/** Settings of wireband-decode. Programs give the limits to decodeBody(). */
export const DECODE = {
  output: choice(['each', 'array'], { program: false, row: { section: 'output', icon: 'sign-out' } }),
  /** Events in one body. Each is a message: Node-RED copies them one by one. */
  batchLimit: number({
    default: 5000,
    missing: 10_000,
    min: 1,
    integer: true,
    program: false,
    row: { section: 'limits', icon: 'cubes', unit: 'events' },
  }),
  /** Bytes of a body before and after decompression. A batch of an uplink with its own defaults has 2 MiB at most. */
  maxBytes: number({
    default: 4 * MIB,
    missing: 16 * MIB,
    min: 1,
    integer: true,
    program: false,
    row: { section: 'limits', icon: 'database', measure: 'bytes' },
  }),
};
