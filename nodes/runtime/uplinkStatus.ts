import type { NodeStatus } from 'node-red';
import type { StorageState } from '../../src/spool/Spool';
import { causeOf, durationText, type LinkState, subjectOf } from '../../src/uplink';
import { grouped } from './StatusReporter';

/** What is used of Node-RED: the texts of the node's own catalogue. */
interface Texts {
  _(key: string, values: Record<string, string | number>): string;
}

/** What the status of an uplink is made of. */
export interface UplinkView {
  readonly link: LinkState;
  readonly storage: StorageState;
  /** Events waiting for delivery. */
  readonly depth: number;
  /** Events that one request takes. */
  readonly flushBatch: number;
  /** Milliseconds until the next try. */
  readonly waitMs: number;
  /** The error of the last request, where it failed. */
  readonly failure: string | undefined;
  /** Whether the oldest event waits for longer than it should. */
  readonly isLate: boolean;
  /** Milliseconds that draining takes; Infinity while the backlog does not shrink, undefined while that is not known. */
  readonly drainMs: number | undefined;
  /** Events set aside because the backend rejects them. */
  readonly quarantined: number;
  /** Events that do not get through while others do, or for which quarantine has no room. */
  readonly aside: number;
  /** Events dropped since all was well. */
  readonly dropped: number;
}

/** Between the parts of a status: the cause, and what comes next. */
const SEPARATOR = ' \u00b7 ';

type Text = (key: string, values?: Record<string, string | number>) => string;

/**
 * What the editor shows of an uplink: the cause first, then what comes next. Green only when what was sent has arrived,
 * and nothing was set aside. A failing disk precedes the rest, because it alone puts events at risk.
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
  // In the best of times one batch is under way and the next one fills.
  if (depth > 2 * flushBatch) {
    const left = drainMs === undefined ? [] : [drainText(text, drainMs)];
    return status(isWell ? 'blue' : 'yellow', 'dot', text('draining', { n: grouped(depth) }), ...left);
  }
  if (isLate) return status('yellow', 'ring', text('no-answer-yet'), waiting);
  return status(isWell ? 'green' : 'yellow', 'dot', text('delivered'));
}

/** What did not, or does not, arrive. */
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

/** While events are dropped, that is what comes next. */
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

/** The cause of a failure, as short as can be. */
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
