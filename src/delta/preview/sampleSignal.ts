import type { Readings } from './SeriesRing';

const COUNT = 720;

/** Five seconds, in milliseconds: the whole signal is an hour. */
const INTERVAL_MS = 5000;

/**
 * A made-up room temperature over one hour, °C, always the same: slow waves, sensor noise, steps of a hundredth, an
 * opened door, and a spike. For the preview of a node that has no readings yet.
 * @param from time of the first reading, milliseconds since the epoch.
 */
export function sampleSignal(from: number): Readings {
  const random = seeded(7);
  const times: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < COUNT; i++) {
    const waves = 21 + 1.2 * Math.sin(i / 110) + 0.3 * Math.sin(i / 37);
    const noise = (random() + random() + random() - 1.5) * 0.08;
    const door = i < 400 ? 0 : -2.4 * Math.exp((400 - i) / 70);
    const spike = i === 250 ? 1.6 : 0;
    times.push(from + i * INTERVAL_MS);
    values.push(Math.round((waves + noise + door + spike) * 100) / 100);
  }
  return { times, values };
}

/** Numbers from 0 to 1 that look random (a linear congruential generator). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
