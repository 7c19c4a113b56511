import {
  Branch,
  type FieldKnowledge,
  IGNORED,
  isContainer,
  keysOf,
  type PayloadTree,
  type Scalar,
  scalarOf,
  type TreeLeaf,
} from './PayloadTree';

/** Where a leaf stands: `branch` is undefined for a payload without fields. */
export interface LeafPlace {
  readonly branch: Branch | undefined;
  readonly position: number;
  readonly isStatus: boolean;
}

/** Called for each leaf that is compared, with the value that the payload has there. */
export type VisitLeaf = (leaf: TreeLeaf, value: Scalar, place: LeafPlace) => void;

/** How a payload differs in its form. */
export type FormChange = 'keys' | 'type';

/**
 * Goes through a payload along a tree that was taken of an earlier one, leaf by leaf.
 * @returns how its form differs, in which case the walk ended there; undefined when it is the same.
 */
export function walkTree(
  tree: PayloadTree,
  payload: unknown,
  knowledge: FieldKnowledge,
  visit: VisitLeaf,
): FormChange | undefined {
  if (!(tree.root instanceof Branch)) {
    if (isContainer(payload)) return 'type';
    visit(tree.root, scalarOf(payload), ROOT);
    return undefined;
  }
  return isContainer(payload) ? walk(tree.root, payload, knowledge, visit, []) : 'type';
}

const ROOT: LeafPlace = { branch: undefined, position: 0, isStatus: false };

function walk(
  branch: Branch,
  payload: object,
  knowledge: FieldKnowledge,
  visit: VisitLeaf,
  path: string[],
): FormChange | undefined {
  const keys = keysOf(payload);
  if (!keys || branch.isArray !== Array.isArray(payload)) return 'keys';
  let positions: Map<string, number> | undefined;
  let compared = 0;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? '';
    if (branch.keys[i] !== key) positions ??= new Map(branch.keys.map((earlier, at) => [earlier, at]));
    const position = positions ? positions.get(key) : i;
    path.push(key);
    if (position === undefined) {
      if (!knowledge.isIgnored(path)) return 'keys';
    } else {
      const node = branch.nodes[position];
      if (node !== IGNORED) {
        compared++;
        const value: unknown = Reflect.get(payload, key);
        if (node instanceof Branch) {
          const change = isContainer(value) ? walk(node, value, knowledge, visit, path) : 'type';
          if (change) return change;
        } else if (isContainer(value)) return 'type';
        else {
          const isStatus = branch.statuses?.has(position) ?? false;
          visit(node, scalarOf(value), { branch, position, isStatus });
        }
      }
    }
    path.pop();
  }
  return compared === branch.compared ? undefined : 'keys';
}
