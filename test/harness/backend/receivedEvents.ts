import assert from 'node:assert/strict';
import { isAlarm, numberOf, POISON_TOPIC } from '../numberedEvents';
import type { ReceivedBatch, TakenEvent } from './backendServer';

/** Answers after which a batch is sent again in parts, under other keys. */
const REFUSALS = [400, 413];

export function isRefusal(status: number | undefined): boolean {
  return status !== undefined && REFUSALS.includes(status);
}

/** Maximum numbers that the message of a failed test lists. */
const NAMED = 20;

/** What a BackendServer received: every request, and the events that it took. */
export interface Received {
  readonly batches: readonly ReceivedBatch[];
  readonly taken: readonly TakenEvent[];
}

/** Every request by Idempotency-Key, in the order in which they came. */
export function requestsByKey({ batches }: Received): Map<string, ReceivedBatch[]> {
  const found = new Map<string, ReceivedBatch[]>();
  for (const batch of batches) {
    const others = found.get(batch.key);
    if (others) others.push(batch);
    else found.set(batch.key, [batch]);
  }
  return found;
}

/** `<id>:<first>+<count>`: a part of a batch, see docs/wire-format.md. */
const PART = /^(.*):(\d+)\+\d+$/;

/** The id of an event of a request, which it keeps when its batch is divided. */
export function eventIdIn(key: string, index: number): string {
  const [, whole = key, first = '0'] = PART.exec(key) ?? [];
  return `${whole}:${Number(first) + index}`;
}

/** Checks that these events are at the backend, unchanged. */
export function checkArrived({ taken }: Received, numbers: Iterable<number>): void {
  const arrived = new Set(taken.map(numberOf));
  const lost = [...numbers].filter((number) => !arrived.has(number));
  assert.deepEqual(lost.slice(0, NAMED), [], `${lost.length} events are lost`);
}

/**
 * Checks that whatever came again was the same request, with the same key and bytes, or parts of it in which every
 * event kept its id; without compression only once the backend had refused it compressed, perhaps because of the
 * coding. Events of POISON_TOPIC get another id when they are released from the quarantine.
 */
export function checkRepetitions(backend: Received): void {
  for (const [key, requests] of requestsByKey(backend)) {
    const contents = new Set(requests.map(({ plainDigest }) => plainDigest));
    assert.equal(contents.size, 1, `${key} came ${requests.length} times, with ${contents.size} contents`);
    const mayChange = requests.some(({ compressed, status }) => compressed && isRefusal(status));
    const bodies = new Set(requests.map(({ digest }) => digest));
    const codings = new Set(requests.map(({ compressed }) => compressed));
    const allowed = mayChange ? codings.size : 1;
    assert.equal(bodies.size, allowed, `${key} came ${requests.length} times, with ${bodies.size} bodies`);
  }
  const ids = new Map<number, string>();
  for (const { key, events } of backend.batches) {
    events.forEach((event, index) => {
      if (event.topic === POISON_TOPIC) return;
      const id = eventIdIn(key, index);
      const number = numberOf(event);
      assert.equal(ids.get(number) ?? id, id, `event ${number} came under two ids`);
      ids.set(number, id);
    });
  }
}

/**
 * Checks that events were taken in the order of their numbers. Those of POISON_TOPIC, which come when they are released
 * from the quarantine, do not count, nor do those that were sent to find out whether anything gets through.
 * @param alarms whether they keep their place among the others, or only among themselves.
 */
export function checkOrder(received: Received, alarms: 'together' | 'apart'): void {
  const asked = idsAsked(received);
  const numbers = received.taken
    .filter(({ topic, id }) => topic !== POISON_TOPIC && !asked.has(id))
    .map(numberOf);
  const lists =
    alarms === 'together'
      ? [numbers]
      : [numbers.filter(isAlarm), numbers.filter((number) => !isAlarm(number))];
  for (const list of lists) {
    const misplaced = list.flatMap((number, index) => {
      const previous = list[index - 1] ?? -1;
      return number > previous ? [] : [`${number} after ${previous}`];
    });
    assert.deepEqual(misplaced.slice(0, NAMED), [], `${misplaced.length} events came out of order`);
  }
}

/** Events that were sent alone: if a backend rejects everything, each is sent to find out, in any order. */
function idsAsked({ batches }: Received): Set<string> {
  const mayBeAsked = batches.some(({ status }) => status === 400);
  return new Set(
    batches.flatMap(({ key, events }) => (mayBeAsked && events.length === 1 ? [eventIdIn(key, 0)] : [])),
  );
}
