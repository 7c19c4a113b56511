import assert from 'node:assert/strict';
import type { EdgeEvent } from '../../../src/frame';
import type { ReadOut } from './crashedSpool';
import type { Crash } from './crashStates';
import { numberOf, type PromisedBatch, type PromisedEvent, type SpoolPromises } from './SpoolPromises';

/** @throws {assert.AssertionError} if a spool opened after a crash does not give what was promised before it. */
export function assertPromisesKept(promises: SpoolPromises, crash: Crash, readOut: ReadOut): void {
  const found = new FoundEvents(promises, crash, readOut);
  for (const batch of promises.batches) checkBatch(batch, promises, crash, found);
  promises.events.forEach((event, number) => {
    checkEvent(event, number, promises, crash, found);
  });
  checkOrder(promises, crash, readOut);
  if (crash !== 'kill' || promises.isHoley) return;
  assert.equal(readOut.unreadable, 0, 'nothing is unreadable after a kill');
  assert.deepEqual(readOut.recovered.findings, [], 'there are no findings after a kill');
}

/** What a spool gave, by event number. */
class FoundEvents {
  readonly unreported: ReadonlySet<string | undefined>;
  readonly batchIds: ReadonlyMap<string, readonly number[]>;
  private readonly idOf = new Map<number, string>();
  private readonly quarantined: ReadonlySet<number>;

  constructor(promises: SpoolPromises, crash: Crash, { batches, quarantined, recovered }: ReadOut) {
    const known = (event: EdgeEvent): number => {
      const number = numberOf(event);
      assert.deepEqual(event, promises.events[number]?.event, 'every event is as it was appended');
      return number;
    };
    this.quarantined = new Set(quarantined.map(known));
    assert.equal(this.quarantined.size, quarantined.length, 'an event is in quarantine twice');
    this.batchIds = new Map(batches.map(({ id, events }) => [id, events.map(known)]));
    for (const [id, numbers] of this.batchIds) {
      for (const number of numbers) {
        assert.ok(!this.has(number) || promises.isForgetful(crash), `event ${number} is there twice`);
        this.idOf.set(number, id);
      }
    }
    this.unreported = new Set(recovered.unreported.map(({ series }) => series));
  }

  has(number: number): boolean {
    return this.idOf.has(number) || this.quarantined.has(number);
  }

  batchOf(number: number): string | undefined {
    return this.idOf.get(number);
  }
}

function checkBatch(batch: PromisedBatch, promises: SpoolPromises, crash: Crash, found: FoundEvents): void {
  const same = found.batchIds.get(batch.id);
  if (crash === 'power cut' && !batch.durable) {
    assert.ok(
      same?.every((number) => batch.numbers.includes(number)) ?? true,
      `${batch.id} has other events`,
    );
    return;
  }
  if (same) assert.deepEqual(same, batch.numbers, `batch ${batch.id} comes back with the same events`);
  if (batch.settling === undefined) assert.ok(same, `batch ${batch.id}, not settled, comes back`);
  if (batch.settling !== 'delivered') return;
  if (batch.settled && crash === 'kill') assert.ok(!same, `batch ${batch.id}, delivered, does not come back`);
  for (const [i, { event }] of promises.eventsOf(batch.numbers).entries()) {
    const other = found.batchOf(batch.numbers[i] ?? -1);
    assert.ok(
      !other || other === batch.id,
      `${event.topic} of batch ${batch.id}, delivered, comes in ${other}`,
    );
  }
}

function checkEvent(
  { event, fate, stored, durable }: PromisedEvent,
  number: number,
  promises: SpoolPromises,
  crash: Crash,
  found: FoundEvents,
): void {
  const isOwed = crash === 'kill' ? stored : durable;
  const isThere = found.has(number);
  const isDropTold = found.unreported.has(event.topic);
  switch (fate) {
    case 'kept':
    case 'dropped':
      if (isOwed) assert.ok(isThere || isDropTold, `${event.topic}, ${fate} and stored, is lost`);
      break;
    case 'leaving':
      break;
    case 'gone':
      if (crash === 'kill') assert.ok(!isThere, `${event.topic}, gone, is there again`);
      break;
    case 'lost':
      assert.ok(!isThere, `${event.topic}, lost, is there again`);
      break;
  }
  const isTwice = isThere && isDropTold && !promises.isForgetful(crash);
  assert.ok(!isTwice, `${event.topic} is there and reported as dropped`);
}

function checkOrder(promises: SpoolPromises, crash: Crash, { batches }: ReadOut): void {
  if (promises.order === 'none' || promises.isForgetful(crash)) return;
  const given = batches.flatMap(({ events }) => events);
  const inPlace = given.filter((event) => isInPlace(promises.events[numberOf(event)]));
  const logs =
    promises.order === 'all'
      ? [inPlace]
      : [inPlace.filter(({ alarm }) => alarm), inPlace.filter(({ alarm }) => !alarm)];
  for (const log of logs) {
    const numbers = log.map((event) => numberOf(event));
    assert.deepEqual(
      numbers,
      [...numbers].sort((a, b) => a - b),
      'events come out in the order in which they came in',
    );
  }
}

/** False for an event that had left its place and is back because its drop was not recorded before the crash. */
function isInPlace(event: PromisedEvent | undefined): boolean {
  return event !== undefined && !event.aside && event.fate === 'kept';
}
