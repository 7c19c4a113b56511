import { decodePayload } from '../../payload';
import type { Classification } from '../Classification';
import type { Classifier } from '../Classifier';
import { conventionOf } from '../conventions';
import type { ReadingKind } from '../nameMeaning';
import { takeLeaves } from './forms/forms';
import { isContainer } from './isContainer';
import type { Leaf } from './Leaf';
import { LeafWalk, MAX_VALUES } from './LeafWalk';
import { below } from './Place';

/** One value of a payload, as a message of its own. */
export interface Reading {
  /** The topic of the message with the leaf's path after it. */
  readonly topic: string;
  readonly leaf: Leaf;
  readonly classification: Classification;
  readonly kind: ReadingKind;
  /** No reading but what is said beside one: a time, an id, the quality of a link, a missing value. */
  readonly isMeta: boolean;
}

/** What a name beside a value must say to be a reading of its own: a state or a count only describes the value. */
const OWN_KINDS: ReadonlySet<ReadingKind> = new Set([
  'reading',
  'extreme',
  'alert',
  'setpoint',
  'limit',
  'command',
]);

/**
 * Takes a payload apart. Text and bytes that are JSON are read as such.
 * @param now milliseconds since the epoch, for payloads whose times are relative to now.
 * @returns undefined for a message that goes on whole: one value, a command, a description of a device, or more
 * values than are looked at.
 */
export function readingsOf(
  classifier: Classifier,
  topic: string,
  payload: unknown,
  now: () => number = Date.now,
): readonly Reading[] | undefined {
  try {
    const decoded = decodePayload(payload);
    if (!isContainer(decoded) || isIndivisible(classifier, topic)) return undefined;
    const keys = Object.keys(decoded);
    // Bytes that are no text are one value.
    const isBytes = payload instanceof Uint8Array && keys.length === 1 && keys[0] === 'base64';
    if (keys.length > MAX_VALUES || isBytes) return undefined;
    const isMetaName = (name: string, value: unknown): boolean =>
      classifier.classifyLeaf('', { path: name, value: scalarOf(value) }).kind === 'meta';
    const walk = new LeafWalk({ now, isMetaName });
    takeLeaves(decoded, walk);
    return walk.isBeyondBounds ? undefined : walk.leaves.map((leaf) => toReading(classifier, topic, leaf));
  } catch {
    // A proxy of the payload threw.
    return undefined;
  }
}

/** Last levels of topics whose messages ask for something. */
const ASKING = /(?:^|\/)(?:set|get|cmd|command)$/i;

/** Whether messages of a topic ask for something, or describe a device: they are one thing whatever they hold. */
function isIndivisible(classifier: Classifier, topic: string): boolean {
  const row = conventionOf(topic)?.row;
  if (row?.kind === 'command' || row?.name === 'Home Assistant discovery' || ASKING.test(topic)) return true;
  return classifier.classifyLeaf(topic, { path: '', value: 0 }).kind === 'command';
}

function toReading(classifier: Classifier, topic: string, leaf: Leaf): Reading {
  const { classification, kind } = classify(classifier, topic, leaf);
  const { by } = classification;
  const isOwn = by === 'payload' || by === 'override' || by === 'keyword';
  const isAside = leaf.describes === true && !(isOwn && OWN_KINDS.has(kind) && !isWord(leaf.value));
  return {
    topic: leaf.path === '' ? topic : below(topic, leaf.path),
    leaf,
    classification,
    kind,
    isMeta: leaf.meta === true || kind === 'meta' || isAside,
  };
}

interface Found {
  readonly classification: Classification;
  readonly kind: ReadingKind;
}

function classify(classifier: Classifier, topic: string, leaf: Leaf): Found {
  const found = classifier.classifyLeaf(topic, leaf);
  const { by, quantity } = found.classification;
  if (by === 'override' || by === 'keyword') return found;
  if (leaf.meta || leaf.describes) return classifyAside(classifier, leaf, found);
  if (leaf.means !== undefined) return classifier.classifyLeaf('', { ...leaf, path: leaf.means });
  const last = leaf.path.slice(leaf.path.lastIndexOf('/') + 1);
  // `temperature/id` is no temperature, but `temperature/unit-7` is the one of a place.
  if (by === 'payload' && last !== leaf.path && !/\d/.test(last)) {
    const alone = classifier.classifyLeaf('', { ...leaf, path: last });
    if (alone.kind === 'meta') return alone;
  }
  if (leaf.says === undefined || (by === 'payload' && quantity !== undefined)) return found;
  const said = classifier.classifyLeaf(topic, { ...leaf, path: below(leaf.path, leaf.says) });
  return said.classification.quantity === undefined ? found : said;
}

/** What stands beside a reading is not what the topic says of the reading, nor, where it is meta, a reading's path. */
function classifyAside(classifier: Classifier, leaf: Leaf, found: Found): Found {
  const { path, value } = leaf;
  const last = path.slice(path.lastIndexOf('/') + 1);
  const alone = classifier.classifyLeaf('', { path: last, value });
  if (alone.kind === 'meta') return alone;
  if (leaf.meta && value !== null) return classifier.classifyLeaf('', { path: '', value, meta: true });
  return found.classification.by === 'topic' ? classifier.classifyLeaf('', leaf) : found;
}

function scalarOf(value: unknown): Leaf['value'] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function isWord(value: Leaf['value']): boolean {
  return typeof value === 'string' && value.trim() !== '' && Number.isNaN(Number(value));
}
