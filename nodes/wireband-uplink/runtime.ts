import type { NodeAPI, NodeDef } from 'node-red';
import { Classifier } from '../../src/classify';
import { wirebandFormat } from '../../src/frame';
import { MemorySpool } from '../../src/spool';
import {
  type LinkState,
  readUplinkSettings,
  Statistics,
  toEvent,
  Uplink,
  type UplinkEvent,
  type UplinkSettings,
} from '../../src/uplink';
import { backendLink } from '../runtime/BackendLink';
import {
  type IncomingMessage,
  type OutgoingMessage,
  registerNode,
  type Send,
  toError,
} from '../runtime/register';
import { StatusReporter } from '../runtime/StatusReporter';
import { uplinkStatus } from '../runtime/uplinkStatus';

type UplinkConfig = NodeDef & UplinkSettings & { backend?: string };

interface Backlog {
  readonly spool: MemorySpool;
  readonly statistics: Statistics;
}

/** Backlogs by node id while a deploy has their node stopped: the node's successor takes them over. */
const backlogs = new Map<string, Backlog>();

/** How long a close goes on sending, well under what a user notices at a deploy. */
const CLOSE_GRACE_MS = 300;

/** Messages that the change filter held back before this one, as wireband-delta noted on it. */
function suppressedBefore(message: IncomingMessage): number {
  const suppressed: unknown = Object(Object(message.wireband).delta).suppressed;
  return typeof suppressed === 'number' && suppressed > 0 ? Math.floor(suppressed) : 0;
}

/** The event as the node's two outputs send it: receipts and lifecycle, quarantined events. */
function toMessages(event: UplinkEvent): (OutgoingMessage | null)[] {
  if (event.event !== 'quarantined') return [{ event: event.event, payload: event.payload }, null];
  const { topic, symbol, data, time } = event.payload.event;
  const message = { topic, payload: JSON.parse(data), timestamp: time, wireband: { symbol } };
  return [null, { ...message, error: { message: event.payload.error } }];
}

/** Does what `msg.command` says. @throws {Error} for a command that there is not. */
async function command(uplink: Uplink, message: IncomingMessage, send: Send): Promise<void> {
  switch (message.command) {
    case 'flush':
      return uplink.flush();
    case 'pause':
      return uplink.pause();
    case 'resume':
      return uplink.resume();
    case 'stats':
      return send([{ ...message, event: 'stats', payload: uplink.stats() }, null]);
    case 'retry-quarantine':
      await uplink.retryQuarantine();
      return;
    case 'clear-quarantine':
      await uplink.clearQuarantine();
      return;
    default:
      throw new Error(
        `Unknown msg.command ${JSON.stringify(message.command)}; use flush, stats, pause, resume, retry-quarantine or clear-quarantine.`,
      );
  }
}

export = (RED: NodeAPI): void => {
  registerNode<UplinkConfig>(RED, 'wireband-uplink', (node, config) => {
    const options = readUplinkSettings(config);
    const backend = backendLink(RED, config.backend);
    const classifier = new Classifier({ catalog: backend.catalog });

    const backlog = backlogs.get(node.id) ?? {
      spool: new MemorySpool(options.spool),
      statistics: new Statistics(Date.now()),
    };
    backlogs.delete(node.id);

    const status = new StatusReporter(node);
    let state: LinkState = { kind: 'connecting' };
    const showStatus = () =>
      status.update(() => uplinkStatus(RED, state, backlog.spool.depth, options.flushBatch));

    const uplink = new Uplink(
      options,
      {
        ...backlog,
        transport: backend.transport,
        format: wirebandFormat,
        context: { deviceId: backend.options.deviceId, envelope: backend.options.envelope },
        compression: backend.options.compression,
      },
      {
        onEvent(event) {
          node.send(toMessages(event));
          showStatus();
        },
        onState(changed) {
          state = changed;
          showStatus();
        },
      },
    );
    backlog.spool.configure(options.spool);
    const release = backend.use();
    showStatus();
    uplink.start();

    return {
      onInput(message, send, done) {
        if (message.command !== undefined) {
          command(uplink, message, send).then(
            () => done(),
            (error: unknown) => done(toError(error)),
          );
          return;
        }
        uplink.ingest(
          toEvent(message, classifier, backend.catalog, Date.now()),
          done,
          suppressedBefore(message),
        );
        if (state.kind !== 'online') showStatus();
      },
      async onClose(removed) {
        await uplink.close(CLOSE_GRACE_MS);
        release();
        status.close();
        if (!removed) backlogs.set(node.id, backlog);
        else if (backlog.spool.depth > 0) {
          node.warn(
            `Deleted or disabled with ${backlog.spool.depth} undelivered events in memory: they are lost.`,
          );
        }
      },
    };
  });
};
