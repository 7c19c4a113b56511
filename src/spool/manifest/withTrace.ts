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

/** What is known of the events that a record may be about. */
export interface KnownEvents {
  readonly batches: readonly SavedBatch[];
  readonly quarantine: readonly AsideEvent[];
  readonly replay: readonly HeldEvent[];
  /** For the next event that is set aside. */
  readonly nextKey: number;
}

/** A record with which events it is about, by what tells them from others and not by where they happen to stand. */
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

/** Events of a batch with keys of their own. */
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

/** None where events of quarantine lie between them: only some were retried. */
function ownKeys(events: readonly AsideKey[], { quarantine }: KnownEvents): { readonly keys?: KeyRange } {
  const { keys } = keysOf(events);
  return keys && !quarantine.some((event) => isWithin(event, keys)) ? { keys } : {};
}

/** None where the keys do not rise: then they do not tell these events from others. */
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
