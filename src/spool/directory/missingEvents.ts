import type { SavedBatch, Span } from '../format/manifestRecord';
import { LOGS, type LogName } from '../format/segmentFile';
import type { EventLog, EventLogs } from '../log/EventLog';
import { openRange, type Range } from '../manifest/ranges';
import type { SpoolState } from '../manifest/SpoolState';
import type { Drop } from '../Spool';
import type { FoundSegment } from './findSegments';

/**
 * Files are removed oldest first, once nothing in them is needed. If manifest records are missing, the ones that say so
 * may be among them, so everything before the oldest file counts as settled.
 * @param later files written by a later version.
 */
export function forgetRemoved(logs: EventLogs, state: SpoolState, later: readonly FoundSegment[]): void {
  for (const name of LOGS) {
    const ofLater = later.filter(({ kind }) => kind === name).map(({ segment }) => segment);
    const [oldest] = [...logs[name].files, ...ofLater].sort((a, b) => a.firstN - b.firstN);
    if (!oldest) continue;
    const first = { segment: oldest.number, offset: 0, n: oldest.firstN };
    state.ranges[name] = state.ranges[name].flatMap((range) => {
      if (range.from.n >= first.n) return range;
      return range.to && range.to.n <= first.n ? [] : { ...range, from: first };
    });
    state.batches = state.batches.flatMap((batch) =>
      withoutSpans(batch, ({ log, from }) => log === name && from.n < first.n),
    );
  }
}

/** A batch without some of its spans, under the same ID; empty if no span is left. */
function withoutSpans(batch: SavedBatch, isGone: (span: Span) => boolean): readonly SavedBatch[] {
  const spans = batch.spans.filter((span) => !isGone(span));
  if (spans.length === batch.spans.length) return [batch];
  if (spans.length === 0) return [];
  const count = spans.reduce((sum, { events }) => sum + events, 0);
  return [{ ...batch, spans, count, bytes: spans.reduce((sum, { bytes }) => sum + bytes, 0) }];
}

/** Counts the events that wait in each range of a log. @returns drops for events that should exist but are missing. */
export function countWaiting(name: LogName, log: EventLog, state: SpoolState, findings: string[]): Drop[] {
  const ends = [
    ...state.ranges[name].map(({ from }) => from.n),
    ...state.batches.flatMap(({ spans }) => spans.filter((span) => span.log === name).map(({ to }) => to.n)),
  ];
  log.nextN = Math.max(log.nextN, state.next[name], ...ends);
  let lost = 0;
  state.ranges[name] = state.ranges[name].flatMap((range) => {
    lost += (range.to?.n ?? log.nextN) - range.from.n - log.count(range.from, range.to);
    return withoutHoles(range, log);
  });
  for (const range of state.ranges[name]) {
    range.events = log.count(range.from, range.to);
    range.bytes = range.events === 0 ? 0 : log.bytes(range.from, range.to);
  }
  if (lost === 0) return [];
  findings.push(`${lost} ${name} events are missing from the files`);
  return [{ reason: 'unreadable', events: lost }];
}

/** The parts of a range that exist. Missing events are reported once, and never looked for again. */
function withoutHoles(range: Range, log: EventLog): Range[] {
  const pieces: Range[] = [];
  for (const { number, firstN, endN, size } of log.files) {
    const before = pieces.at(-1);
    const isFirst = number === range.from.segment;
    const start = Math.max(range.from.n, firstN, before?.to?.n ?? 0);
    const end = Math.min(range.to?.n ?? endN, endN);
    if (end <= start || number < range.from.segment) continue;
    const to = { segment: number, offset: range.to?.segment === number ? range.to.offset : size, n: end };
    if (before?.to?.n === start) before.to = to;
    else {
      const from = { segment: number, offset: isFirst ? range.from.offset : 0, n: start };
      pieces.push({ ...openRange(from, range.device), to });
    }
  }
  if (range.to) return pieces;
  const last = pieces.at(-1);
  if (last?.to?.n === log.nextN) last.to = null;
  else {
    const from = pieces.length === 0 && log.nextN === range.from.n ? range.from : log.end;
    pieces.push(openRange(from, range.device));
  }
  return pieces;
}
