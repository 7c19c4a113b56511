import type { Point } from '../../src/delta/reconstruction';
import { SeededRandom } from '../../test/harness/seededRandom';
import { type BenchSignal, spanOf } from './BenchSignal';

/** Milliseconds between samples, plus or minus JITTER_MS: no sampler is perfectly regular. */
const INTERVAL_MS = 10_000;
const JITTER_MS = 1000;
const START = Date.UTC(2026, 0, 1);

/** Makes the values of one signal, one by one. */
type Process = (random: SeededRandom) => () => number;

/** Typical signals of a plant's sensors, each in a pure form. The comments give the units. */
export const PROCESSES = {
  /** A level without a set point, meters: each step goes either way. */
  'random walk': (random) => {
    let level = 5;
    return () => {
      level += 0.01 * gaussian(random);
      return level;
    };
  },
  /** A controlled pressure, bar: noise that is pulled back to its set point. */
  'noise around a set point': (random) => {
    let pressure = 6;
    return () => {
      pressure += 0.05 * (6 - pressure) + 0.01 * gaussian(random);
      return pressure;
    };
  },
  /** A power draw, watts: loads that switch on and off, with a little noise. */
  steps: (random) => {
    let load = 200;
    return () => {
      if (random.chance(0.01)) load = random.between(0, 2000);
      return load + gaussian(random);
    };
  },
  /** A vibration, mm/s: quiet, with rare peaks of one to three samples. */
  spikes: (random) => {
    let left = 0;
    return () => {
      if (left === 0 && random.chance(0.005)) left = 1 + Math.floor(random.between(0, 3));
      else if (left > 0) left--;
      return 1 + 0.02 * Math.abs(gaussian(random)) + (left > 0 ? random.between(2, 10) : 0);
    };
  },
  /** A filter that clogs, mbar: a slow rise with noise, which starts over when the filter is cleaned. */
  drift: (random) => {
    let pressure = 20;
    return () => {
      pressure = pressure > 80 ? 20 : pressure + 0.02;
      return pressure + 0.1 * gaussian(random);
    };
  },
  /** An outdoor temperature, °C: a daily wave with noise. */
  'wave with noise': (random) => {
    let i = 0;
    return () => 12 + 8 * Math.sin((2 * Math.PI * i++) / 8640) + 0.05 * gaussian(random);
  },
  /** A room temperature, °C, from a sensor with a resolution of 0.1 °C. */
  'quantized sensor': (random) => {
    let i = 0;
    return () =>
      Math.round(10 * (21 + 1.5 * Math.sin((2 * Math.PI * i++) / 4000) + 0.03 * gaussian(random))) / 10;
  },
} satisfies Record<string, Process>;

export type ProcessName = keyof typeof PROCESSES;

/** A signal of one kind; the same seed gives the same signal. */
export function processSignal(name: ProcessName, count: number, seed: number): readonly Point[] {
  const random = new SeededRandom(seed);
  const next = PROCESSES[name](random);
  return Array.from({ length: count }, (_, i) => ({
    time: START + i * INTERVAL_MS + Math.round(random.between(-JITTER_MS, JITTER_MS)),
    value: next(),
  }));
}

/** One signal of each kind. */
export function processSignals(count: number, seed: number): readonly BenchSignal[] {
  return processNames().map((name, i) => {
    const points = processSignal(name, count, seed + i);
    return { name, points, span: spanOf(points) };
  });
}

export function processNames(): readonly ProcessName[] {
  const isProcess = (name: string): name is ProcessName => name in PROCESSES;
  return Object.keys(PROCESSES).filter(isProcess);
}

/** Normally distributed, with mean 0 and standard deviation 1 (Box–Muller). */
function gaussian(random: SeededRandom): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
