/** The node where every word begins. */
export const ROOT = 1;
/** No word of the trie continues this way. */
export const NO_NODE = 0;

interface BuildNode {
  readonly children: Map<number, BuildNode>;
  value: number;
}

/** Maximum number of nodes that 16 bits can address. */
const MAX_NODES = 0xffff;

/** Numbers in a cell: its parent, its base, the value of the word that ends there plus 1 (0 if none does). */
const CELL = 3;
const [PARENT, BASE, VALUE] = [0, 1, 2];

/**
 * Maps words to numbers, walked letter by letter without allocation. The children of a node are at `base + letter`, and
 * the parent stored there says whose child it is (Aoe, "An efficient digital search algorithm by using a double-array
 * structure", 1989). The numbers of a node are adjacent, so that a step waits for memory once, and have 16 bits each,
 * so that they stay in the processor's cache: 2,000 words take about 100 kB.
 */
export class DoubleArrayTrie {
  private cells = new Uint16Array(1024 * CELL);
  private firstFree = ROOT + 1;
  private lastLetter = 0;

  /** @param words letters of each word (0 or more) and its value (0 or more); the last of equal words counts. */
  constructor(words: Iterable<readonly [letters: readonly number[], value: number]>) {
    const root: BuildNode = { children: new Map(), value: -1 };
    for (const [letters, value] of words) {
      let node = root;
      for (const letter of letters) {
        this.lastLetter = Math.max(this.lastLetter, letter);
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

  /** The node that this letter leads to from `node`; NO_NODE if no word continues this way. */
  step(node: number, letter: number): number {
    const next = (this.cells[node * CELL + BASE] ?? 0) + letter;
    return this.cells[next * CELL + PARENT] === node ? next : NO_NODE;
  }

  /** Value of the word that ends here; −1 if none does. */
  valueOf(node: number): number {
    return (this.cells[node * CELL + VALUE] ?? 0) - 1;
  }

  private place(root: BuildNode): void {
    const open: [BuildNode, number][] = [[root, ROOT]];
    for (let next = open.pop(); next; next = open.pop()) {
      const [node, place] = next;
      this.cells[place * CELL + VALUE] = node.value + 1;
      if (node.children.size === 0) continue;
      const base = this.findBase([...node.children.keys()]);
      this.cells[place * CELL + BASE] = base;
      for (const [letter, child] of node.children) {
        this.cells[(base + letter) * CELL + PARENT] = place;
        open.push([child, base + letter]);
      }
    }
  }

  /** A base for which the places of all these letters are free. */
  private findBase(letters: readonly number[]): number {
    while (!this.isFree(this.firstFree)) this.firstFree++;
    const first = Math.min(...letters);
    for (let base = Math.max(1, this.firstFree - first); ; base++) {
      this.grow(base + this.lastLetter + 1);
      if (letters.every((letter) => base + letter > ROOT && this.isFree(base + letter))) return base;
    }
  }

  private isFree(place: number): boolean {
    return this.cells[place * CELL + PARENT] === 0;
  }

  private grow(size: number): void {
    if (size * CELL <= this.cells.length) return;
    if (size > MAX_NODES) throw new RangeError(`A trie of more than ${MAX_NODES} letters is too large.`);
    const larger = new Uint16Array(Math.max(size * CELL, this.cells.length * 2));
    larger.set(this.cells);
    this.cells = larger;
  }
}
