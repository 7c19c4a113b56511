import type { DeltaOptions } from '../../src/delta';
import type { ReconstructionRule } from '../../src/delta/reconstruction';
import { forwardedPoints } from '../../test/harness/delta/forwardedPoints';
import type { BenchSignal } from './BenchSignal';
import {
  type ChangeFilter,
  RELATIVE_PART,
  relativeThresholdAt,
  SPAN_PART,
  thresholdOf,
} from './ChangeFilter';

const relative: DeltaOptions = { mode: 'relative', threshold: RELATIVE_PART };

const absolute = (signal: BenchSignal): DeltaOptions => ({
  mode: 'absolute',
  threshold: thresholdOf(signal),
});

/** Each mode of `wireband-delta`. */
export const deltaModes: readonly ChangeFilter[] = [
  mode('change', 'hold', () => ({ mode: 'change' })),
  mode('absolute 1 % of span', 'hold', absolute),
  mode('absolute 1 % of span', 'line', absolute),
  mode('absolute 1 % of span, sendPrevious', 'line', (signal) => ({
    ...absolute(signal),
    sendPrevious: true,
  })),
  mode('span 1 %, declared', 'hold', ({ span }) => ({ mode: 'span', threshold: SPAN_PART, span })),
  mode('span 1 %, learned', 'hold', () => ({ mode: 'span', threshold: SPAN_PART })),
  { ...mode('relative 2 %', 'hold', () => relative), thresholdAt: relativeThresholdAt },
  {
    ...mode('relative 2 %, sendPrevious', 'line', () => ({ ...relative, sendPrevious: true })),
    thresholdAt: relativeThresholdAt,
  },
  mode('swinging door 1 % of span', 'line', (signal) => ({
    mode: 'swinging-door',
    threshold: thresholdOf(signal),
  })),
];

function mode(
  name: string,
  receiver: ReconstructionRule,
  configure: (signal: BenchSignal) => DeltaOptions,
): ChangeFilter {
  return {
    name: `ours, ${name}`,
    receiver,
    forward: (signal) => forwardedPoints(configure(signal), signal.points),
  };
}
