import { ALPHABET_SIZE } from './letters';

/** The node from which every word begins. */
export const ROOT = 1;
/** No word of the trie goes on so. */
export const NO_NODE = 0;

interface BuildNode {
  readonly children: Map<number, BuildNode>;
  value: number;
}

/**
 * Words to numbers, walked letter by letter without allocation. The children of a node lie at `base[node] + letter`,
 * and `parent` of such a place says whose child it is (Aoe, "An efficient digital search algorithm by using a
 * double-array structure", 1989): a step is two reads, and 10,000 words fit into some 300 kB.
 */
export class DoubleArrayTrie {
  private base = new Int32Array(1024);
  private parent = new Int32Array(1024);
  /** Value of the word that ends at a node, plus 1; 0 where none ends. */
  private values = new Int32Array(1024);
  private firstFree = ROOT + 1;

  /** @param words letters of each word (0 … ALPHABET_SIZE − 1) and its value (0 or more); the last of equals holds. */
  constructor(words: Iterable<readonly [letters: readonly number[], value: number]>) {
    const root: BuildNode = { children: new Map(), value: -1 };
    for (const [letters, value] of words) {
      let node = root;
      for (const letter of letters) {
        let child = node.children.get(letter);
        if (!child) {
          child = { children: new Map(), value: -1 };
          node.children.set(letter, child);
        }
        node = child;
      }
      node.value = value;
    }
    this.place(root);
  }

  /** The node after `node` by this letter, NO_NODE where no word goes on so. */
  step(node: number, letter: number): number {
    const next = (this.base[node] ?? 0) + letter;
    return this.parent[next] === node ? next : NO_NODE;
  }

  /** Value of the word that ends here; −1 where none ends. */
  valueOf(node: number): number {
    return (this.values[node] ?? 0) - 1;
  }

  private place(root: BuildNode): void {
    const open: [BuildNode, number][] = [[root, ROOT]];
    for (let next = open.pop(); next; next = open.pop()) {
      const [node, place] = next;
      this.values[place] = node.value + 1;
      if (node.children.size === 0) continue;
      const base = this.findBase([...node.children.keys()]);
      this.base[place] = base;
      for (const [letter, child] of node.children) {
        this.parent[base + letter] = place;
        open.push([child, base + letter]);
      }
    }
  }

  /** A base from which the places of all these letters are free. */
  private findBase(letters: readonly number[]): number {
    while (this.parent[this.firstFree] !== 0) this.firstFree++;
    const first = Math.min(...letters);
    for (let base = Math.max(1, this.firstFree - first); ; base++) {
      this.grow(base + ALPHABET_SIZE + 1);
      if (letters.every((letter) => base + letter > ROOT && this.parent[base + letter] === 0)) return base;
    }
  }

  private grow(size: number): void {
    if (size <= this.base.length) return;
    const larger = (from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const to = new Int32Array(Math.max(size, from.length * 2));
      to.set(from);
      return to;
    };
    this.base = larger(this.base);
    this.parent = larger(this.parent);
    this.values = larger(this.values);
  }
}
