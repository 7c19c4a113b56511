import {
  type AnsweredPart,
  disbelieved,
  type PartAnswer,
  type RejectedEvent,
  type Verdict,
} from '../BatchFormat';
import { eventId } from '../event';

/** Maximum number of characters kept of a backend's error about an event. */
const MAX_ERROR_LENGTH = 200;

/**
 * Reads a response with a success status that names the rejected events: `{"rejected": [{"index": 3,
 * "error": "…"}, …]}`, where an event may also be named by its `id`; or that only counts them, `{"rejected": 2}`.
 * Anything else in the response is ignored. If the list is too long to read, the batch is divided: each half
 * gets a shorter list.
 * @param carried indexes in the batch of the events that were in the request; `index` refers to these.
 * @throws {Error} for a list that cannot be read: it may name events that would go missing unnoticed.
 */
export function readRejected(
  { text, isCut }: PartAnswer,
  sent: AnsweredPart,
  carried: readonly number[],
): Verdict | undefined {
  if (!/"rejected"\s*:/.test(text)) return undefined;
  if (isCut && /"rejected"\s*:\s*\[\s*\{/.test(text) && sent.events.length > 1) return { kind: 'divide' };
  const list: unknown = Object(parse(text)).rejected;
  if (typeof list === 'number' && Number.isSafeInteger(list) && list > 0) {
    if (list > carried.length) return disbelieved(list, 'events', carried.length);
    return {
      kind: 'arrived-less',
      values: list,
      error: `${list} events were rejected, but the response does not say which`,
    };
  }
  if (Array.isArray(list)) return byEntry(list, sent, carried);
  if (list === true || Object.keys(Object(list)).length > 0)
    throw new Error('it rejects events without saying which.');
  return undefined;
}

function byEntry(
  list: readonly unknown[],
  sent: AnsweredPart,
  carried: readonly number[],
): Verdict | undefined {
  const rejected = new Map<number, RejectedEvent>();
  let strangers = 0;
  for (const entry of list) {
    const { index, id, error }: Record<string, unknown> = Object(entry);
    const place = typeof index === 'number' ? carried[index] : undefined;
    const found = typeof id === 'string' ? indexOf(id, sent) : place;
    if (found === undefined) {
      strangers++;
      continue;
    }
    const reason = typeof error === 'string' && error !== '' ? error : 'rejected';
    rejected.set(found, { index: found, error: reason.slice(0, MAX_ERROR_LENGTH) });
  }
  if (strangers === 0 && rejected.size === 0) return undefined;
  const unclear = strangers === 0 ? {} : { unclear: `${strangers} rejected events were never sent` };
  return { kind: 'arrived-but', rejected: [...rejected.values()], ...unclear };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('it names rejected events, but is too long or not valid JSON.', { cause });
  }
}

function indexOf(id: string, { events, context }: AnsweredPart): number | undefined {
  const index = Number(id.slice(id.lastIndexOf(':') + 1));
  return index < events.length && eventId(context.batchId, index) === id ? index : undefined;
}
