import { Branch, NumberLeaf, type PayloadTree, type TreeNode } from '../PayloadTree';
import type { StatedLimit, StatedLimits } from './StatedLimit';

/** Maximum fields, so that telling their limits costs a message little. */
const MOST = 50;

/** The limits of a payload's numbers, by path; only of the first ones if there are very many. */
export function statedLimits(tree: PayloadTree): StatedLimits | undefined {
  const limits: Record<string, StatedLimit> = {};
  const paths = pathsOf(tree, '.');
  paths.slice(0, MOST).forEach((path, index) => {
    const stated = tree.plans[index]?.stated;
    if (stated) Object.defineProperty(limits, path, { value: stated, enumerable: true, configurable: true });
  });
  if (!(tree.root instanceof Branch)) return tree.plans[0]?.stated;
  return Object.keys(limits).length > 0 ? limits : undefined;
}

/** The paths of a payload's numbers, by index. */
export function pathsOf({ root }: PayloadTree, separator = '/'): string[] {
  const paths: string[] = [];
  const walk = (node: TreeNode, path: string): void => {
    if (node instanceof NumberLeaf) paths[node.index] = path;
    if (!(node instanceof Branch)) return;
    node.keys.forEach((key, position) => {
      const child = node.nodes[position];
      if (typeof child !== 'symbol') walk(child, path === '' ? key : path + separator + key);
    });
  };
  walk(root, '');
  return paths;
}
