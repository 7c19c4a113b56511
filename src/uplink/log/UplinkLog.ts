import { type Clock, systemClock } from '../../clock';
import type { DropReason, StorageState } from '../../spool';
import { durationText } from '../reports/durationText';
import { causeOf, type FailureCause } from '../reports/failureCause';
import { subjectOf } from '../reports/refusals';
import type { DropReport, LinkState, UplinkEvent } from '../reports/UplinkEvent';
import type { UplinkListener } from '../reports/UplinkListener';
import { AsideTurns } from './AsideTurns';
import { LineLimit } from './LineLimit';
import {
  ADVICE,
  countText,
  DROP_REASONS,
  eventsText,
  fillText,
  HINTS,
  LOG_TEXTS,
  NOW_TEXTS,
  TURN_TEXTS,
} from './logTexts';

/** Writes lines: `console`, or a program's logger. */
export interface Logger {
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

/** An event that counts as an error: its subject will not arrive as intended. */
export type ErrorEvent = Extract<UplinkEvent, { readonly event: 'quarantined' | 'dropped' }>;

export interface UplinkLogParts {
  readonly logger: Logger;
  readonly clock?: Clock;
  /** The address that batches go to, for people. */
  readonly url: string;
  /** Maximum events in a request. One request in flight and no more than this in the buffer is not a backlog. */
  readonly flushBatch: number;
  /** Events waiting now. */
  readonly depth: () => number;
  /** Milliseconds until the next attempt. */
  readonly waitMs: () => number;
  /** Events deferred now. */
  readonly waitingAside: () => number;
  readonly lastError: () => string | null;
  /**
   * Passes each error to a handler, such as a Catch node.
   * @returns whether there is a handler; if not, the line has been written to the log.
   */
  readonly tell?: (line: string, event: ErrorEvent) => boolean;
}

/** Maximum lines per minute, not counting those that sum up. */
const MOST_TURNS = 4;
const MOST_QUARANTINED = 5;
const MOST_DROPS = 1;
const MOST_STORAGE = 4;

/** A delay that nobody would notice. */
const AT_ONCE_MS = 100;

/** The line that reports an outage, by its cause. */
const OFFLINE_TEXTS = {
  status: 'unavailable',
  'no-answer': 'silent',
  unreadable: 'unreadable',
  code: 'offline',
  other: 'offline',
} as const satisfies Record<FailureCause['kind'], keyof typeof LOG_TEXTS>;

type Turn = keyof typeof TURN_TEXTS;
type Level = keyof Logger;

/** A backlog being delivered after the backend came back. */
interface Drain {
  readonly backlog: number;
  /** Monotonic. */
  readonly since: number;
  settled: number;
}

/**
 * The log of an uplink: a line for each change, in plain English. Frequent changes are summed up once a minute, so that
 * a backend that comes and goes does not fill the log, and nothing is silently left out.
 */
export class UplinkLog implements UplinkListener {
  private readonly clock: Clock;
  private state: LinkState = { kind: 'connecting' };
  /** Monotonic. */
  private outageBegan: number | undefined;
  private hasConnected = false;
  /** Events waiting before the first delivery, or during the last outage. */
  private backlog = 0;
  private drain: Drain | undefined;
  private readonly aside: AsideTurns;
  private isQuarantineFull = false;
  private isCaught = true;
  private isEnding = false;
  private lastQuarantined = { topic: '', error: '' };
  private readonly turns: LineLimit<Turn>;
  private readonly drops: LineLimit<DropReason>;
  private readonly quarantined: LineLimit<'events'>;
  private readonly storage: LineLimit<Turn>;

  constructor(private readonly parts: UplinkLogParts) {
    this.clock = parts.clock ?? systemClock;
    this.aside = new AsideTurns(this.clock, {
      figures: () => ({
        aside: parts.waitingAside(),
        depth: parts.depth(),
        isOnline: this.state.kind === 'online',
      }),
      onAside: (events, waitedMs) => this.onAside(events, waitedMs),
      onOver: () => this.turn('info', 'aside-over', {}),
    });
    this.turns = new LineLimit(this.clock, MOST_TURNS, (leftOut, ms) => this.sumUpTurns(leftOut, ms));
    this.drops = new LineLimit(this.clock, MOST_DROPS, (leftOut, ms) => this.sumUpDrops(leftOut, ms));
    this.quarantined = new LineLimit(this.clock, MOST_QUARANTINED, (leftOut, ms) =>
      this.write('error', 'more-quarantined', {
        ...this.lastQuarantined,
        events: eventsText(leftOut.get('events') ?? 0),
        time: durationText(ms),
      }),
    );
    this.storage = new LineLimit(this.clock, MOST_STORAGE, (leftOut, ms) => this.sumUpTurns(leftOut, ms));
  }

  onEvent(event: UplinkEvent): void {
    switch (event.event) {
      case 'delivered':
        this.onSettled(event.payload.events);
        return;
      case 'quarantined':
        this.onSettled(1);
        this.onQuarantined(event);
        return;
      case 'dropped':
        this.onDropped(event);
        return;
      case 'storage':
        this.onStorageEvent(event.payload.state, event.payload.error);
        return;
      case 'clock':
        this.turn('info', 'clock', { by: stepText(event.payload.step_seconds) });
        return;
      case 'offline':
      case 'online':
      case 'stats':
        // onState() logs these changes, with their consequences.
        return;
    }
  }

  onState(state: LinkState): void {
    const before = this.state;
    this.state = state;
    if (state.kind !== 'online') this.drain = undefined;
    switch (state.kind) {
      case 'connecting':
        if (before.kind === 'paused') this.turn('info', 'resumed', {});
        return;
      case 'paused':
        this.outageBegan = undefined;
        this.turn('info', 'paused', {});
        return;
      case 'online':
        if (before.kind !== 'online') this.onOnline();
        this.onQuarantineFull(state.isQuarantineFull === true);
        return;
      case 'offline':
        this.outageBegan ??= this.clock.monotonic();
        if (before.kind !== 'offline') this.onOffline(state);
        return;
      case 'refused':
        this.outageBegan ??= this.clock.monotonic();
        this.turn('error', 'refused', { error: sentence(state.error), advice: ADVICE[subjectOf(state)] });
        return;
    }
  }

  /**
   * Figures have changed. Called before the state and the events that go with them.
   * @param link the state that goes with these figures.
   */
  onFigures(depth: number, link: LinkState): void {
    if (link.kind !== 'online') this.backlog = depth;
    else this.aside.look();
  }

  onFindings(findings: readonly string[]): void {
    for (const finding of findings) this.parts.logger.warn(finding);
  }

  /** Changes are no longer logged: the successor will see and log the same ones. */
  ending(): void {
    this.isEnding = true;
  }

  /** Writes summaries of what has not been summed up yet. */
  close(): void {
    this.aside.stop();
    for (const limit of [this.turns, this.drops, this.quarantined, this.storage]) limit.end();
  }

  private onOnline(): void {
    const { clock, outageBegan } = this;
    // The events of the first request have already left the buffer.
    const backlog = Math.max(this.backlog, this.parts.depth());
    const events = eventsText(backlog);
    const now = clock.monotonic();
    if (outageBegan !== undefined) {
      this.turn('info', 'back', { events, outage: durationText(now - outageBegan, true) });
    } else if (!this.hasConnected) this.turn('info', 'connected', { events });
    const isBehind = outageBegan === undefined ? backlog > 2 * this.parts.flushBatch : backlog > 0;
    if (isBehind) this.drain = { backlog, since: now, settled: 0 };
    this.outageBegan = undefined;
    this.hasConnected = true;
    this.backlog = 0;
  }

  private onOffline({ error }: Extract<LinkState, { readonly kind: 'offline' }>): void {
    const cause = causeOf(error);
    const meaning = cause.kind === 'code' ? HINTS[cause.code] : undefined;
    const values = { error: sentence(error), hint: meaning === undefined ? '' : ` (${meaning})` };
    this.turn('warn', 'offline', values, OFFLINE_TEXTS[cause.kind]);
  }

  /** Events left the buffer: the backlog may have drained. */
  private onSettled(events: number): void {
    const { drain, parts, clock } = this;
    if (!drain) return;
    drain.settled += events;
    const depth = parts.depth();
    const isOver = depth === 0 || (drain.settled >= drain.backlog && depth <= 2 * parts.flushBatch);
    if (!isOver) return;
    this.drain = undefined;
    const time = durationText(clock.monotonic() - drain.since, true);
    this.turn('info', 'drained', { events: eventsText(drain.settled), time });
  }

  private onQuarantineFull(isFull: boolean): void {
    if (isFull === this.isQuarantineFull) return;
    this.isQuarantineFull = isFull;
    if (isFull) this.turn('warn', 'quarantine-full', {});
    else this.turn('info', 'quarantine-room', {});
  }

  private onAside(events: number, waitedMs: number): boolean {
    // If it is full, lack of room is the reason, which has been logged.
    if (this.isQuarantineFull) return false;
    const error = sentence(this.parts.lastError() ?? 'unknown');
    this.turn('warn', 'aside', { aside: eventsText(events), time: durationText(waitedMs), error });
    return true;
  }

  private onQuarantined(event: Extract<UplinkEvent, { readonly event: 'quarantined' }>): void {
    const { error, event: quarantined } = event.payload;
    this.lastQuarantined = { topic: oneLine(quarantined.topic), error: oneLine(error) };
    const line = fillText(LOG_TEXTS.quarantined, this.lastQuarantined);
    this.tell(this.quarantined, 'events', 1, 'error', line, event);
  }

  private onDropped(event: Extract<UplinkEvent, { readonly event: 'dropped' }>): void {
    const { events, reason, recovered } = event.payload;
    const line = fillText(recovered ? LOG_TEXTS.dropped : LOG_TEXTS.dropping, this.dropValues(event.payload));
    this.tell(this.drops, reason, events, 'warn', line, event);
  }

  private dropValues({ events, reason, buffer_depth }: DropReport) {
    return {
      events: eventsText(events),
      reasons: DROP_REASONS[reason],
      waiting: eventsText(buffer_depth),
    };
  }

  private onStorageEvent(state: Exclude<StorageState['kind'], 'opening'>, error = ''): void {
    const key = ({ failing: 'disk-failing', disk: 'disk-healed', memory: 'disk-left' } as const)[state];
    const level = state === 'failing' ? 'error' : 'info';
    if (this.storage.take(key)) this.write(level, key, { error: sentence(error) });
  }

  private turn(level: Level, turn: Turn, values: Values, text: keyof typeof LOG_TEXTS = turn): void {
    if (!this.isEnding && this.turns.take(turn)) this.write(level, text, values);
  }

  /** Passes an error to its handler and, within the limit, to the log. */
  private tell<K extends string>(
    limit: LineLimit<K>,
    kind: K,
    amount: number,
    level: Level,
    line: string,
    event: ErrorEvent,
  ): void {
    const { tell, logger } = this.parts;
    if (tell && (this.isCaught || limit.hasRoom)) {
      this.isCaught = tell(line, event);
      if (!this.isCaught) {
        limit.take(kind, amount);
        return;
      }
    }
    if (limit.take(kind, amount)) logger[level](line);
  }

  private sumUpTurns(leftOut: ReadonlyMap<Turn, number>, ms: number): void {
    const turns = [...leftOut].map(([turn, count]) => `${TURN_TEXTS[turn]} ${timesText(count)}`);
    this.write('info', 'more-turns', { turns: turns.join(', '), time: durationText(ms), now: this.now() });
  }

  private sumUpDrops(leftOut: ReadonlyMap<DropReason, number>, ms: number): void {
    const events = [...leftOut.values()].reduce((sum, count) => sum + count, 0);
    const several = leftOut.size > 1;
    const reasons = [...leftOut].map(
      ([reason, count]) => `${several ? `${countText(count)} ` : ''}${DROP_REASONS[reason]}`,
    );
    this.write('warn', 'more-drops', {
      events: eventsText(events),
      rate: rateText(events, ms),
      reasons: reasons.join(', '),
      waiting: eventsText(this.parts.depth()),
      time: durationText(ms),
    });
  }

  /** The current state, in words. */
  private now(): string {
    const { state } = this;
    const error = 'error' in state ? sentence(state.error) : '';
    return fillText(NOW_TEXTS[state.kind], { ...this.common(), error });
  }

  private write(level: Level, text: keyof typeof LOG_TEXTS, values: Values): void {
    this.parts.logger[level](fillText(LOG_TEXTS[text], { ...this.common(), ...values }));
  }

  private common(): Values {
    const { url, depth, waitMs } = this.parts;
    const wait = waitMs();
    const next = wait < AT_ONCE_MS ? 'next try now' : `next try in ${durationText(wait, true)}`;
    return { url, events: eventsText(depth()), next };
  }
}

type Values = Readonly<Record<string, string>>;

function timesText(count: number): string {
  return ['', 'once', 'twice'][count] ?? `${countText(count)} times`;
}

function stepText(seconds: number): string {
  return `${durationText(Math.abs(seconds) * 1000)} ${seconds > 0 ? 'forward' : 'back'}`;
}

/** Events per second. */
function rateText(events: number, ms: number): string {
  const rate = (events * 1000) / Math.max(1, ms);
  return rate < 10 ? String(Math.round(rate * 10) / 10) : countText(Math.round(rate));
}

/** Maximum characters quoted of a topic or an error. */
const MOST_QUOTED = 300;

/** Puts quoted text on one line: its line breaks would look like lines of our own. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > MOST_QUOTED ? `${line.slice(0, MOST_QUOTED)}…` : line;
}

/** The same, without a final period, for use inside a sentence. */
function sentence(text: string): string {
  return oneLine(text).replace(/[.\s]+$/, '');
}
