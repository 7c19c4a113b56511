import { MIB } from '../../../src/settings/limits';
import { UPLINK } from '../../../src/settings/uplink';

/** Rate and size of incoming events. */
export interface Intake {
  readonly perSecond: number;
  /** Size of an event as the buffer counts it; undefined until one has waited. */
  readonly bytesPerEvent: number | undefined;
}

/** How much the buffer holds. */
export interface BufferLimits {
  readonly events: number;
  readonly bytes: number;
  /** Seconds after which waiting events are dropped; 0 means never. */
  readonly age: number;
}

/** How long an outage may last before events are dropped, and which limit applies. */
export interface BufferReach {
  readonly seconds: number;
  readonly limit: keyof BufferLimits;
  /** Share of the allowed bytes that a buffer full of events uses; undefined if their size is unknown. */
  readonly share: number | undefined;
}

/** If two limits differ by no more than this, it does not matter which comes first: events are rounded up as much. */
const ABOUT_EQUAL = 1.1;

export function bufferReach({ events, bytes, age }: BufferLimits, intake: Intake): BufferReach {
  const { perSecond, bytesPerEvent } = intake;
  const reach: Readonly<Record<keyof BufferLimits, number>> = {
    events: events / perSecond,
    bytes: bytesPerEvent === undefined ? Number.POSITIVE_INFINITY : bytes / bytesPerEvent / perSecond,
    age: age === 0 ? Number.POSITIVE_INFINITY : age,
  };
  const limit = reach.events <= reach.bytes ? 'events' : 'bytes';
  const share = bytesPerEvent === undefined ? undefined : (events * bytesPerEvent) / bytes;
  const isCutShort = reach.age * ABOUT_EQUAL < reach[limit];
  return { seconds: Math.min(reach.age, reach[limit]), limit: isCutShort ? 'age' : limit, share };
}

/** The limits for an outage: events rounded up to two digits, bytes and age raised if they are too low. */
export function limitsForOutage(seconds: number, intake: Intake, present: BufferLimits): BufferLimits {
  const { min, max = Number.POSITIVE_INFINITY } = UPLINK.bufferSize;
  const events = Math.min(Math.max(roundedUp(seconds * intake.perSecond), min), max);
  const bytes = Math.ceil((events * (intake.bytesPerEvent ?? 0)) / MIB) * MIB;
  return {
    events,
    bytes: Math.max(present.bytes, bytes),
    age: present.age === 0 ? 0 : Math.max(present.age, seconds),
  };
}

function roundedUp(amount: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(amount, 1))) - 1);
  return Math.ceil(amount / step) * step;
}
