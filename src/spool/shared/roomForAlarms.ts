import type { BatchLimits, SpoolOptions } from '../Spool';

/**
 * The part of a spool that events other than alarms may take up in batches. Events in a batch may have been sent and
 * cannot make room; with more of them, alarms would have to be dropped while these stay.
 */
const BATCHED_PART = 1 / 8;

/**
 * The limits of a batch of events other than alarms that leave room for alarms. They always allow one event.
 * @param batched what such batches already hold.
 */
export function leavingRoomForAlarms(
  limits: BatchLimits,
  { capacity, maxBytes }: SpoolOptions,
  batched: BatchLimits,
): BatchLimits {
  const events = Math.floor(capacity * BATCHED_PART) - batched.events;
  const bytes = Math.floor(maxBytes * BATCHED_PART) - batched.bytes;
  return {
    events: Math.max(1, Math.min(limits.events, events)),
    bytes: Math.max(1, Math.min(limits.bytes, bytes)),
  };
}
