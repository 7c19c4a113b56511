import { Columns } from './Columns';
import { NumberStates } from './NumberStates';
import { drawsLines, learnsSpan, type SeriesPlan } from './seriesPlan';

/** A scalar in the form in which it is kept: dates by their JSON, big integers by their digits. */
export type TreeScalar = string | number | boolean | null | undefined;

/** A number of a payload; its value is in the tree's `numbers`. */
export class NumberLeaf {
  constructor(readonly index: number) {}
}

/** What was last forwarded: its scalars, and the keys that lead to them. */
export type TreeNode = TreeScalar | NumberLeaf | Branch;

/** A leaf that can be replaced by another of its kind. */
export type TreeLeaf = Exclude<TreeNode, Branch>;

/** An object or an array. */
export class Branch {
  constructor(
    readonly isArray: boolean,
    /** As found; those that are ignored have a node, too. */
    readonly keys: readonly string[],
    readonly nodes: (TreeNode | typeof IGNORED)[],
    /** Which nodes are fields of status; undefined where none is. */
    readonly statuses: ReadonlySet<number> | undefined,
    /** How many nodes are not ignored. */
    readonly compared: number,
  ) {}
}

/** Stands in place of a node that is never compared. */
export const IGNORED: unique symbol = Symbol('ignored');

/** What is remembered of a payload that is no plain number. */
export interface PayloadTree {
  root: TreeNode;
  readonly numbers: NumberStates;
  /** Of each number. */
  readonly plans: readonly SeriesPlan[];
  /** Lines are drawn between values of at least one of its numbers. */
  readonly drawsLines: boolean;
  /** At least one of those is in a list. */
  readonly hasLinesInList: boolean;
  /** How many series it is. */
  readonly leaves: number;
}

/** What a tree has to know of a field: asked once for each, when a payload with other keys comes. */
export interface FieldKnowledge {
  isIgnored(path: readonly string[]): boolean;
  isStatus(path: readonly string[]): boolean;
  planOf(path: readonly string[], value: number): SeriesPlan;
}

/** The payload that a tree was taken of, without what is ignored. */
export function treeValues({ root, numbers }: PayloadTree): unknown {
  const valuesAt = (node: TreeNode): unknown => {
    if (node instanceof NumberLeaf) return numbers.value(node.index);
    if (!(node instanceof Branch)) return node;
    const values: object = node.isArray ? [] : {};
    node.keys.forEach((key, position) => {
      const child = node.nodes[position];
      if (child === IGNORED) return;
      const value = valuesAt(child);
      Object.defineProperty(values, key, { value, enumerable: true, configurable: true, writable: true });
    });
    return values;
  };
  return valuesAt(root);
}

/** Deeper than any device nests, shallow enough that a payload which refers to itself ends quickly. */
const MAX_DEPTH = 32;

/** More values than any reading has; bounds the work for a hostile payload. */
const MAX_LEAVES = 10_000;

/** A longer text is not kept for comparison: it bounds what a series can cost. */
const MAX_TEXT = 512;

/** Copies a payload; undefined when it is too deep, too large, or has a text too long to be kept. */
export function takeTree(payload: unknown, knowledge: FieldKnowledge): PayloadTree | undefined {
  const taking: Taking = {
    knowledge,
    leaves: 0,
    values: [],
    plans: [],
    path: [],
    lists: 0,
    hasLinesInList: false,
  };
  const root = copy(payload, taking);
  if (root === TOO_MUCH) return undefined;
  const numbers = new NumberStates(new Columns(taking.values.length));
  const doors = taking.plans.some(drawsLines);
  numbers.prepare({ doors, ranges: taking.plans.some(learnsSpan) });
  taking.values.forEach((value, index) => {
    numbers.forward(index, value);
    numbers.learn(index, value);
  });
  const { plans, hasLinesInList } = taking;
  return { root, numbers, plans, drawsLines: doors, hasLinesInList, leaves: Math.max(1, taking.leaves) };
}

interface Taking {
  readonly knowledge: FieldKnowledge;
  leaves: number;
  readonly values: number[];
  readonly plans: SeriesPlan[];
  readonly path: string[];
  /** Lists around the value that is looked at. */
  lists: number;
  hasLinesInList: boolean;
}

const TOO_MUCH: unique symbol = Symbol('too much');

function copy(value: unknown, taking: Taking): TreeNode | typeof TOO_MUCH {
  if (!isContainer(value)) {
    const scalar = scalarOf(value);
    if (!isKeepable(scalar) || ++taking.leaves > MAX_LEAVES) return TOO_MUCH;
    if (typeof scalar !== 'number') return scalar;
    const plan = taking.knowledge.planOf(taking.path, scalar);
    taking.plans.push(plan);
    if (taking.lists > 0 && drawsLines(plan)) taking.hasLinesInList = true;
    return new NumberLeaf(taking.values.push(scalar) - 1);
  }
  const { path, knowledge } = taking;
  if (path.length === MAX_DEPTH) return TOO_MUCH;
  const keys = keysOf(value);
  if (!keys || (keys.length === 0 && ++taking.leaves > MAX_LEAVES)) return TOO_MUCH;
  const nodes: (TreeNode | typeof IGNORED)[] = [];
  const statuses = new Set<number>();
  let compared = 0;
  if (Array.isArray(value)) taking.lists++;
  for (const key of keys) {
    path.push(key);
    const isIgnored = knowledge.isIgnored(path);
    if (!isIgnored && knowledge.isStatus(path)) statuses.add(nodes.length);
    const child = isIgnored ? IGNORED : copy(Reflect.get(value, key), taking);
    path.pop();
    if (child === TOO_MUCH) return TOO_MUCH;
    if (child !== IGNORED) compared++;
    nodes.push(child);
  }
  if (Array.isArray(value)) taking.lists--;
  return new Branch(Array.isArray(value), keys, nodes, statuses.size > 0 ? statuses : undefined, compared);
}

/** Whether a scalar can be kept for comparison. */
export function isKeepable(scalar: TreeScalar): boolean {
  return typeof scalar !== 'string' || scalar.length <= MAX_TEXT;
}

/**
 * The keys of a container; undefined where they do not tell its content (a Map has none), or where listing them
 * alone would take long (a large buffer).
 */
export function keysOf(container: object): string[] | undefined {
  if (Array.isArray(container)) return container.length > MAX_LEAVES ? undefined : Object.keys(container);
  if (ArrayBuffer.isView(container) && container.byteLength > MAX_LEAVES) return undefined;
  const keys = Object.keys(container);
  return keys.length > 0 || isPlain(container) ? keys : undefined;
}

/** Also true for objects of another realm, such as those that function nodes make. */
function isPlain(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** A value in the form in which it is kept and compared. */
export function scalarOf(value: unknown): TreeScalar {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'object':
      return value instanceof Date ? value.toJSON() : null;
    case 'undefined':
      return undefined;
    default:
      return String(value);
  }
}

export function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}
