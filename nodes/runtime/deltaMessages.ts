import {
  type Earlier,
  isOneLimit,
  type StaleReport,
  type StatedLimits,
  type WindowReport,
} from '../../src/delta';
import { timeOf } from '../../src/uplink';
import type { IncomingMessage, OutgoingMessage } from './register';
import { type DeltaNote, withDelta } from './wirebandOf';

/**
 * Notes the filter's decision on a message; `partial` if it contains only the values that changed, `limits` if mode
 * auto chose them.
 */
export function noteVerdict(
  message: IncomingMessage,
  reason: string,
  suppressed: number,
  partial?: { readonly payload: unknown },
  limits?: StatedLimits,
): IncomingMessage {
  const note: DeltaNote = partial ? { reason, suppressed, partial: true } : { reason, suppressed };
  message.wireband = withDelta(message.wireband, limits ? { ...note, ...noteOf(limits) } : note);
  if (partial) message.payload = partial.payload;
  return message;
}

function noteOf(limits: StatedLimits): Pick<DeltaNote, 'limit' | 'limits'> {
  return isOneLimit(limits) ? { limit: limits } : { limits };
}

/** A message that was held, ready to be sent now, with the time of its measurement. */
export function heldMessage(
  message: IncomingMessage,
  { reason, suppressed, time, partial }: Earlier<IncomingMessage>,
  limits?: StatedLimits,
): IncomingMessage {
  if (timeOf(message.timestamp) === undefined) message.timestamp = time;
  return noteVerdict(message, reason, suppressed, partial, limits);
}

/** What the output for stale series sends: `msg.event` is `stale`, times are in milliseconds since the epoch. */
export function staleMessage({ topic, device, field, lastSeen, silentFor }: StaleReport): OutgoingMessage {
  return {
    topic,
    event: 'stale',
    payload: {
      lastSeen,
      silentFor,
      ...(device === undefined ? {} : { device }),
      ...(field === undefined ? {} : { field }),
    },
  };
}

/**
 * What the output for windows sends: `msg.event` is `window`, the time is the window's start, and `msg.wireband` says
 * what is measured, like the messages in the window, and gives its start (ms since the epoch) and length (s).
 */
export function windowMessage({ topic, start, length, late, payload, facts }: WindowReport): OutgoingMessage {
  const window = late === 0 ? { start, length } : { start, length, late };
  return { topic, event: 'window', timestamp: start, payload, wireband: { ...facts, window } };
}
