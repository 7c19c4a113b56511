import assert from 'node:assert/strict';
import type { BackendRequest } from '../backend/httpBackend';
import { numberOf } from '../numberedEvents';
import type { EngineRig } from './engineRig';

/** The numbered events of some requests, each with the keys of the requests that it was in. */
export function arrivalsIn(requests: readonly BackendRequest[]): Map<number, Set<unknown>> {
  const keys = new Map<number, Set<unknown>>();
  for (const request of requests) {
    for (const event of request.events()) {
      const number = numberOf(event);
      keys.set(number, (keys.get(number) ?? new Set()).add(request.headers['idempotency-key']));
    }
  }
  return keys;
}

/** Every event that was taken in arrived, under one key, and is counted as delivered; done() was called for it once. */
export function assertAllOnce(rig: EngineRig, requests: readonly BackendRequest[]): void {
  const arrived = arrivalsIn(requests);
  const { numbers } = rig;
  const found = {
    missing: rangesOf(numbers.filter((i) => !arrived.has(i))),
    twice: rangesOf(numbers.filter((i) => (arrived.get(i)?.size ?? 0) > 1)),
    notDoneOnce: rangesOf(numbers.filter((i) => rig.stored.get(i) !== 1)),
  };
  const stats = rig.uplink.stats();
  assert.deepEqual(found, { missing: '', twice: '', notDoneOnce: '' }, JSON.stringify(stats));
  const { events_ingested, events_flushed, events_dropped, events_quarantined, buffer_depth } = stats;
  assert.deepEqual(
    { events_ingested, events_flushed, events_dropped, events_quarantined, buffer_depth },
    {
      events_ingested: rig.ingested,
      events_flushed: rig.ingested,
      events_dropped: 0,
      events_quarantined: 0,
      buffer_depth: 0,
    },
  );
}

/** Ascending numbers as `1-5 7`. */
function rangesOf(numbers: readonly number[]): string {
  const ranges: { from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && last.to + 1 === number) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  return ranges.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`)).join(' ');
}
