import { MIB } from '../../../src/settings/limits';
import { UPLINK } from '../../../src/settings/uplink';

/** What comes in. */
export interface Intake {
  readonly perSecond: number;
  /** Of an event as the buffer counts it; undefined before any has waited. */
  readonly bytesPerEvent: number | undefined;
}

/** How much the buffer holds. */
export interface BufferLimits {
  readonly events: number;
  readonly bytes: number;
  /** Seconds after which what waits is dropped; 0 is never. */
  readonly age: number;
}

/** How long an outage may last before something is dropped, and what sets the limit. */
export interface BufferReach {
  readonly seconds: number;
  readonly limit: keyof BufferLimits;
  /** Of the bytes allowed, with all events in it; undefined where their size is not known. */
  readonly share: number | undefined;
}

/** Where two limits differ by no more, it is of no interest which comes first: events are rounded up by as much. */
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

/** What an outage needs, with the events rounded up to two digits. Bytes and age are raised where they are too little. */
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
