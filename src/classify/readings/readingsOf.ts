import { decodePayload } from '../../payload';
import type { Classification } from '../Classification';
import type { Classifier } from '../Classifier';
import { isContainer } from './Field';
import type { Leaf } from './Leaf';
import { below, LeafWalk } from './LeafWalk';

/** One value of a payload, as a message of its own. */
export interface Reading {
  /** The topic of the message with the leaf's path after it. */
  readonly topic: string;
  readonly leaf: Leaf;
  readonly classification: Classification;
  /** No reading but what is said beside one: a time, an id, the quality of a link, a missing value. */
  readonly isMeta: boolean;
}

/**
 * Takes a payload apart. Text and bytes that are JSON are read as such.
 * @param now milliseconds since the epoch, for payloads whose times are relative to now.
 * @returns undefined for a payload that is one value, or has more values than are looked at: it goes on whole.
 */
export function readingsOf(
  classifier: Classifier,
  topic: string,
  payload: unknown,
  now: () => number = Date.now,
): readonly Reading[] | undefined {
  try {
    const decoded = decodePayload(payload);
    if (!isContainer(decoded)) return undefined;
    const walk = new LeafWalk(now);
    walk.walk(decoded, { path: '' });
    return walk.isBeyondBounds ? undefined : walk.leaves.map((leaf) => toReading(classifier, topic, leaf));
  } catch {
    // A proxy of the payload threw.
    return undefined;
  }
}

function toReading(classifier: Classifier, topic: string, leaf: Leaf): Reading {
  const { classification, kind } = classifier.classifyLeaf(topic, leaf);
  return {
    topic: leaf.path === '' ? topic : below(topic, leaf.path),
    leaf,
    classification,
    isMeta: leaf.meta === true || kind === 'meta',
  };
}
