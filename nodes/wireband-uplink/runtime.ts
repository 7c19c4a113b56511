import { setImmediate } from 'node:timers/promises';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { Classifier } from '../../src/classify';
import { type EngineUplink, uplinkPlan } from '../../src/engine';
import {
  readUplinkSettings,
  toEvent,
  type UplinkEvent,
  UplinkLog,
  type UplinkSettings,
} from '../../src/uplink';
import { backendLink } from '../runtime/BackendLink';
import { errorTold } from '../runtime/errorTold';
import { holdMessage } from '../runtime/followMessages';
import { warnOfOrphans } from '../runtime/orphanWarnings';
import { statisticsMessage } from '../runtime/ownStatistics';
import {
  type IncomingMessage,
  type NodeBehaviour,
  registerNode,
  type Send,
  toError,
} from '../runtime/register';
import { monitorUplink, showStopped } from '../runtime/runningUplinks';
import { ShownUplink } from '../runtime/ShownUplink';
import { spoolPlace } from '../runtime/spoolPlace';
import { caughtMessage, outputsOf } from '../runtime/uplinkMessages';

type UplinkConfig = NodeDef & UplinkSettings & { backend?: string };

/** How long a closing node keeps sending: well below what a user notices on deploy. */
const CLOSE_GRACE_MS = 300;

/** Messages that the change filter held back before this one, as wireband-delta noted on it. */
function suppressedBefore(message: IncomingMessage): number {
  const suppressed: unknown = Object(Object(message.wireband).delta).suppressed;
  return typeof suppressed === 'number' && suppressed > 0 ? Math.floor(suppressed) : 0;
}

/** Events that must reach someone: while the node closes, their receivers may be gone, so its successor sends them. */
const isReport = ({ event }: UplinkEvent): boolean => event === 'dropped' || event === 'quarantined';

/** Resolves once sent messages have reached the next nodes: Node-RED delivers in a later turn of the event loop. */
async function delivered(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** Executes `msg.command`. @throws {Error} for an unknown command. */
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

/** Says what happens to undelivered events when a node is deleted or disabled. */
function farewell({ depth, storage }: EngineUplink, directory: string | undefined): string {
  const left = `Deleted or disabled with ${depth} undelivered events`;
  return storage.kind === 'memory' || directory === undefined
    ? `${left} in memory: they are lost.`
    : `${left}: they stay in ${directory}. "wireband-edge spool" lists, exports and discards them.`;
}

/** Says what happens to events that could not be written to a failing disk. */
function unsavedText({ events, reason }: NonNullable<EngineUplink['unsaved']>, removed: boolean): string {
  const after = removed
    ? 'They are lost.'
    : 'They are lost if Node-RED stops now; after a deploy they keep waiting.';
  return `Closed with ${events} events in memory only, because they cannot be written (${reason}). ${after}`;
}

export = (RED: NodeAPI): void => {
  warnOfOrphans(RED);
  const start = (node: Node, config: UplinkConfig): NodeBehaviour => {
    const backend = backendLink(RED, config.backend);
    const options = readUplinkSettings(config, backend.catalog);
    const classifier = new Classifier({ catalog: backend.catalog });
    const { key, directory, project, warning } = spoolPlace(RED, node.id);
    if (warning !== undefined) node.warn(warning);
    if (options.storage === 'disk' && directory === undefined) {
      node.warn('This Node-RED has no user directory: events are kept in memory.');
    }

    const { deviceId } = backend.options;
    const about = { id: node.id, name: node.name ?? '', deviceId, ...(project !== undefined && { project }) };
    const log = new UplinkLog({
      logger: {
        info: (line) => node.log(line),
        warn: (line) => node.warn(line),
        error: (line) => node.error(line),
      },
      url: backend.inEngine.url,
      flushBatch: options.flushBatch,
      depth: () => uplink.depth,
      waitMs: () => uplink.waitMs,
      waitingAside: () => uplink.waitingAside,
      lastError: () => uplink.lastError,
      tell: (line, event) => errorTold(RED, node, line, caughtMessage(event, backend.catalog)),
    });
    const status = new ShownUplink(RED, node, () => uplink, options);
    let isClosing = false;

    const release = backend.inEngine.use();
    const uplink = backend.inEngine.engine.uplink(
      key,
      backend.inEngine,
      uplinkPlan(options, directory, about),
      {
        onEvent(event) {
          monitored.onEvent(event);
          if (!isClosing || !isReport(event)) node.send(outputsOf(event, backend.catalog));
          log.onEvent(event);
          status.onEvent(event);
        },
        isHeard: async () => {
          await delivered();
          return !isClosing;
        },
        onState(state) {
          log.onState(state);
          status.onState(state);
        },
        onFindings: (findings) => log.onFindings(findings),
        onFigures() {
          log.onFigures(uplink.depth, uplink.state);
          status.show();
        },
      },
    );
    const monitored = monitorUplink(node, { uplink, directory, link: () => uplink.state });
    status.show();
    uplink.start();
    const take = (message: IncomingMessage, done: () => void, onSafe?: () => void): void => {
      const event = toEvent(message, classifier, backend.catalog, Date.now(), options.alarmSymbols);
      uplink.ingest(event, done, suppressedBefore(message), onSafe);
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
        take(message, done, holdMessage(message, true));
      },
      async onClose(removed) {
        isClosing = true;
        log.ending();
        clearInterval(statsTimer);
        monitored.close(removed);
        await uplink.close(CLOSE_GRACE_MS, !removed);
        release();
        log.close();
        status.close();
        if (uplink.unsaved) node.error(unsavedText(uplink.unsaved, removed));
        else if (removed && uplink.depth > 0) node.warn(farewell(uplink, directory));
      },
    };
  };
  registerNode(RED, 'wireband-uplink', start, showStopped);
};
