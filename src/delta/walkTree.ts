import {
  Branch,
  type FieldKnowledge,
  IGNORED,
  isContainer,
  keysOf,
  leafScalar,
  type PayloadTree,
  type TreeLeaf,
  type TreeScalar,
} from './PayloadTree';

/**
 * Called for each leaf that is compared, with the value that the payload has there.
 * @param branch that contains it; undefined for a payload without fields.
 * @param position its index among the branch's nodes.
 */
export type VisitLeaf = (
  leaf: TreeLeaf,
  value: TreeScalar,
  branch: Branch | undefined,
  position: number,
) => void;

/** How the form of a payload differs. */
export type FormChange = 'keys' | 'type';

/**
 * Walks through a payload along a tree that was made from an earlier one, leaf by leaf.
 * @returns how its form differs, which ends the walk; undefined if it is the same.
 */
export function walkTree(
  tree: PayloadTree,
  payload: unknown,
  knowledge: FieldKnowledge,
  visit: VisitLeaf,
): FormChange | undefined {
  if (!(tree.root instanceof Branch)) {
    if (isContainer(payload)) return 'type';
    visit(tree.root, leafScalar(tree.root, payload), undefined, 0);
    return undefined;
  }
  return isContainer(payload) ? walk(tree.root, payload, knowledge, visit, []) : 'type';
}

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
    if (position === undefined) {
      if (knowledge.isIgnored([...path, key])) continue;
      return 'keys';
    }
    const node = branch.nodes[position];
    if (node === IGNORED) continue;
    compared++;
    const value: unknown = Reflect.get(payload, key);
    if (node instanceof Branch) {
      if (!isContainer(value)) return 'type';
      path.push(key);
      const change = walk(node, value, knowledge, visit, path);
      path.pop();
      if (change) return change;
    } else {
      if (isContainer(value)) return 'type';
      visit(node, leafScalar(node, value), branch, position);
    }
  }
  return compared === branch.compared ? undefined : 'keys';
}
