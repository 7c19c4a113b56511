import type { NodeAPI } from 'node-red';
import {
  DeltaFilter,
  type Earlier,
  isOneLimit,
  type MessageContext,
  type StatedLimit,
  type StatedLimits,
  type WindowReport,
} from '../../src/delta';
import { decodePayload, peekPayload, topicText } from '../../src/payload';
import { DELTA } from '../../src/settings/delta';
import { timeOf } from '../../src/uplink';
import { DeltaMemory } from '../runtime/DeltaMemory';
import { DueTimer } from '../runtime/DueTimer';
import { heldMessage, noteVerdict, staleMessage, windowMessage } from '../runtime/deltaMessages';
import { optionalOutputs, outputPlaces } from '../runtime/deltaOutputs';
import { type DeltaConfig, isOfRelease010, keepsMessages } from '../runtime/deltaSettings';
import { DeltaStatus } from '../runtime/deltaStatus';
import { isRepeated, keepMessage, letMessageGo } from '../runtime/followMessages';
import { serveReadings } from '../runtime/readingsEndpoint';
import { type IncomingMessage, type OutgoingMessage, registerNode, type Send } from '../runtime/register';
import { SeriesActivity } from '../runtime/seriesActivity';
import { openProject } from '../runtime/spoolPlace';

type Context = MessageContext<IncomingMessage>;

/** What the filter is told about a message. @param keeps whether it may ask for the message later. */
function contextOf(message: IncomingMessage, now: number, keeps: boolean): Context {
  const { wireband, timestamp } = message;
  const time = timestamp === undefined ? undefined : timeOf(timestamp);
  if (typeof wireband !== 'object' || wireband === null) {
    return { now, time, ref: keeps ? message : undefined };
  }
  const device: unknown = Reflect.get(wireband, 'device');
  const field: unknown = Reflect.get(wireband, 'field');
  return {
    now,
    time,
    device: typeof device === 'string' ? device : undefined,
    field: typeof field === 'string' ? field : undefined,
    wireband,
    ref: keeps ? message : undefined,
  };
}

/** Buffers are shared, even by copies of a message: a kept message must not change with the sender's buffer. */
function keepBytes(message: IncomingMessage): void {
  if (Buffer.isBuffer(message.payload)) message.payload = Buffer.from(message.payload);
}

/** The limit of one number of a payload. */
function limitAt(limits: StatedLimits | undefined, keys: readonly string[]): StatedLimit | undefined {
  return limits === undefined || isOneLimit(limits) ? limits : limits[keys.join('.')];
}

/** A list with one message, for the output at this place. */
function only(place: number, message: OutgoingMessage): (OutgoingMessage | null)[] {
  return [...Array<null>(place).fill(null), message];
}

export = (RED: NodeAPI): void => {
  const shown = serveReadings(RED);
  registerNode<DeltaConfig>(RED, 'wireband-delta', (node, config) => {
    const isOld = isOfRelease010(config);
    const filter = new DeltaFilter<IncomingMessage>(isOld ? { ...config, statusFields: [] } : config);
    const keeps = keepsMessages(config);
    // With `partial`, parts of the compared values are sent, and values that were only peeked at must not be.
    const decode = config.partial ? decodePayload : peekPayload;
    const places = outputPlaces(optionalOutputs(config));
    const persist = DELTA.persist.read('persist', config.persist);
    const memory = new DeltaMemory(node, persist, RED.settings.userDir, openProject(RED));
    const letGo = new Set<IncomingMessage>();
    filter.watchHeld({
      onHeld(message) {
        letGo.delete(message);
        keepMessage(message);
      },
      onLetGo: (message) => letGo.add(message),
    });
    /** Releases messages that the filter no longer holds: they were sent, or suppressed for good. */
    const finishLetGo = (): void => {
      if (letGo.size === 0) return;
      for (const message of letGo) letMessageGo(message);
      letGo.clear();
    };
    const readings = memory.take(filter);
    const hideReadings = shown.open(node, readings, ({ keys, ...series }) =>
      limitAt(filter.limitsOf(series.topic, series), keys),
    );
    const status = new DeltaStatus(RED, node, () => filter.allLimits());
    const activity = new SeriesActivity(node.id, node.name ?? '');

    const timer = new DueTimer(() => {
      sendDue((messages) => node.send(messages));
      timer.set(filter.nextDue);
    });
    const sendHeld = (
      message: IncomingMessage,
      held: Earlier<IncomingMessage>,
      send: Send,
      limits?: StatedLimits,
    ): void => {
      status.takeBack();
      send(heldMessage(ownOf(message, held.partial), held, limits));
    };
    const sendDue = (send: Send): void => {
      for (const due of filter.due(Date.now())) {
        if (due.kind === 'held') {
          if (due.ref) sendHeld(due.ref, due, send);
        } else if (due.kind === 'window') sendWindow(due, send);
        else if (places.stale !== undefined) send(only(places.stale, staleMessage(due)));
      }
      finishLetGo();
    };
    const sendWindow = (report: WindowReport, send: Send): void => {
      if (places.windows !== undefined) send(only(places.windows, windowMessage(report)));
    };
    timer.set(filter.nextDue);

    /** A copy for a partial message: further parts of a held message may be sent later. */
    const ownOf = (message: IncomingMessage, partial: unknown): IncomingMessage =>
      keeps && partial !== undefined ? RED.util.cloneMessage(message) : message;

    /** For the preview: its errors must not affect the message. */
    const keepReading = (
      topic: string,
      values: unknown,
      message: IncomingMessage,
      context: Context,
    ): void => {
      const { now = 0, time = now, device, field } = context;
      const source = { topic, device, field };
      try {
        readings.add(source, values, time, message.wireband);
      } catch {
        readings.forget(source);
      }
    };

    return {
      onInput(message, send, done) {
        const topic = topicText(message.topic);
        if (message.reset === true || message.reset === 'all') {
          if (message.reset === 'all') filter.resetAll();
          else filter.reset(topic);
          sendDue(send);
          timer.set(filter.nextDue);
          done();
          return;
        }
        if (keeps) keepBytes(message);
        const values = decode(message.payload);
        const now = Date.now();
        const context = isOld ? { now } : contextOf(message, now, keeps);
        if (isRepeated(message)) {
          filter.reset(topic);
          sendDue(send);
        }
        // Text that is not JSON, and values decoded from JSON, must not be decoded twice.
        const verdict = filter.check(topic, typeof values === 'string' ? message.payload : values, context);
        const { pass, suppressed, earlier } = verdict;
        keepReading(topic, values, message, context);
        const isShown = pass || earlier !== undefined || places.suppressed !== undefined;
        const limits = isShown ? filter.limitsOf(topic, context) : undefined;
        for (const held of earlier ?? []) if (held.ref) sendHeld(held.ref, held, send, limits);
        if (pass) {
          const own = ownOf(message, verdict.partial);
          send(noteVerdict(own, verdict.reason, suppressed, verdict.partial, limits));
        } else if (places.suppressed !== undefined) {
          const shown = keeps ? RED.util.cloneMessage(message) : message;
          send(only(places.suppressed, noteVerdict(shown, 'unchanged', suppressed, undefined, limits)));
        }
        finishLetGo();
        status.count(!pass, filter.evicted);
        activity.count(now, topic, context.field, !pass);
        timer.set(filter.nextDue);
        done();
      },
      onClose(removed) {
        timer.clear();
        status.close();
        hideReadings();
        activity.close();
        if (!removed) {
          memory.leave(filter);
          return;
        }
        for (const held of filter.flush()) if (held.ref) node.send(heldMessage(held.ref, held));
        for (const report of filter.flushWindows()) sendWindow(report, (messages) => node.send(messages));
        finishLetGo();
        memory.removeFile();
      },
    };
  });
};
