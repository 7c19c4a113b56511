import type { DeltaVerdict, Earlier } from './DeltaVerdict';
import { bendByDoor, holdByDoor } from './NumberDoor';
import type { SeriesStore } from './SeriesStore';
import { SERIES_TIMES } from './seriesMarks';
import type { SeriesPlan } from './seriesPlan';

/*
 * The common cases, decided without everything that other cases need: a finite number, of a series whose last value was
 * a number too and about which nothing else has to be known. Each function returns undefined, with nothing changed, if
 * there is more to it.
 */

/** Decides on a number that is filtered regardless of times. */
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

/** Decides on a number for which lines are drawn. */
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
  const forwardedTime = store.time(slot, SERIES_TIMES.forwarded);
  const elapsed = time - forwardedTime;
  const heldTime = held.newestTime(slot);
  const isLate = !(time >= (Number.isNaN(heldTime) ? forwardedTime : heldTime));
  if (isLate || (plan.maxSilence > 0 && elapsed >= plan.maxSilence)) return undefined;
  if (plan.mode === 'swinging-door') {
    // Two samples at the same time may both have to pass, which takes more than is known here.
    if (!(elapsed > 0) || time === heldTime) return undefined;
    const suppressed = countSuppressed(store, slot);
    const isTime = holdByDoor(store, slot, value, time, elapsed, ref, plan);
    return isTime ? cornersByDoor(store, slot, topic, plan) : { pass: false, suppressed };
  }
  numbers.learn(slot, value);
  if (numbers.hasMoved(slot, value, plan) || !numbers.reaches(slot, value, elapsed)) return undefined;
  numbers.hold(slot, value, elapsed, plan);
  held.hold(slot, value, time, ref);
  return { pass: false, suppressed: countSuppressed(store, slot) };
}

function countSuppressed<Ref>(store: SeriesStore<Ref>, slot: number): number {
  const count = store.suppressed(slot) + 1;
  store.setSuppressed(slot, count);
  store.touch(slot);
  return count;
}

function cornersByDoor<Ref>(
  store: SeriesStore<Ref>,
  slot: number,
  topic: string,
  plan: SeriesPlan,
): DeltaVerdict<Ref> {
  const earlier: Earlier<Ref>[] = [];
  bendByDoor(store, slot, plan, false, (corner, after) => {
    const count = store.suppressed(slot) - 1 - after;
    store.setSuppressed(slot, after);
    store.numbers.forward(slot, Number(corner.values));
    store.setTime(slot, SERIES_TIMES.forwarded, corner.time);
    earlier.push({
      kind: 'held',
      topic,
      ref: corner.ref,
      time: corner.time,
      reason: 'line',
      suppressed: count,
    });
  });
  const suppressed = store.suppressed(slot);
  return earlier.length === 0 ? { pass: false, suppressed } : { pass: false, suppressed, earlier };
}

/** When the newest sample of a series with lines was measured: it was forwarded or is held. */
export function lineTime<Ref>(store: SeriesStore<Ref>, slot: number): number {
  const heldTime = store.held.newestTime(slot);
  return Number.isNaN(heldTime) ? store.time(slot, SERIES_TIMES.forwarded) : heldTime;
}

/** When the newest sample of any series was measured, as far as that is known; -Infinity if it is not. */
export function newestTime<Ref>(store: SeriesStore<Ref>, slot: number): number {
  const times = [store.lastTime(slot), store.held.newestTime(slot), store.time(slot, SERIES_TIMES.forwarded)];
  return Math.max(...times.filter((time) => !Number.isNaN(time)));
}
