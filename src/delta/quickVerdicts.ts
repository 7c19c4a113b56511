import type { DeltaVerdict, Earlier } from './DeltaVerdict';
import type { SeriesStore } from './SeriesStore';
import { SERIES_TIMES } from './seriesMarks';
import type { SeriesPlan } from './seriesPlan';

/*
 * The common cases, decided without all that others need: a finite number of a series that was one before, of which
 * nothing is to be known but its numbers. Each gives undefined when it takes more than that, with nothing changed.
 */

/** A number that is filtered without regard to times. */
export function quickVerdict<Ref>(
  store: SeriesStore<Ref>,
  slot: number,
  value: number,
  plan: SeriesPlan,
): DeltaVerdict<Ref> | undefined {
  const { numbers } = store;
  if (!store.isPlainNumber(slot) || !Number.isFinite(value - numbers.value(slot))) return undefined;
  numbers.learn(slot, value);
  const suppressed = store.suppressed(slot);
  store.touch(slot);
  if (numbers.hasMoved(slot, value, plan)) {
    numbers.forward(slot, value);
    store.setSuppressed(slot, 0);
    return { pass: true, reason: 'value', suppressed };
  }
  store.setSuppressed(slot, suppressed + 1);
  return { pass: false, suppressed: suppressed + 1 };
}

/** A number of which lines are drawn. */
export function quickLineVerdict<Ref>(
  store: SeriesStore<Ref>,
  slot: number,
  topic: string,
  value: number,
  time: number,
  ref: Ref | undefined,
  plan: SeriesPlan,
): DeltaVerdict<Ref> | undefined {
  const { numbers, held } = store;
  if (!store.isPlainNumber(slot) || !Number.isFinite(value - numbers.value(slot))) return undefined;
  const heldTime = held.time(slot);
  const forwardedTime = store.time(slot, SERIES_TIMES.forwarded);
  const isLate = !(time >= (Number.isNaN(heldTime) ? forwardedTime : heldTime));
  const elapsed = time - forwardedTime;
  if (isLate || (plan.maxSilence > 0 && elapsed >= plan.maxSilence)) return undefined;
  const isDoor = plan.mode === 'swinging-door';
  numbers.learn(slot, value);
  if (!isDoor && numbers.hasMoved(slot, value, plan)) return undefined;
  if (numbers.reaches(slot, value, elapsed)) {
    numbers.hold(slot, value, elapsed, plan);
    held.hold(slot, value, time, ref);
    const suppressed = store.suppressed(slot) + 1;
    store.setSuppressed(slot, suppressed);
    store.touch(slot);
    return { pass: false, suppressed };
  }
  return isDoor && time > heldTime ? newCorner(store, slot, topic, value, time, ref, plan) : undefined;
}

/** The line bends at the sample before this one, which is the first of the next line. */
function newCorner<Ref>(
  store: SeriesStore<Ref>,
  slot: number,
  topic: string,
  value: number,
  time: number,
  ref: Ref | undefined,
  plan: SeriesPlan,
): DeltaVerdict<Ref> | undefined {
  const { numbers, held } = store;
  const corner = held.of(slot);
  if (!corner || typeof corner.values !== 'number' || !Number.isFinite(value - corner.values))
    return undefined;
  const earlier: Earlier<Ref> = {
    kind: 'held',
    topic,
    ref: corner.ref,
    time: corner.time,
    reason: 'line',
    suppressed: store.suppressed(slot) - 1,
  };
  numbers.forward(slot, corner.values);
  store.setTime(slot, SERIES_TIMES.forwarded, corner.time);
  numbers.hold(slot, value, time - corner.time, plan);
  held.hold(slot, value, time, ref);
  store.setSuppressed(slot, 1);
  store.touch(slot);
  return { pass: false, suppressed: 1, earlier };
}

/** When the newest sample of a series was measured of which lines are drawn: it was forwarded or is held. */
export function lineTime<Ref>(store: SeriesStore<Ref>, slot: number): number {
  const heldTime = store.held.time(slot);
  return Number.isNaN(heldTime) ? store.time(slot, SERIES_TIMES.forwarded) : heldTime;
}

/** When the newest sample of any series was measured, as far as that is known; -Infinity where it is not. */
export function newestTime<Ref>(store: SeriesStore<Ref>, slot: number): number {
  const times = [store.lastTime(slot), store.held.time(slot), store.time(slot, SERIES_TIMES.forwarded)];
  return Math.max(...times.filter((time) => !Number.isNaN(time)));
}
