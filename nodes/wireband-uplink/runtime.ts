import type { NodeAPI, NodeDef } from 'node-red';
import { Classifier } from '../../src/classify';
import { DiskSpool, writeAbout } from '../../src/spool';
import {
  type LinkState,
  readUplinkSettings,
  toEvent,
  Uplink,
  type UplinkEvent,
  type UplinkSettings,
} from '../../src/uplink';
import { backendLink } from '../runtime/BackendLink';
import { type Backlog, leaveBacklog, takeBacklog } from '../runtime/backlogs';
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

/** What becomes of what is left when a node is deleted or disabled, in words. */
function farewell({ spool }: Backlog): string {
  const left = `Deleted or disabled with ${spool.depth} undelivered events`;
  return spool instanceof DiskSpool
    ? `${left}: they stay in ${spool.directory}. "wireband-edge spool" lists, exports and discards them.`
    : `${left} in memory: they are lost.`;
}

export = (RED: NodeAPI): void => {
  registerNode<UplinkConfig>(RED, 'wireband-uplink', (node, config) => {
    const backend = backendLink(RED, config.backend);
    const options = readUplinkSettings(config, backend.catalog);
    const classifier = new Classifier({ catalog: backend.catalog });
    const { userDir } = RED.settings;
    if (options.storage === 'disk' && userDir === undefined) {
      node.warn('Node-RED has no user directory here: events are kept in memory.');
    }

    const backlog = takeBacklog(node.id, options, userDir);
    const { spool } = backlog;
    const { deviceId, envelope } = backend.options;
    if (spool instanceof DiskSpool) {
      const about = { id: node.id, name: node.name ?? '', deviceId };
      writeAbout(spool.directory, about).catch((error: unknown) => node.warn(toError(error).message));
    }

    const status = new StatusReporter(node);
    let link: LinkState = { kind: 'connecting' };
    const showStatus = () =>
      status.update(() =>
        uplinkStatus(RED, {
          link,
          storage: spool.storage,
          depth: spool.depth,
          flushBatch: options.flushBatch,
        }),
      );

    const uplink = new Uplink(
      options,
      {
        ...backlog,
        transport: backend.transport,
        format: backend.format,
        context: { deviceId, envelope },
        codings: backend.codings,
      },
      {
        onEvent(event) {
          node.send(toMessages(event));
          showStatus();
        },
        onState(changed) {
          link = changed;
          showStatus();
        },
        onStorage(storage) {
          if (storage.kind === 'failing') {
            node.error(`The disk fails, events are kept in memory for now: ${storage.error}`);
          }
          showStatus();
        },
        onFindings(findings) {
          for (const finding of findings) node.warn(finding);
        },
      },
    );
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
        const event = toEvent(message, classifier, backend.catalog, Date.now(), options.alarmSymbols);
        uplink.ingest(event, done, suppressedBefore(message));
        if (link.kind !== 'online') showStatus();
      },
      async onClose(removed) {
        await uplink.close(CLOSE_GRACE_MS);
        release();
        status.close();
        if (!removed) {
          leaveBacklog(node.id, backlog);
          return;
        }
        await spool.close();
        if (spool.depth > 0) node.warn(farewell(backlog));
      },
    };
  });
};
