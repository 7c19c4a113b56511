import type { Position } from '../format/Position';
import { LOGS, type LogName, type SegmentName } from '../format/segmentFile';
import type { EventLogs } from '../log/EventLog';
import { addStretch, type Range, withoutStretch } from '../manifest/ranges';
import type { SpoolState } from '../manifest/SpoolState';

/** Puts back events set aside because their files could not be opened; setDeniedAside() handles those still denied. */
export function returnDenied(state: SpoolState): void {
  const { denied } = state;
  if (!denied) return;
  state.denied = undefined;
  for (const log of LOGS) {
    for (const { to, ...range } of denied.ranges[log]) {
      if (to) addStretch(state.ranges[log], { ...range, to, events: 0, bytes: 0 });
    }
  }
  state.batches.push(...denied.batches);
}

/**
 * Sets aside events in files that this user may not open. They are not lost: they wait until someone grants access.
 * Which events such a file holds follows from the files around it.
 * @param segments those that cannot be opened.
 */
export function setDeniedAside(
  state: SpoolState,
  logs: EventLogs,
  segments: readonly SegmentName[],
  findings: string[],
): void {
  const ranges: Record<LogName, Range[]> = { ordinary: [], alarm: [] };
  const batches = new Set<SpoolState['batches'][number]>();
  for (const { kind, number } of segments) {
    const { from, to } = stretchOf(number, kind, logs, state);
    if (from.n >= to.n) continue;
    logs[kind].nextN = Math.max(logs[kind].nextN, to.n);
    for (const range of state.ranges[kind]) {
      const start = range.from.n > from.n ? range.from : from;
      const end = range.to && range.to.n < to.n ? range.to : to;
      if (start.n < end.n) ranges[kind].push({ ...range, from: start, to: end });
    }
    state.ranges[kind] = withoutStretch(state.ranges[kind], { from, to, events: 0, bytes: 0 });
    for (const batch of state.batches) {
      if (batch.spans.some((span) => span.log === kind && span.from.n < to.n && from.n < span.to.n))
        batches.add(batch);
    }
  }
  if (ranges.ordinary.length + ranges.alarm.length + batches.size === 0) return;
  const place = ({ events: _events, bytes: _bytes, ...saved }: Range) => saved;
  state.denied = {
    ranges: { ordinary: ranges.ordinary.map(place), alarm: ranges.alarm.map(place) },
    batches: [...batches],
  };
  state.batches = state.batches.filter((batch) => !batches.has(batch));
  findings.push(`${state.unavailable} events are waiting in files that this user cannot open; they are kept`);
}

/** From the end of the previous file to the start of the next. */
function stretchOf(
  number: number,
  kind: LogName,
  logs: EventLogs,
  state: SpoolState,
): { readonly from: Position; readonly to: Position } {
  const { files } = logs[kind];
  const before = files.findLast((file) => file.number < number);
  const after = files.find((file) => file.number > number);
  const known = [...state.ranges[kind].map(({ from }) => from.n)];
  for (const { spans } of state.batches) {
    for (const span of spans) if (span.log === kind) known.push(span.from.n);
  }
  const from = before?.endN ?? Math.min(...known);
  const to = after?.firstN ?? state.next[kind];
  // The whole file, whatever its length: it ends at the start of the next.
  return { from: { segment: number, offset: 0, n: from }, to: { segment: number + 1, offset: 0, n: to } };
}
