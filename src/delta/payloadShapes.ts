import { wordsOfName } from './auto/valueNames';
import type { FieldPatterns } from './FieldPatterns';
import {
  Branch,
  IGNORED,
  isContainer,
  keysOf,
  type PayloadTree,
  scalarOf,
  type TreeScalar,
  treeValues,
} from './PayloadTree';

/*
 * Some topics carry payloads of several shapes: a gateway sends those of all its devices on one topic. Payloads that
 * share no value, or that name different devices, are separate series. If they share values, a key that appears or
 * disappears is a change: `{"t":20,"error":"x"}` is more than `{"t":20}`.
 */

/** The last word of a name whose value tells what the other values are about. */
const IDENTITIES: ReadonlySet<string> = new Set(
  `id ids name model device dev sensor serial sn mac addr address eui deveui uid uuid node source src topic channel
  endpoint station gateway label type measurement metric parameter tag`.split(/\s+/),
);

/** Further or deeper values of a payload are not examined. */
const MOST_VALUES = 1000;
const MAX_DEPTH = 32;

/** Whether a payload has the keys of the one that a tree was made from, in any order. */
export function fitsShape({ root }: PayloadTree, payload: object): boolean {
  return root instanceof Branch && fits(root, payload);
}

function fits(branch: Branch, payload: object): boolean {
  const keys = keysOf(payload);
  if (keys?.length !== branch.keys.length || branch.isArray !== Array.isArray(payload)) return false;
  return branch.keys.every((key, position) => {
    if (keys[position] !== key && !Object.hasOwn(payload, key)) return false;
    const node = branch.nodes[position];
    if (node === IGNORED) return true;
    const below: unknown = Reflect.get(payload, key);
    return node instanceof Branch ? isContainer(below) && fits(node, below) : !isContainer(below);
  });
}

/**
 * Whether a payload is about something other than the one that a tree was made from.
 * @param ignore fields that are not compared.
 */
export function isUnrelated(tree: PayloadTree, payload: object, ignore: FieldPatterns): boolean {
  if (!(tree.root instanceof Branch) || tree.root.isArray || Array.isArray(payload)) return false;
  const known = scalarsOf(treeValues(tree), ignore);
  const found = scalarsOf(payload, ignore);
  let isShared = false;
  for (const [path, value] of found) {
    if (!known.has(path)) continue;
    if (!isIdentity(path)) isShared = true;
    else if (known.get(path) !== value) return true;
  }
  return !isShared && hasValues(known) && hasValues(found);
}

function hasValues(scalars: ReadonlyMap<string, TreeScalar>): boolean {
  return [...scalars.keys()].some((path) => !isIdentity(path));
}

function isIdentity(path: string): boolean {
  return IDENTITIES.has(wordsOfName(path.slice(path.lastIndexOf('\0') + 1)).at(-1) ?? '');
}

/** The values of a payload, by path. */
function scalarsOf(payload: unknown, ignore: FieldPatterns): ReadonlyMap<string, TreeScalar> {
  const scalars = new Map<string, TreeScalar>();
  const walk = (value: unknown, path: readonly string[]): void => {
    if (scalars.size >= MOST_VALUES || path.length > MAX_DEPTH || ignore.matches(path)) return;
    if (!isContainer(value)) {
      scalars.set(path.join('\0'), scalarOf(value));
      return;
    }
    for (const key of keysOf(value) ?? []) walk(Reflect.get(value, key), [...path, key]);
  };
  walk(payload, []);
  return scalars;
}
