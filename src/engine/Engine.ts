import { type Clock, systemClock } from '../clock';
import type { EdgeEvent } from '../frame';
import { type Counters, NOTHING_COUNTED, shownUrl } from '../uplink';
import { EngineBackend } from './EngineBackend';
import type { EngineChannel, OpenChannel } from './EngineChannel';
import { EngineUplink, type EngineUplinkListener } from './EngineUplink';
import { openLocalChannel } from './localChannel';
import type { BackendPlan, Call, Command, FromEngine, Taken, ToEngine, UplinkPlan } from './messages';
import { openThreadChannel } from './threadChannel';
import { isOfRecord, type OfRecord, UplinkRecord } from './UplinkRecord';

/** Delay before an engine that died is restarted; doubled each time one dies soon after its start. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 30_000;

/** The `life` of an uplink that comes from another engine. */
const ELSEWHERE = -1;

/** An engine that ran for longer than this did not die of what killed the one before it. */
const LIVED_MS = 60_000;

export interface EngineParts {
  /** Opens the channel to a new engine. By default the engine runs in a thread. */
  readonly openChannel?: OpenChannel;
  /** Used if `openChannel` cannot work. By default the engine runs on this event loop. */
  readonly fallBack?: OpenChannel;
  readonly clock?: Clock;
  /** Maximum delay before an engine that died is restarted, milliseconds. */
  readonly longestPauseMs?: number;
  /** The engines of this process. An uplink whose backend moves from one of them to this one is taken over. */
  readonly neighbours?: () => readonly Engine[];
}

type OfUplink = Extract<FromEngine, { readonly uplink: string }>;
type Hearing = Extract<FromEngine, { readonly kind: 'hearing' }>;

interface PendingCall {
  readonly message: ToEngine;
  readonly answer: (value: number | readonly EdgeEvent[]) => void;
  readonly fail: (error: Error) => void;
}

/**
 * The main thread's side of the engine, which starts with the first uplink and restarts when it dies. A restart reopens
 * its uplinks and hands over again whatever was handed over but not answered.
 */
export class Engine {
  private channel: EngineChannel | undefined;
  private life = 0;
  /** Whether an engine has ever worked: one that ends before it has done anything would only do so again. */
  private hasWorked = false;
  private startedAt = 0;
  private deaths = 0;
  private cancelRestart: (() => void) | undefined;
  private ids = 0;
  private readonly backends = new Set<EngineBackend>();
  private readonly records = new Map<string, UplinkRecord>();
  private readonly uplinks = new Map<string, EngineUplink>();
  private readonly calls = new Map<number, PendingCall>();

  private openChannel: OpenChannel;
  private readonly fallBack: OpenChannel;
  private readonly clock: Clock;
  private readonly longestPauseMs: number;
  private readonly neighbours: () => readonly Engine[];

  constructor({
    openChannel = openThreadChannel(),
    fallBack = openLocalChannel(),
    clock = systemClock,
    longestPauseMs = LONGEST_PAUSE_MS,
    neighbours = () => [],
  }: EngineParts = {}) {
    this.openChannel = openChannel;
    this.fallBack = fallBack;
    this.clock = clock;
    this.longestPauseMs = longestPauseMs;
    this.neighbours = neighbours;
  }

  backend(plan: BackendPlan): EngineBackend {
    return new EngineBackend(this, ++this.ids, plan, shownUrl(plan.http));
  }

  /**
   * Opens an uplink, taking over what its predecessor left. An earlier uplink with this ID must be closed first.
   * @param id of the uplink, the same after a deploy.
   */
  uplink(id: string, backend: EngineBackend, plan: UplinkPlan, listener: EngineUplinkListener): EngineUplink {
    const elsewhere = this.neighbours().find((engine) => engine !== this && engine.records.has(id));
    const record = (elsewhere ?? this).records.get(id) ?? new UplinkRecord(id, plan, this.clock);
    this.records.set(id, record);
    record.isPaused = false;
    const uplink = new EngineUplink(this, record, backend, plan, listener);
    this.uplinks.set(id, uplink);
    this.start();
    if (elsewhere) void this.takeOver(uplink, elsewhere);
    else if (this.channel) this.openUplink(uplink, this.channel);
    return uplink;
  }

  /** Opens an uplink once its former engine has released the backlog; copies of events in memory are here. */
  private async takeOver(uplink: EngineUplink, elsewhere: Engine): Promise<void> {
    const { record } = uplink;
    record.isArriving = true;
    record.life = ELSEWHERE;
    await elsewhere.letGo(record.id);
    record.isArriving = false;
    if (this.channel && this.uplinks.get(record.id) === uplink) this.openUplink(uplink, this.channel);
  }

  private async letGo(uplink: string): Promise<void> {
    this.records.delete(uplink);
    const isThere = this.channel !== undefined || this.cancelRestart !== undefined;
    if (isThere) await this.ask((id) => ({ kind: 'forget-uplink', id, uplink }));
  }

  addBackend(backend: EngineBackend): void {
    if (this.backends.has(backend)) return;
    this.backends.add(backend);
    this.channel?.post({ kind: 'backend', backend: backend.id, plan: backend.plan });
  }

  forgetBackend(backend: EngineBackend): void {
    if (this.backends.delete(backend)) this.channel?.post({ kind: 'forget-backend', backend: backend.id });
  }

  async lastEvents({ id: backend }: EngineBackend): Promise<readonly EdgeEvent[]> {
    if (!this.channel) return [];
    const value = await this.ask((id) => ({ kind: 'last-events', id, backend }));
    return typeof value === 'number' ? [] : value;
  }

  command({ record }: EngineUplink, command: Command): void {
    record.handOver.handOver();
    this.channel?.post({ kind: 'command', uplink: record.id, command });
  }

  async call({ record }: EngineUplink, call: Call, ids?: readonly string[]): Promise<number> {
    record.handOver.handOver();
    const chosen = ids === undefined ? {} : { ids };
    const value = await this.ask((id) => ({ kind: 'call', uplink: record.id, id, call, ...chosen }));
    return typeof value === 'number' ? value : 0;
  }

  close(uplink: EngineUplink): void {
    if (this.channel) this.closeUplink(uplink, this.channel);
    this.updateHold();
  }

  /** Keeps the process alive while work is in progress. */
  updateHold(): void {
    const isNeeded =
      this.calls.size > 0 ||
      [...this.uplinks.values()].some(
        ({ closing, record: { handOver, snapshot } }) =>
          closing !== undefined || handOver.isUnanswered || snapshot?.isBusy === true,
      );
    this.channel?.hold(isNeeded);
  }

  /** Ends the engine as if it had died. For tests. */
  kill(): void {
    this.channel?.end();
  }

  get isRunning(): boolean {
    return this.channel !== undefined;
  }

  /** Whether an engine has ever answered. */
  get hasAnswered(): boolean {
    return this.hasWorked;
  }

  get isThread(): boolean {
    return this.channel?.isThread === true;
  }

  private start(): void {
    if (this.channel || this.cancelRestart) return;
    this.life++;
    this.startedAt = this.clock.monotonic();
    const { life } = this;
    const listener = {
      onMessages: (messages: readonly FromEngine[]) => {
        if (life !== this.life) return;
        for (const message of messages) this.take(message);
        this.updateHold();
      },
      onEnd: (reason: string) => this.onEnd(life, reason),
    };
    try {
      this.channel = this.openChannel(listener);
    } catch (error) {
      this.doWithoutThread(error instanceof Error ? error.message : String(error));
      this.channel = this.openChannel(listener);
    }
    const { channel } = this;
    for (const backend of this.backends) {
      channel.post({ kind: 'backend', backend: backend.id, plan: backend.plan });
    }
  }

  private restart(): void {
    this.cancelRestart = undefined;
    this.start();
    const { channel } = this;
    if (!channel) return;
    for (const uplink of this.uplinks.values()) {
      if (!uplink.record.isArriving) this.openUplink(uplink, channel);
      if (uplink.closing) this.closeUplink(uplink, channel);
    }
    for (const { message } of this.calls.values()) channel.post(message);
    this.updateHold();
  }

  private openUplink({ record, backend, plan, isStarted }: EngineUplink, channel: EngineChannel): void {
    const { id: uplink, handOver, snapshot, orderBase } = record;
    const wasKnown = record.life !== 0 && record.life !== this.life;
    record.life = this.life;
    const { stored, groups } = handOver.attach({
      post: (group) => channel.post({ kind: 'events', uplink, group }),
      postDrops: (drops) => channel.post({ kind: 'drops', uplink, drops }),
    });
    const { handedOver } = handOver;
    const counters = withUnseen(snapshot?.counters ?? NOTHING_COUNTED, handedOver, snapshot?.taken);
    channel.post({
      kind: 'open',
      uplink,
      backend: backend.id,
      plan,
      taken: { ...handedOver },
      stored,
      resume: wasKnown ? { counters, orderBase, kept: handOver.copy.save(), groups } : undefined,
    });
    if (wasKnown) handOver.settleDrops();
    if (isStarted) channel.post({ kind: 'command', uplink, command: 'start' });
    if (record.isPaused) channel.post({ kind: 'command', uplink, command: 'pause' });
    handOver.handOver();
    handOver.handOverDrops();
  }

  private closeUplink({ record, closing }: EngineUplink, channel: EngineChannel): void {
    if (!closing) return;
    record.handOver.handOverAll();
    const { graceMs, isLeft } = closing;
    channel.post({ kind: 'close', uplink: record.id, graceMs, isLeft });
    // Events that come in from now on wait for a successor.
    record.handOver.detach();
  }

  private ask(toMessage: (id: number) => ToEngine): Promise<number | readonly EdgeEvent[]> {
    const id = ++this.ids;
    const message = toMessage(id);
    return new Promise((answer, fail) => {
      this.calls.set(id, { message, answer, fail });
      this.channel?.post(message);
      this.updateHold();
    });
  }

  private take(message: FromEngine): void {
    switch (message.kind) {
      case 'ready':
        this.hasWorked = true;
        return;
      case 'answer':
        this.calls.get(message.id)?.answer(message.value);
        this.calls.delete(message.id);
        return;
      case 'failed':
        this.calls.get(message.id)?.fail(new Error(message.error));
        this.calls.delete(message.id);
        return;
      default:
        this.takeOfUplink(message);
    }
  }

  /** Outcomes of events count even while the uplink waits for a successor. A listener's error stops nothing here. */
  private takeOfUplink(message: OfUplink): void {
    const uplink = this.uplinks.get(message.uplink);
    try {
      if (message.kind === 'hearing') void this.answerHearing(message, uplink);
      else if (isOfRecord(message)) this.records.get(message.uplink)?.take(message);
      else if (uplink) this.tell(uplink, message);
      if (message.kind === 'snapshot') uplink?.listener.onFigures?.();
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown.message : String(thrown);
      this.channel?.post({ kind: 'listener-failed', uplink: message.uplink, error });
    }
  }

  private async answerHearing(
    { uplink: name, id }: Hearing,
    uplink: EngineUplink | undefined,
  ): Promise<void> {
    const { life } = this;
    const isHeard = uplink !== undefined && ((await uplink.listener.isHeard?.()) ?? true);
    if (life === this.life) this.channel?.post({ kind: 'heard', uplink: name, id, isHeard });
  }

  private tell(uplink: EngineUplink, message: Exclude<OfUplink, OfRecord | Hearing>): void {
    const { listener } = uplink;
    switch (message.kind) {
      case 'event':
        listener.onEvent(message.event);
        return;
      case 'state':
        listener.onState(message.state);
        return;
      case 'storage':
        listener.onStorage?.(message.state);
        return;
      case 'findings':
        listener.onFindings?.(message.findings);
        return;
      case 'closed':
        this.onClosed(uplink);
        return;
    }
  }

  private onClosed(uplink: EngineUplink): void {
    const { record, closing } = uplink;
    this.uplinks.delete(record.id);
    if (!closing?.isLeft) this.records.delete(record.id);
    closing?.closed();
  }

  private onEnd(life: number, reason: string): void {
    if (life !== this.life) return;
    this.channel = undefined;
    for (const { record } of this.uplinks.values()) record.handOver.detach();
    if (!this.hasWorked) this.doWithoutThread(reason);
    const lived = this.clock.monotonic() - this.startedAt;
    this.deaths = lived > LIVED_MS ? 0 : this.deaths + 1;
    if (this.uplinks.size === 0 && this.calls.size === 0) return;
    const [first] = this.uplinks.values();
    first?.listener.onFindings?.([
      `The engine died and is being restarted; accepted events are kept: ${reason}`,
    ]);
    const pause = Math.min(this.longestPauseMs, FIRST_PAUSE_MS * 2 ** Math.max(0, this.deaths - 1));
    this.cancelRestart = this.clock.after(pause, () => this.restart(), true);
  }

  /** Switches to the fallback, because no thread can run here. */
  private doWithoutThread(reason: string): void {
    if (this.openChannel === this.fallBack) return;
    this.openChannel = this.fallBack;
    process.emitWarning(`The engine runs on the main thread: ${reason}`, 'WirebandWarning');
  }
}

/** The counters that an engine last reported before it died, plus what it was handed after that. */
function withUnseen(counters: Counters, handedOver: Taken, seen: Taken | undefined): Counters {
  const { events = 0, bytesIn = 0, suppressed = 0, refused = 0 } = seen ?? {};
  const unseenDrops = handedOver.refused - refused;
  const { overflow = 0 } = counters.drops;
  return {
    ...counters,
    ingested: counters.ingested + handedOver.events - events,
    bytesIn: counters.bytesIn + handedOver.bytesIn - bytesIn,
    suppressed: counters.suppressed + handedOver.suppressed - suppressed,
    drops: unseenDrops > 0 ? { ...counters.drops, overflow: overflow + unseenDrops } : counters.drops,
  };
}
