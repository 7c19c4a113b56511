import { jsonInside } from '../values/jsonInside';
import { isMetaGroup } from './metaFields';
import { listedObjects } from './tables';

/** Maximum number of fields that are visited; a reading has far fewer. */
const MAX_FIELDS = 1000;
/** Maximum number of items of an array that are visited: they are alike. */
const MAX_ARRAY_ITEMS = 100;
/** Maximum number of levels that are visited. */
const MAX_DEPTH = 8;

/** A field of a payload. */
export interface PayloadField {
  readonly key: string;
  readonly value: unknown;
  /** 0 = outermost. */
  readonly depth: number;
  /** The object that it is in; `parentKey` is the key of that object, `''` for the payload itself. */
  readonly container: object;
  /** The keys of that object. */
  readonly siblings: readonly string[];
  readonly parentKey: string;
  /** Whether that object is an item of a list. */
  readonly isItem: boolean;
  /** How many fields were seen, including this one. */
  readonly order: number;
}

/**
 * Visits the fields of a payload level by level, in order, up to bounds that only hostile payloads reach. What is in an
 * object about the link or the firmware is left out. Ends early if the visitor returns true.
 * @param rootKeys keys of the root, if known: listing those of a huge one takes time
 * @throws what a getter or proxy of the payload throws
 */
export function visitFields(
  root: unknown,
  rootKeys: readonly string[] | undefined,
  visit: (field: PayloadField) => boolean,
): void {
  let level: unknown[] = [root];
  let keys: string[] = [''];
  let items: Set<number> | undefined;
  let order = 0;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: unknown[] = [];
    const nextKeys: string[] = [];
    let nextItems: Set<number> | undefined;
    for (let i = 0; i < level.length; i++) {
      const container = level[i];
      const parentKey = keys[i] ?? '';
      const isItem = items?.has(i) === true;
      if (typeof container !== 'object' || container === null || ArrayBuffer.isView(container)) continue;
      if (Array.isArray(container)) {
        const room = Math.min(MAX_ARRAY_ITEMS, Math.max(0, MAX_FIELDS * 10 - next.length));
        const first = container.slice(0, room);
        const listed = Array.isArray(first[0]) ? listedObjects(first, MAX_ARRAY_ITEMS) : undefined;
        for (const item of listed?.objects ?? first) {
          nextItems ??= new Set();
          nextItems.add(next.length);
          next.push(item);
          nextKeys.push(parentKey);
        }
        continue;
      }
      const siblings = (container === root ? rootKeys : undefined) ?? Object.keys(container);
      for (let k = 0; k < siblings.length; k++) {
        const key = siblings[k] ?? '';
        if (++order > MAX_FIELDS) return;
        const value: unknown = Reflect.get(container, key);
        if (visit({ key, value, depth, container, siblings, parentKey, isItem, order })) return;
        const inner = typeof value === 'string' ? jsonInside(value) : value;
        if (typeof inner !== 'object' || inner === null || isMetaGroup(key)) continue;
        next.push(inner);
        nextKeys.push(key);
      }
    }
    level = next;
    keys = nextKeys;
    items = nextItems;
  }
}
