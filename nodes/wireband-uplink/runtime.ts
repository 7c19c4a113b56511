import type { NodeAPI, NodeDef } from 'node-red';
import { Classifier } from '../../src/classify';
import { type EngineUplink, uplinkPlan } from '../../src/engine';
import {
  type LinkState,
  readUplinkSettings,
  toEvent,
  type UplinkEvent,
  type UplinkSettings,
} from '../../src/uplink';
import { backendLink } from '../runtime/BackendLink';
import { statisticsMessage } from '../runtime/ownStatistics';
import {
  type IncomingMessage,
  type OutgoingMessage,
  registerNode,
  type Send,
  toError,
} from '../runtime/register';
import { monitorUplink } from '../runtime/runningUplinks';
import { StatusReporter } from '../runtime/StatusReporter';
import { spoolPlace } from '../runtime/spoolPlace';
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
async function command(uplink: EngineUplink, message: IncomingMessage, send: Send): Promise<void> {
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
function farewell({ depth, storage }: EngineUplink, directory: string | undefined): string {
  const left = `Deleted or disabled with ${depth} undelivered events`;
  return storage.kind === 'memory' || directory === undefined
    ? `${left} in memory: they are lost.`
    : `${left}: they stay in ${directory}. "wireband-edge spool" lists, exports and discards them.`;
}

export = (RED: NodeAPI): void => {
  registerNode<UplinkConfig>(RED, 'wireband-uplink', (node, config) => {
    const backend = backendLink(RED, config.backend);
    const options = readUplinkSettings(config, backend.catalog);
    const classifier = new Classifier({ catalog: backend.catalog });
    const { key, directory, project, warning } = spoolPlace(RED, node.id);
    if (warning !== undefined) node.warn(warning);
    if (options.storage === 'disk' && directory === undefined) {
      node.warn('Node-RED has no user directory here: events are kept in memory.');
    }

    const { deviceId } = backend.options;
    const about = { id: node.id, name: node.name ?? '', deviceId, ...(project !== undefined && { project }) };
    const status = new StatusReporter(node);
    let link: LinkState = { kind: 'connecting' };
    const showStatus = () =>
      status.update(() => {
        const { storage, depth } = uplink;
        return uplinkStatus(RED, { link, storage, depth, flushBatch: options.flushBatch });
      });

    const release = backend.inEngine.use();
    const uplink = backend.inEngine.engine.uplink(
      key,
      backend.inEngine,
      uplinkPlan(options, directory, about),
      {
        onEvent(event) {
          monitored.onEvent(event);
          node.send(toMessages(event));
        },
        onState(changed) {
          link = changed;
          showStatus();
        },
        onStorage(storage) {
          if (storage.kind === 'failing') {
            node.error(`The disk fails, events are kept in memory for now: ${storage.error}`);
          }
        },
        onFindings(findings) {
          for (const finding of findings) node.warn(finding);
        },
        onFigures: showStatus,
      },
    );
    const monitored = monitorUplink(node, { uplink, directory, link: () => link });
    showStatus();
    uplink.start();
    const take = (message: IncomingMessage, done: () => void): void => {
      const event = toEvent(message, classifier, backend.catalog, Date.now(), options.alarmSymbols);
      uplink.ingest(event, done, suppressedBefore(message));
    };
    const { statsIntervalMs } = options;
    const statsTimer = statsIntervalMs > 0 ? setInterval(sendStatistics, statsIntervalMs) : undefined;
    function sendStatistics(): void {
      take(statisticsMessage(uplink.stats(), node.name || node.id), () => undefined);
    }

    return {
      onInput(message, send, done) {
        if (message.command !== undefined) {
          command(uplink, message, send).then(
            () => done(),
            (error: unknown) => done(toError(error)),
          );
          return;
        }
        take(message, done);
      },
      async onClose(removed) {
        clearInterval(statsTimer);
        monitored.close(removed);
        await uplink.close(CLOSE_GRACE_MS, !removed);
        release();
        status.close();
        if (removed && uplink.depth > 0) node.warn(farewell(uplink, directory));
      },
    };
  });
};
