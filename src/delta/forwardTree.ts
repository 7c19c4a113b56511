import type { ChangedPart } from './DeltaVerdict';
import {
  Branch,
  type FieldKnowledge,
  IGNORED,
  isContainer,
  isKeepable,
  keysOf,
  leafScalar,
  NumberLeaf,
  type PayloadTree,
  type TreeLeaf,
  type TreeScalar,
} from './PayloadTree';
import { drawsLines } from './seriesPlan';
import { walkTree } from './walkTree';

/**
 * Remembers a payload of the same form as forwarded.
 * @returns false if its form is different, or it cannot be kept: the tree is then useless.
 */
export function forwardTree(tree: PayloadTree, payload: unknown, knowledge: FieldKnowledge): boolean {
  let isKept = true;
  const formChange = walkTree(tree, payload, knowledge, (leaf, value, branch, position) => {
    if (!forwardLeaf(tree, leaf, value, branch, position)) isKept = false;
  });
  return isKept && formChange === undefined;
}

/**
 * The part of a payload of the same form that changed, which is remembered as forwarded. Values with lines are in it if
 * they differ at all, other values if they changed by their rule, and lists as a whole.
 * @returns undefined if there is no smaller part: the whole is to be forwarded.
 */
export function forwardPart(tree: PayloadTree, payload: unknown): ChangedPart | undefined {
  if (!(tree.root instanceof Branch) || tree.root.isArray || !isContainer(payload)) return undefined;
  const part = partOf(tree, tree.root, payload, hasChanged);
  // A receiver that merges also has the others at this time, so the lines of all of them start afresh.
  tree.plans.forEach((plan, index) => {
    if (part && drawsLines(plan)) tree.numbers.forward(index, tree.numbers.value(index));
  });
  return part && { payload: part };
}

/**
 * The part of a payload of the same form that contains these numbers, if each number has its own corners.
 * @param others whether to add what changed of everything without lines.
 */
export function forwardCorners(
  tree: PayloadTree,
  payload: unknown,
  corners: ReadonlySet<number>,
  others: boolean,
): ChangedPart | undefined {
  if (!(tree.root instanceof Branch) || !isContainer(payload)) return undefined;
  const part = partOf(tree, tree.root, payload, (_, leaf, value, branch, position) => {
    const plan = leaf instanceof NumberLeaf ? tree.plans[leaf.index] : undefined;
    if (leaf instanceof NumberLeaf && plan && drawsLines(plan)) return corners.has(leaf.index);
    return others && hasChanged(tree, leaf, value, branch, position);
  });
  return part && { payload: part };
}

/** Puts a payload together again: the values of the part replace those of the whole, in objects key by key. */
export function mergePartial(whole: unknown, part: unknown): unknown {
  if (!isFields(whole) || !isFields(part)) return part;
  const merged: object = {};
  for (const key of Object.keys(whole)) put(merged, key, Reflect.get(whole, key));
  for (const key of Object.keys(part)) {
    const value: unknown = Reflect.get(part, key);
    put(merged, key, Object.hasOwn(whole, key) ? mergePartial(Reflect.get(whole, key), value) : value);
  }
  return merged;
}

type IsIn = (
  tree: PayloadTree,
  leaf: TreeLeaf,
  value: TreeScalar,
  branch: Branch,
  position: number,
) => boolean;

function partOf(tree: PayloadTree, branch: Branch, payload: object, isIn: IsIn): object | undefined {
  let part: object | undefined;
  for (const [node, value, key, position] of comparedNodes(branch, payload)) {
    let changed: unknown;
    if (!(node instanceof Branch)) {
      const scalar = leafScalar(node, value);
      if (isIn(tree, node, scalar, branch, position)) {
        forwardLeaf(tree, node, scalar, branch, position);
        changed = value;
      } else continue;
    } else if (!isContainer(value)) continue;
    else if (!node.isArray) changed = partOf(tree, node, value, isIn);
    else if (hasAnyIn(tree, node, value, isIn)) {
      forwardAll(tree, node, value);
      changed = value;
    }
    if (changed === undefined && node instanceof Branch) continue;
    part ??= {};
    put(part, key, changed);
  }
  return part;
}

type ComparedNode = readonly [node: TreeLeaf | Branch, value: unknown, key: string, position: number];

function comparedNodes(branch: Branch, payload: object): ComparedNode[] {
  const positions = new Map(branch.keys.map((key, position) => [key, position]));
  return (keysOf(payload) ?? []).flatMap((key): ComparedNode[] => {
    const position = positions.get(key);
    const node = position === undefined ? IGNORED : branch.nodes[position];
    return position === undefined || node === IGNORED
      ? []
      : [[node, Reflect.get(payload, key), key, position]];
  });
}

function hasAnyIn(tree: PayloadTree, branch: Branch, payload: object, isIn: IsIn): boolean {
  return comparedNodes(branch, payload).some(([node, value, , position]) => {
    if (!(node instanceof Branch)) return isIn(tree, node, leafScalar(node, value), branch, position);
    return isContainer(value) && hasAnyIn(tree, node, value, isIn);
  });
}

function forwardAll(tree: PayloadTree, branch: Branch, payload: object): void {
  for (const [node, value, , position] of comparedNodes(branch, payload)) {
    if (!(node instanceof Branch)) forwardLeaf(tree, node, leafScalar(node, value), branch, position);
    else if (isContainer(value)) forwardAll(tree, node, value);
  }
}

function hasChanged(
  tree: PayloadTree,
  leaf: TreeLeaf,
  value: TreeScalar,
  branch: Branch,
  position: number,
): boolean {
  if (!(leaf instanceof NumberLeaf) || typeof value !== 'number') return leaf !== value;
  const before = tree.numbers.value(leaf.index);
  const plan = tree.plans[leaf.index];
  const isExact = !plan || drawsLines(plan) || branch.statuses?.has(position) === true;
  if (isExact || !Number.isFinite(before) || !Number.isFinite(value)) return !Object.is(before, value);
  return tree.numbers.hasMoved(leaf.index, value, plan);
}

function forwardLeaf(
  tree: PayloadTree,
  leaf: TreeLeaf,
  value: TreeScalar,
  branch: Branch | undefined,
  position: number,
): boolean {
  if (leaf instanceof NumberLeaf) {
    if (typeof value !== 'number') return false;
    tree.numbers.forward(leaf.index, value);
    return true;
  }
  if (typeof value === 'number' || !isKeepable(value)) return false;
  tree.bytes += lengthOf(value) - lengthOf(leaf);
  if (branch) branch.nodes[position] = value;
  else tree.root = value;
  return true;
}

function lengthOf(scalar: TreeScalar): number {
  return typeof scalar === 'string' ? scalar.length : 0;
}

/** Works for the key `__proto__`, too. */
function put(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function isFields(value: unknown): value is object {
  return (
    isContainer(value) && !Array.isArray(value) && Object.prototype.toString.call(value) === '[object Object]'
  );
}
