import type {
  AsideEvent,
  AsideKey,
  AsideTrace,
  BatchTrace,
  HeldEvent,
  KeyRange,
  ManifestRecord,
  SavedBatch,
} from '../format/manifestRecord';

/** What is known about the events that a record may be about. */
export interface KnownEvents {
  readonly batches: readonly SavedBatch[];
  readonly quarantine: readonly AsideEvent[];
  readonly replay: readonly HeldEvent[];
  /** Key of the next event that is set aside. */
  readonly nextKey: number;
}

/** Adds to a record which events it is about: by what tells them from others, not by their current position. */
export function withTrace(record: ManifestRecord, known: KnownEvents): ManifestRecord {
  switch (record.kind) {
    case 'delivered':
    case 'split':
      return { ...record, ...traceOf(record.id, known) };
    case 'delivered-except':
      return {
        ...record,
        quarantined: keyed(record.quarantined, record.id, known),
        ...traceOf(record.id, known),
      };
    case 'quarantined':
      return { ...record, events: keyed(record.events, record.id, known), ...traceOf(record.id, known) };
    case 'hold': {
      if (record.replayed === 0) return record;
      const taken = known.replay.slice(0, record.replayed);
      const batch = {
        ...record.batch,
        held: record.batch.held.map((held, i) => ({ ...held, ...keyOf(taken[i]) })),
      };
      return { ...record, batch, ...keysOf(taken) };
    }
    case 'quarantine-shortened':
      return { ...record, ...asideTrace(known.quarantine.slice(0, record.events)) };
    case 'quarantine-cleared':
      return { ...record, ...asideTrace(known.quarantine) };
    case 'quarantine-retried':
      return { ...record, ...keysOf(known.quarantine) };
    case 'dropped':
      return record.replayed === 0
        ? record
        : { ...record, ...ownKeys(known.replay.slice(0, record.replayed), known) };
    default:
      return record;
  }
}

/** Events of a batch, each with a key. */
export function keyed(
  events: readonly AsideEvent[],
  batch: string,
  { nextKey }: { readonly nextKey: number },
): AsideEvent[] {
  const of = batch === '' ? {} : { of: batch };
  return events.map((event, i) => (event.key === undefined ? { ...event, key: nextKey + i, ...of } : event));
}

export function isWithin({ key }: AsideKey, { from, to }: KeyRange): boolean {
  return key !== undefined && key >= from && key <= to;
}

function traceOf(id: string, { batches }: KnownEvents): BatchTrace {
  const batch = batches.find((candidate) => candidate.id === id);
  if (!batch) return {};
  return batch.spans.length > 0 ? { spans: batch.spans } : keysOf(batch.held);
}

function asideTrace(events: readonly AsideEvent[]): AsideTrace {
  return { ...keysOf(events), of: events.flatMap(({ of }) => of ?? []) };
}

/** No keys if quarantined events lie between these: only some were retried. */
function ownKeys(events: readonly AsideKey[], { quarantine }: KnownEvents): { readonly keys?: KeyRange } {
  const { keys } = keysOf(events);
  return keys && !quarantine.some((event) => isWithin(event, keys)) ? { keys } : {};
}

/** No keys if they do not rise: then they cannot tell these events from others. */
function keysOf(events: readonly AsideKey[]): { readonly keys?: KeyRange } {
  const keys = events.flatMap(({ key }) => key ?? []);
  const [from] = keys;
  const to = keys.at(-1);
  const rise = keys.every((key, i) => i === 0 || key > (keys[i - 1] ?? key));
  return from === undefined || to === undefined || keys.length < events.length || !rise
    ? {}
    : { keys: { from, to } };
}

function keyOf(event: AsideKey | undefined): AsideKey {
  const { key, of } = event ?? {};
  return { ...(key === undefined ? {} : { key }), ...(of === undefined ? {} : { of }) };
}
