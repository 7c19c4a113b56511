import { type Clock, systemClock } from '../clock';
import { DiskSpool } from '../spool';
import { HttpTransport, type HttpTransportOptions, type Transport } from '../uplink';
import { HostedBackend } from './HostedBackend';
import { type Backlog, HostedUplink } from './HostedUplink';
import type { FromEngine, ToEngine } from './messages';
import { Outbox } from './Outbox';
import type { OpenSpoolParts } from './openSpool';

export interface HostParts {
  readonly clock?: Clock;
  readonly makeTransport?: (options: HttpTransportOptions) => Transport;
  readonly files?: OpenSpoolParts['files'];
  /** In [0, 1). If given, nothing is left to chance. */
  readonly random?: () => number;
}

/** A successor comes within seconds, or not at all because flows were stopped or Node-RED is stopping. */
const SUCCESSOR_WITHIN_MS = 60_000;

/** Runs uplinks: everything from the intake of a group to the backend's response. */
export class EngineHost {
  private readonly clock: Clock;
  private readonly outbox: Outbox;
  private readonly backends = new Map<number, HostedBackend>();
  private readonly uplinks = new Map<string, HostedUplink>();
  /** What closed uplinks left for a possible successor, by uplink ID. */
  private readonly backlogs = new Map<string, { readonly backlog: Backlog; readonly cancel: () => void }>();

  /** @param send gets the engine's messages; called in a turn of its own, or during take(). */
  constructor(
    private readonly parts: HostParts,
    send: (messages: readonly FromEngine[]) => void,
  ) {
    this.clock = parts.clock ?? systemClock;
    this.outbox = new Outbox(send);
    this.outbox.add({ kind: 'ready' });
  }

  take(message: ToEngine): void {
    switch (message.kind) {
      case 'backend': {
        const { makeTransport = (options) => new HttpTransport(options) } = this.parts;
        this.backends.set(message.backend, new HostedBackend(message.plan, makeTransport));
        return;
      }
      case 'forget-backend':
        this.backends.get(message.backend)?.close();
        this.backends.delete(message.backend);
        return;
      case 'open':
        this.open(message);
        return;
      case 'events':
        this.uplinks.get(message.uplink)?.take(message.group);
        return;
      case 'drops':
        this.uplinks.get(message.uplink)?.refuse(message.drops);
        return;
      case 'command':
        this.uplinks.get(message.uplink)?.run(message.command);
        return;
      case 'call':
        this.call(message);
        return;
      case 'close':
        void this.close(message);
        return;
      case 'forget-uplink':
        void this.forget(message);
        return;
      case 'heard':
        this.uplinks.get(message.uplink)?.onHeard(message.id, message.isHeard);
        return;
      case 'listener-failed':
        this.uplinks.get(message.uplink)?.onListenerFailed(message.error);
        return;
      case 'last-events': {
        const value = this.backends.get(message.backend)?.lastEvents.events ?? [];
        this.outbox.add({ kind: 'answer', id: message.id, value });
        return;
      }
    }
  }

  private open(message: Extract<ToEngine, { readonly kind: 'open' }>): void {
    const backend = this.backends.get(message.backend);
    if (!backend) throw new Error(`Unknown backend ${message.backend}.`);
    const { files, random } = this.parts;
    const left = this.backlogs.get(message.uplink);
    left?.cancel();
    this.backlogs.delete(message.uplink);
    const parts = { ...(files && { files }), ...(random && { random }) };
    const { clock, outbox } = this;
    const uplink = new HostedUplink(message, { ...parts, clock, outbox, backend, left: left?.backlog });
    this.uplinks.set(message.uplink, uplink);
  }

  private call({ uplink: name, id, call, ids }: Extract<ToEngine, { readonly kind: 'call' }>): void {
    const uplink = this.uplinks.get(name);
    if (!uplink) {
      this.outbox.add({ kind: 'failed', id, error: 'The uplink is closed.' });
      return;
    }
    const work = call === 'retry-quarantine' ? uplink.retryQuarantine(ids) : uplink.clearQuarantine(ids);
    work.then(
      (value) => this.outbox.add({ kind: 'answer', id, value }, uplink),
      (error: unknown) => {
        this.outbox.add({
          kind: 'failed',
          id,
          error: error instanceof Error ? error.message : String(error),
        });
      },
    );
  }

  private async close({
    uplink: name,
    graceMs,
    isLeft,
  }: Extract<ToEngine, { kind: 'close' }>): Promise<void> {
    const uplink = this.uplinks.get(name);
    if (uplink) {
      const backlog = await uplink.close(graceMs, isLeft);
      this.uplinks.delete(name);
      if (isLeft) this.leave(name, backlog);
      else await backlog.spool.close();
    }
    this.outbox.add({ kind: 'closed', uplink: name });
  }

  private async forget({ id, uplink }: Extract<ToEngine, { kind: 'forget-uplink' }>): Promise<void> {
    const left = this.backlogs.get(uplink);
    this.backlogs.delete(uplink);
    left?.cancel();
    await left?.backlog.spool.close();
    this.outbox.add({ kind: 'answer', id, value: 0 });
  }

  /** Keeps a backlog for a successor. If none comes, a spool on disk is closed cleanly. */
  private leave(name: string, backlog: Backlog): void {
    const cancel = this.clock.after(SUCCESSOR_WITHIN_MS, () => {
      const { spool } = backlog;
      if (!(spool instanceof DiskSpool) || spool.storage.kind !== 'disk') return;
      this.backlogs.delete(name);
      void spool.close();
    });
    this.backlogs.set(name, { backlog, cancel });
  }
}
