import type { NodeStatus } from 'node-red';
import type { StorageState } from '../../src/spool/Spool';
import { causeOf, durationText, type LinkState, subjectOf } from '../../src/uplink';
import { grouped, SEPARATOR } from './StatusReporter';

/** The part of Node-RED that is used: the texts of the node's own catalog. */
interface Texts {
  _(key: string, values: Record<string, string | number>): string;
}

/** What the status of an uplink is made of. */
export interface UplinkView {
  readonly link: LinkState;
  readonly storage: StorageState;
  /** Events waiting for delivery. */
  readonly depth: number;
  /** Maximum events per request. */
  readonly flushBatch: number;
  /** Milliseconds until the next attempt. */
  readonly waitMs: number;
  /** The error of the last request, if it failed. */
  readonly failure: string | undefined;
  /** Whether the oldest event has waited longer than it should. */
  readonly isLate: boolean;
  /** Milliseconds that draining will take; Infinity if the backlog does not shrink, undefined if not known yet. */
  readonly drainMs: number | undefined;
  /** Events in quarantine, because the backend rejects them. */
  readonly quarantined: number;
  /** Deferred events: they fail while others get through, or quarantine has no room for them. */
  readonly aside: number;
  /** Events dropped since all was well. */
  readonly dropped: number;
}

type Text = (key: string, values?: Record<string, string | number>) => string;

/**
 * The status that the editor shows for an uplink: the cause first, then what comes next. Green only if everything sent
 * has arrived and nothing was set aside. A failing disk comes before the rest, because it alone puts events at risk.
 */
export function uplinkStatus(RED: Texts, view: UplinkView): NodeStatus {
  const { link, storage } = view;
  const text: Text = (key, values = {}) => RED._(`wireband-uplink.status.${key}`, values);
  const status = (fill: NodeStatus['fill'], shape: NodeStatus['shape'], ...parts: string[]): NodeStatus => ({
    fill,
    shape,
    text: [...parts, ...losses(view, text)].join(SEPARATOR),
  });
  const waiting = text('waiting', { n: grouped(view.depth) });
  if (storage.kind === 'failing') {
    const disk = diskText(text, storage.error);
    return link.kind === 'offline' || link.kind === 'refused'
      ? status('red', 'dot', disk, linkText(text, link), waiting)
      : status('yellow', 'ring', disk, text('in-memory'));
  }
  switch (link.kind) {
    case 'connecting':
      return status('yellow', 'ring', text(storage.kind === 'opening' ? 'opening' : 'connecting'));
    case 'online':
      return onlineStatus(view, text, status, waiting);
    case 'offline':
      return status('red', 'ring', linkText(text, link), waiting, ...nextTry(view, text));
    case 'refused':
      return status('red', 'ring', linkText(text, link), waiting);
    case 'paused':
      return status('grey', 'ring', text('paused'), waiting);
  }
}

function onlineStatus(
  view: UplinkView,
  text: Text,
  status: (fill: NodeStatus['fill'], shape: NodeStatus['shape'], ...parts: string[]) => NodeStatus,
  waiting: string,
): NodeStatus {
  const { depth, flushBatch, failure, isLate, drainMs } = view;
  const isWell = losses(view, text).length === 0;
  if (failure !== undefined) {
    return status('yellow', 'ring', causeText(text, failure), waiting, text('trying-again'));
  }
  // Even if all is well, one batch is being sent while the next one fills.
  if (depth > 2 * flushBatch) {
    const left = drainMs === undefined ? [] : [drainText(text, drainMs)];
    return status(isWell ? 'blue' : 'yellow', 'dot', text('draining', { n: grouped(depth) }), ...left);
  }
  if (isLate) return status('yellow', 'ring', text('no-answer-yet'), waiting);
  return status(isWell ? 'green' : 'yellow', 'dot', text('delivered'));
}

/** Counts of events that did not, or do not, arrive. */
function losses({ link, quarantined, aside, dropped }: UplinkView, text: Text): string[] {
  const counts: string[] = [];
  if (link.kind === 'online') {
    const n = grouped(quarantined);
    if (aside > 0) counts.push(text('aside', { n: grouped(aside) }));
    if (link.isQuarantineFull) counts.push(text('quarantine-full'));
    else if (quarantined > 0) counts.push(text('set-aside', { n }));
  }
  if (dropped > 0) counts.push(text('dropped', { n: grouped(dropped) }));
  return counts;
}

function drainText(text: Text, ms: number): string {
  return Number.isFinite(ms) ? text('about', { time: durationText(Math.max(1000, ms)) }) : text('growing');
}

/** Empty while events are being dropped: the status says that instead. */
function nextTry({ waitMs, dropped }: UplinkView, text: Text): string[] {
  if (dropped > 0) return [];
  return [waitMs < 500 ? text('trying-again') : text('retry-in', { time: durationText(waitMs) })];
}

function linkText(text: Text, link: Extract<LinkState, { readonly kind: 'offline' | 'refused' }>): string {
  return link.kind === 'refused'
    ? text(`refused-${subjectOf(link)}`, { status: link.status })
    : causeText(text, link.error);
}

function diskText(text: Text, error: string): string {
  const cause = causeOf(error);
  return cause.kind === 'code' ? text('disk-failing-by', { cause: cause.code }) : text('disk-failing');
}

/** The cause of a failure, as short as possible. */
function causeText(text: Text, error: string): string {
  const cause = causeOf(error);
  switch (cause.kind) {
    case 'status':
      return `HTTP ${cause.status}`;
    case 'code':
      return cause.code;
    case 'no-answer':
    case 'unreadable':
      return text(`cause-${cause.kind}`);
    case 'other':
      return text('cause-other');
  }
}
