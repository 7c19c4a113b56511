import { peekPayload } from '../../payload';
import type { Classifier } from '../decision/Classifier';
import { LeafWalk, MAX_VALUES } from '../leaves/LeafWalk';
import { conventionOf } from '../topics/conventionOf';
import { isContainer } from '../values/isContainer';
import { takeLeaves } from './forms/forms';
import { LeafReader, type Reading } from './LeafReader';

/**
 * Splits a payload into its readings. Text and bytes that are JSON are read as such.
 * @param now milliseconds since the epoch, for payloads whose times are relative to now.
 * @returns undefined for a message that is not split: one value, a command, a description of a device, or more values
 * than are visited.
 */
export function readingsOf(
  classifier: Classifier,
  topic: string,
  payload: unknown,
  now: () => number = Date.now,
): readonly Reading[] | undefined {
  try {
    const decoded = peekPayload(payload);
    if (!isContainer(decoded) || isIndivisible(classifier, topic)) return undefined;
    const keys = Object.keys(decoded);
    // Bytes that are not text are one value.
    const isBytes = payload instanceof Uint8Array && keys.length === 1 && keys[0] === 'base64';
    if (keys.length > MAX_VALUES || isBytes) return undefined;
    const reader = new LeafReader(classifier, topic);
    const walk = new LeafWalk({
      now,
      isMetaName: (name, value) => reader.isMetaName(name, value),
      measuresIn: (unit, name, value) => reader.measuresIn(unit, name, value),
      measuresBelow: (unit, path, value) => reader.measuresBelow(unit, path, value),
      saysNothing: (name) => reader.saysNothing(name),
      hasNoVoltage: (name) => reader.hasNoVoltage(name),
      measuresAs: (other, name, value) => reader.measuresAs(other, name, value),
    });
    takeLeaves(decoded, walk);
    return walk.isBeyondBounds ? undefined : reader.readAll(walk.leaves);
  } catch {
    // A proxy of the payload threw.
    return undefined;
  }
}

/** Last levels of topics whose messages request something. */
const ASKING = /(?:^|\/)(?:set|get|cmd|command)$/i;

/** Whether messages of a topic request something or describe a device: they are one thing, whatever they hold. */
function isIndivisible(classifier: Classifier, topic: string): boolean {
  const row = conventionOf(topic)?.row;
  if (row?.kind === 'command' || row?.name === 'Home Assistant discovery' || ASKING.test(topic)) return true;
  return classifier.classifyLeaf(topic, { path: '', value: 0 }).kind === 'command';
}
