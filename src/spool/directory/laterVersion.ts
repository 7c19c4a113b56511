import { basename } from 'node:path';
import type { SavedRange, Span } from '../format/manifestRecord';
import type { Position } from '../format/Position';
import { LOGS, type LogName } from '../format/segmentFile';
import type { EventLogs } from '../log/EventLog';
import type { Segment } from '../log/Segment';
import { addStretch, openRange, type Stretch, withoutStretch } from '../manifest/ranges';
import { SpoolState } from '../manifest/SpoolState';
import type { FoundManifest } from './findManifest';
import type { FoundSegment } from './findSegments';

/**
 * Leaves files of a later version for that version: their events no longer wait here, and their numbers are not used
 * again. Events that waited in them count as missing, unless a later manifest knows more about them than this one.
 */
export function leaveAlone(
  state: SpoolState,
  logs: EventLogs,
  { later: manifests, isLaterNewest }: FoundManifest,
  segments: readonly FoundSegment[],
): void {
  if (manifests.length + segments.length === 0) return;
  const known = new Set(state.aside?.files);
  const files = [...manifests, ...segments.map(({ file }) => file.name)];
  const ranges = {
    ordinary: [...(state.aside?.ranges.ordinary ?? [])],
    alarm: [...(state.aside?.ranges.alarm ?? [])],
  };
  for (const { kind, file, segment } of segments) {
    const whole = stretchOf(segment);
    logs[kind].nextN = Math.max(logs[kind].nextN, whole.to.n);
    ranges[kind].push(...state.ranges[kind].flatMap((range) => partOf(range, segment) ?? []));
    if (isLaterNewest || known.has(file.name)) state.ranges[kind] = withoutStretch(state.ranges[kind], whole);
  }
  state.aside = { files, ranges, nextKey: state.aside?.nextKey ?? state.nextKey };
}

/** State from the manifest of a later version that was left alone, if it can be read here. */
export function readLeft(state: SpoolState, manifest: FoundManifest): SpoolState | undefined {
  const found = state.aside?.files.map((name) => manifest.contentsOf(name));
  const contents = found?.findLast((each) => each?.isWhole);
  if (!contents) return undefined;
  const left = new SpoolState();
  left.isSuspect = contents.isDamaged || contents.isTorn;
  for (const record of contents.records) left.apply(record);
  left.isSuspect = false;
  return left;
}

/**
 * Takes back what an earlier version left alone, as far as it can be read here.
 * @param left the state in the manifest that was left alone.
 */
export function takeBack(state: SpoolState, logs: EventLogs, left: SpoolState | undefined): void {
  const { aside } = state;
  if (!aside) return;
  state.aside = undefined;
  const files = new Set(aside.files);
  const segments = (log: LogName): Segment[] =>
    logs[log].files.filter(({ path }) => files.has(basename(path)));
  if (left) {
    takeBackAside(state, left, aside.nextKey);
    takeBackBatches(state, left, segments);
  }
  for (const log of LOGS) {
    for (const range of (left ?? aside).ranges[log]) {
      for (const segment of segments(log)) {
        const part = partOf(range, segment);
        if (part) addStretch(state.ranges[log], part);
      }
    }
  }
}

/** Events that are only in the manifest, except those known to both versions: the earlier one went on with them. */
function takeBackAside(state: SpoolState, left: SpoolState, nextKey: number): void {
  const isNew = ({ key = nextKey }: { readonly key?: number }): boolean => key >= nextKey;
  state.addAside({ quarantine: left.quarantine.filter(isNew), replay: left.replay.filter(isNew) });
  state.addDrops(left.unreported);
  const known = new Set(state.batches.map(({ id }) => id));
  state.batches.push(
    ...left.batches.filter(({ id, spans, held }) => spans.length === 0 && !known.has(id) && held.some(isNew)),
  );
}

/** Batches whose events are all in these segments. If only part of a batch is, that part waits again. */
function takeBackBatches(
  state: SpoolState,
  left: SpoolState,
  segments: (log: LogName) => readonly Segment[],
): void {
  const parts = ({ log, from, to }: Span): Stretch[] =>
    segments(log).flatMap((segment) => partOf({ from, to }, segment) ?? []);
  for (const batch of left.batches) {
    const { spans } = batch;
    if (spans.length === 0) continue;
    const isWhole = spans.every((span) => {
      const events = parts(span).reduce((sum, { from, to }) => sum + to.n - from.n, 0);
      return events === span.to.n - span.from.n;
    });
    if (isWhole) state.batches.push(batch);
    else {
      const { device } = batch;
      for (const span of spans)
        for (const part of parts(span)) addStretch(state.ranges[span.log], { ...part, device });
    }
  }
}

/** If the number of events in a segment is unknown, its size in bytes is an upper bound. */
function stretchOf({ number, firstN, count, endN, size }: Segment): Stretch {
  const from = { segment: number, offset: 0, n: firstN };
  return {
    from,
    to: { segment: number, offset: size, n: count > 0 ? endN : firstN + size },
    events: 0,
    bytes: 0,
  };
}

/** The part of a range that is in a segment. */
function partOf({ from, to, device }: SavedRange, segment: Segment): (Stretch & SavedRange) | undefined {
  const whole = stretchOf(segment);
  const start: Position = from.n > whole.from.n ? from : whole.from;
  const end: Position = to && to.n < whole.to.n ? to : whole.to;
  return start.n < end.n ? { ...openRange(start, device), to: end } : undefined;
}
