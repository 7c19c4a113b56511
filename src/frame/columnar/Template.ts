import { type BodyBudget, bodyTally, eventTally, type Tally } from '../BodyBudget';
import { ColumnarError, shown } from './ColumnarError';
import { MAX_PAYLOAD_DEPTH } from './columnarLimits';
import { isScalar, readCells, type Scalar } from './readCells';

/** How the values of all rows are made: the same in every row, or a cell per row. */
export type Template =
  | { readonly kind: 'constant'; readonly value: Scalar }
  | { readonly kind: 'column'; readonly cells: readonly Scalar[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Template])[] }
  | { readonly kind: 'list'; readonly items: readonly Template[] };

/** Size counted for an object or a list itself, without its content: more than its brackets, as each takes memory. */
const CONTAINER_SIZE = 8;

/** Reads the templates of one body, and counts the size to which they would expand. */
export class TemplateReader {
  private size = 0;
  private readonly expanded = bodyTally(tooMuch('The body expands to'));

  /**
   * @param maxSize maximum number of characters of all values together when written out.
   * @param budget that of the body, for payloads carried as text.
   */
  constructor(
    private readonly strings: readonly string[],
    private readonly maxSize: number,
    readonly budget: BodyBudget,
  ) {}

  /**
   * @param rows number of values that the template represents.
   * @param where location of the template, for messages.
   * @throws {ColumnarError}
   */
  read(node: unknown, rows: number, where: string): Template {
    return this.readNode(node, rows, where, 0, eventTally(tooMuch(`${where}: an event has`)));
  }

  private readNode(node: unknown, rows: number, where: string, depth: number, event: Tally): Template {
    this.expanded.add(rows, 0);
    event.add(1, 0);
    if (isScalar(node)) {
      this.addSize(rows * sizeOf(node));
      return { kind: 'constant', value: node };
    }
    const [tag, ...rest] = Array.isArray(node) ? node : [];
    if (Array.isArray(node) && tag !== 'list') return this.readColumn(node, rows, where);
    if (depth >= MAX_PAYLOAD_DEPTH) {
      throw new ColumnarError('limit', `${where}: nested more than ${MAX_PAYLOAD_DEPTH} levels deep.`);
    }
    this.addSize(rows * CONTAINER_SIZE);
    if (Array.isArray(node)) {
      const items = rest.map((item) => this.readNode(item, rows, where, depth + 1, event));
      return { kind: 'list', items };
    }
    if (typeof node !== 'object' || node === null) throw new ColumnarError('node', `${where} is missing.`);
    const members = Object.entries(node).map(([key, member]) => {
      this.addSize(rows * sizeOf(key));
      this.expanded.add(0, rows);
      event.add(0, 1);
      return [key, this.readNode(member, rows, where, depth + 1, event)] as const;
    });
    return { kind: 'object', members };
  }

  /** @param size characters that are written out in addition to the values. */
  addSize(size: number): void {
    this.size += size;
    if (this.size > this.maxSize) {
      throw new ColumnarError('limit', `The body expands to more than ${this.maxSize} characters.`);
    }
  }

  private readColumn(node: readonly unknown[], rows: number, where: string): Template {
    const cells = readCells(node, rows, this.strings, where);
    if (cells === undefined) {
      throw new ColumnarError('node', `${where}: ${shown(node[0])} is not a kind of column.`);
    }
    this.addSize(cells.reduce((size: number, cell) => size + sizeOf(cell), 0));
    return { kind: 'column', cells };
  }
}

/** The value of one row; lists and objects are created anew each time. */
export function valueAt(template: Template, row: number): unknown {
  switch (template.kind) {
    case 'constant':
      return template.value;
    case 'column':
      return template.cells[row];
    case 'list':
      return template.items.map((item) => valueAt(item, row));
    case 'object':
      // Not by assignment, which would set the prototype for the key __proto__.
      return Object.fromEntries(template.members.map(([key, member]) => [key, valueAt(member, row)]));
  }
}

function tooMuch(subject: string) {
  return (limit: number, what: string) =>
    new ColumnarError('limit', `${subject} more than ${limit} ${what}.`);
}

/** Approximate number of characters of a scalar when written out. */
function sizeOf(value: Scalar): number {
  return typeof value === 'string' ? value.length + 3 : 8;
}
