import type { Classification } from '../../src/classify';
import type { StatedLimit } from '../../src/delta';

/*
 * `msg.wireband` belongs to the message and may be modified, so each message gets its own object. They are literals,
 * because spreading an object and adding to it costs V8 twenty times as much.
 */

/** What wireband-classify puts on a message. The classification itself is shared with other messages. */
export function wirebandOf(found: Classification): Classification {
  const own = withoutQuality(found);
  return found.quality === undefined ? own : Object.assign(own, { quality: found.quality });
}

function withoutQuality(found: Classification): Classification {
  const { symbol, code, name, family, quantity, unit, kind, by, match } = found;
  if (quantity === undefined) {
    return unit === undefined
      ? { symbol, code, name, family, kind, by, match }
      : { symbol, code, name, family, unit, kind, by, match };
  }
  return unit === undefined
    ? { symbol, code, name, family, quantity, kind, by, match }
    : { symbol, code, name, family, quantity, unit, kind, by, match };
}

/** What wireband-delta says about a message. */
export interface DeltaNote {
  readonly reason: string;
  readonly suppressed: number;
  readonly partial?: true;
  /** Mode auto: what counts as a change of the value, and why. */
  readonly limit?: StatedLimit;
  /** The same for a payload with several numbers, by path. */
  readonly limits?: Readonly<Record<string, StatedLimit>>;
}

/** `msg.wireband` with the change filter's note; other properties stay. */
export function withDelta(wireband: unknown, delta: DeltaNote): object {
  if (typeof wireband !== 'object' || wireband === null) return { delta };
  return Object.assign({}, wireband, { delta });
}
