import { MIB } from './limits';
import { choice, number } from './settingKinds';

/** Settings of wireband-decode. Programs pass the limits to decodeBody(). */
export const DECODE = {
  output: choice(['each', 'array'], { program: false, row: { section: 'output', icon: 'sign-out' } }),
  /** Maximum events in one body. Each becomes a message: Node-RED copies them one by one. */
  batchLimit: number({
    default: 5000,
    missing: 10_000,
    min: 1,
    integer: true,
    program: false,
    row: { section: 'limits', icon: 'cubes', unit: 'events' },
  }),
  /** Maximum bytes of a body before and after decompression. A batch of an uplink has 2 MiB at most by default. */
  maxBytes: number({
    default: 4 * MIB,
    missing: 16 * MIB,
    min: 1,
    integer: true,
    program: false,
    row: { section: 'limits', icon: 'database', measure: 'bytes' },
  }),
};
