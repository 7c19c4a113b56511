import { type NumberText, numberWithRest } from './auto/numberText';
import { Columns } from './Columns';
import { NumberStates } from './NumberStates';
import { drawsLines, learnsSpan, type SeriesPlan } from './seriesPlan';

/** A scalar as it is kept: dates as their JSON, big integers as their digits. */
export type TreeScalar = string | number | boolean | null | undefined;

/** A number of a payload; its value is in the tree's `numbers`. */
export class NumberLeaf {
  /** @param rest what follows the number in a text; undefined if the value is a number itself. */
  constructor(
    readonly index: number,
    readonly rest?: string | undefined,
  ) {}
}

/** What was last forwarded: its scalars, and the keys that lead to them. */
export type TreeNode = TreeScalar | NumberLeaf | Branch;

/** A leaf that can be replaced by another of its kind. */
export type TreeLeaf = Exclude<TreeNode, Branch>;

/** An object or an array. */
export class Branch {
  constructor(
    readonly isArray: boolean,
    /** As found; ignored ones have a node, too. */
    readonly keys: readonly string[],
    readonly nodes: (TreeNode | typeof IGNORED)[],
    /** Which nodes are status fields; undefined if there are none. */
    readonly statuses: ReadonlySet<number> | undefined,
    /** How many nodes are not ignored. */
    readonly compared: number,
  ) {}
}

/** Stands in place of a node that is never compared. */
export const IGNORED: unique symbol = Symbol('ignored');

/** What is remembered of a payload that is not a plain number. */
export interface PayloadTree {
  root: TreeNode;
  readonly numbers: NumberStates;
  /** One per number. */
  readonly plans: SeriesPlan[];
  /** Lines are drawn between the values of at least one number. */
  drawsLines: boolean;
  /** At least one of those is in a list. */
  hasLinesInList: boolean;
  /** How many series it counts as. */
  readonly leaves: number;
  /** Approximate size in memory. */
  bytes: number;
}

/** What a tree has to know about a field: asked once per field when a payload with other keys comes. */
export interface FieldKnowledge {
  isIgnored(path: readonly string[]): boolean;
  isStatus(path: readonly string[]): boolean;
  /** Whether a value is a time, which is not compared. */
  isTime(path: readonly string[], value: unknown): boolean;
  /** The number that a text holds, if such texts are compared as numbers. */
  readText(text: string): NumberText | undefined;
  /** @param value as received: a number, or a text that holds one. */
  planOf(path: readonly string[], value: number | string): SeriesPlan;
}

/** The payload that a tree was made from, without what is ignored. */
export function treeValues({ root, numbers }: PayloadTree): unknown {
  const valuesAt = (node: TreeNode): unknown => {
    if (node instanceof NumberLeaf) {
      const value = numbers.value(node.index);
      return node.rest === undefined ? value : `${value}${node.rest}`;
    }
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

/** Deeper than any device nests, shallow enough to end soon for a payload that refers to itself. */
const MAX_DEPTH = 32;

/** More values than any message of readings has; limits the work for a malicious payload. */
const MAX_LEAVES = 10_000;

/** Longer texts are not kept for comparison, which limits what a series can cost. */
const MAX_TEXT = 512;

/** Copies a payload; undefined if it is too deep, too large, or has a text too long to be kept. */
export function takeTree(payload: unknown, knowledge: FieldKnowledge): PayloadTree | undefined {
  let taking = beginTaking(knowledge, false);
  let root = copy(payload, taking);
  if (root instanceof Branch && taking.leaves === 0) {
    // Without times nothing is left to compare.
    taking = beginTaking(knowledge, true);
    root = copy(payload, taking);
  }
  if (root === TOO_MUCH) return undefined;
  const numbers = new NumberStates(new Columns(taking.values.length));
  const doors = taking.plans.some(drawsLines);
  numbers.prepare({ doors, ranges: taking.plans.some(learnsSpan) });
  taking.values.forEach((value, index) => {
    numbers.forward(index, value);
    numbers.learn(index, value);
  });
  const { plans, hasLinesInList } = taking;
  const leaves = Math.max(1, taking.leaves);
  return { root, numbers, plans, drawsLines: doors, hasLinesInList, leaves, bytes: bytesOf(root) };
}

/** Bytes that a node takes besides its text, and a branch besides its nodes. */
const NODE_BYTES = 32;
const BRANCH_BYTES = 250;

function bytesOf(node: TreeNode | typeof IGNORED): number {
  if (typeof node === 'string') return NODE_BYTES + node.length;
  if (!(node instanceof Branch)) return NODE_BYTES;
  const keys = node.keys.reduce((sum, key) => sum + key.length, 0);
  return node.nodes.reduce<number>((sum, child) => sum + bytesOf(child), BRANCH_BYTES + keys);
}

/** Whether a number of a payload is in a list. */
export function isInList(node: TreeNode | typeof IGNORED, index: number, isList = false): boolean {
  if (node instanceof NumberLeaf) return isList && node.index === index;
  return node instanceof Branch && node.nodes.some((child) => isInList(child, index, isList || node.isArray));
}

interface Taking {
  readonly knowledge: FieldKnowledge;
  readonly keepsTimes: boolean;
  leaves: number;
  readonly values: number[];
  readonly plans: SeriesPlan[];
  readonly path: string[];
  /** Number of lists around the current value. */
  lists: number;
  hasLinesInList: boolean;
}

const TOO_MUCH: unique symbol = Symbol('too much');

function copy(value: unknown, taking: Taking): TreeNode | typeof TOO_MUCH {
  if (!isContainer(value)) {
    const scalar = scalarOf(value);
    if (!isKeepable(scalar) || ++taking.leaves > MAX_LEAVES) return TOO_MUCH;
    if (typeof scalar === 'number') return addNumber(taking, scalar, scalar);
    const text = typeof scalar === 'string' ? taking.knowledge.readText(scalar) : undefined;
    return text && typeof scalar === 'string' ? addNumber(taking, scalar, text.value, text.rest) : scalar;
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
    const below: unknown = Reflect.get(value, key);
    const isIgnored = knowledge.isIgnored(path) || (!taking.keepsTimes && knowledge.isTime(path, below));
    if (!isIgnored && knowledge.isStatus(path)) statuses.add(nodes.length);
    const child = isIgnored ? IGNORED : copy(below, taking);
    path.pop();
    if (child === TOO_MUCH) return TOO_MUCH;
    if (child !== IGNORED) compared++;
    nodes.push(child);
  }
  if (Array.isArray(value)) taking.lists--;
  return new Branch(Array.isArray(value), keys, nodes, statuses.size > 0 ? statuses : undefined, compared);
}

function beginTaking(knowledge: FieldKnowledge, keepsTimes: boolean): Taking {
  return {
    knowledge,
    keepsTimes,
    leaves: 0,
    values: [],
    plans: [],
    path: [],
    lists: 0,
    hasLinesInList: false,
  };
}

function addNumber(taking: Taking, scalar: number | string, value: number, rest?: string): NumberLeaf {
  const plan = taking.knowledge.planOf(taking.path, scalar);
  taking.plans.push(plan);
  if (taking.lists > 0 && drawsLines(plan)) taking.hasLinesInList = true;
  return new NumberLeaf(taking.values.push(value) - 1, rest);
}

/** Whether a scalar can be kept for comparison. */
export function isKeepable(scalar: TreeScalar): boolean {
  return typeof scalar !== 'string' || scalar.length <= MAX_TEXT;
}

/**
 * The keys of a container; undefined if they do not reveal its content (a Map has none), or if just listing them would
 * take long (a large buffer).
 */
export function keysOf(container: object): string[] | undefined {
  if (Array.isArray(container)) return container.length > MAX_LEAVES ? undefined : Object.keys(container);
  if (ArrayBuffer.isView(container) && container.byteLength > MAX_LEAVES) return undefined;
  const keys = Object.keys(container);
  return keys.length > 0 || isPlain(container) ? keys : undefined;
}

/** Also true for objects of another realm, such as those made by function nodes. */
function isPlain(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** A value as it is compared with a leaf: a text that holds a number as that number. */
export function leafScalar(leaf: TreeLeaf, value: unknown): TreeScalar {
  const isText = typeof value === 'string' && leaf instanceof NumberLeaf && leaf.rest !== undefined;
  return isText ? (numberWithRest(value, leaf.rest) ?? value) : scalarOf(value);
}

/** A value as it is kept and compared. */
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
