/**
 * The id of an event in a batch: the same on every try, also after a restart, so that a database key made of it keeps
 * each event once. wireband-decode gives the same one for a request with this `Idempotency-Key`.
 */
export function eventId(batchId: string, index: number): string {
  return `${batchId}:${index}`;
}
