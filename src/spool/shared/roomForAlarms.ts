import type { BatchLimits, SpoolOptions } from '../Spool';

/**
 * The part of a spool that events other than alarms may take up in batches. What is in a batch may have been sent and
 * makes no room; with more of it, alarms would have to go while these stay.
 */
const BATCHED_PART = 1 / 8;

/**
 * The limits of a batch of other events than alarms, so that alarms find room next to it. It may have one event in any
 * case.
 * @param batched what such batches hold already.
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
