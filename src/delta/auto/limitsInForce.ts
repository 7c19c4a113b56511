import type { SeriesContent } from '../SeriesContent';
import { type LearnedLimits, NOWHERE, type SeriesStore } from '../SeriesStore';
import type { SeriesPlan } from '../seriesPlan';
import { isLearned, isOneLimit, type StatedLimit, type StatedLimits } from './StatedLimit';

/** Maximum series whose limits are listed: more would take long, and nobody reads them. */
const MAX_LISTED = 1000;

/** The limits of one topic's series, for all shapes of its payloads. */
export function limitsOfKey<Ref>(
  store: SeriesStore<Ref>,
  content: SeriesContent<Ref>,
  key: string,
): StatedLimits | undefined {
  const slot = store.find(key);
  const limits = slot === NOWHERE ? undefined : content.stated(slot);
  const others = store.shapesOf(key);
  if (others.length === 0) return limits;
  return Object.assign({}, ...[limits, ...others.map((other) => content.stated(other))]);
}

/** The limits of all numbers; undefined if there are too many to look at. */
export function limitsOfAll<Ref>(
  store: SeriesStore<Ref>,
  content: SeriesContent<Ref>,
): StatedLimit[] | undefined {
  if (store.leaves > MAX_LISTED) return undefined;
  return [...store.slotNumbers].flatMap((slot) => {
    const limits = content.stated(slot);
    return limits === undefined ? [] : isOneLimit(limits) ? [limits] : Object.values(limits);
  });
}

/** Keeps what was learned about series. Their plans, made with other settings, mean nothing any more. */
export function keepLearned<Ref>(store: SeriesStore<Ref>, plans: readonly SeriesPlan[]): void {
  const shared = new Map<StatedLimit, LearnedLimits>();
  for (const slot of store.allSlots()) {
    const limit = plans[store.plan(slot)]?.stated;
    if (!limit || !isLearned(limit)) continue;
    const learned = shared.get(limit) ?? new Map([['', limit]]);
    shared.set(limit, learned);
    store.setLearned(slot, learned);
  }
}
