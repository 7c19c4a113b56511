import { MAX_DIVIDED_DEPTH, MAX_DIVIDED_LEAVES } from './columnarLimits';
import { LeafScan } from './LeafScan';

/**
 * What payloads that differ only in their leaves (numbers, texts, true, false, null) have in common: the text before,
 * between and after the leaves, one piece more than there are leaves.
 */
export interface Shape {
  /** As in the payload's text. */
  readonly pieces: readonly string[];
  /** As in the table's template. */
  readonly template: readonly string[];
}

/** Splits payloads into a shape and its leaves. */
export class PayloadScan extends LeafScan {
  private pieces: string[] = [];
  private template: string[] = [];
  private piece = '';
  private templatePiece = '';

  /** Whether a payload has this shape; if so, its leaves are held here. */
  matches(text: string, { pieces }: Shape): boolean {
    this.begin(text);
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i] ?? '';
      if (i > 0 && !this.leaf(i - 1)) return false;
      if (!text.startsWith(piece, this.at)) return false;
      this.at += piece.length;
    }
    return this.at === text.length;
  }

  /**
   * The shape of a payload, whose leaves are then held here.
   * @returns undefined if it has too many leaves or levels, or is not compact JSON.
   */
  shapeOf(text: string): Shape | undefined {
    this.begin(text);
    this.pieces = [];
    this.template = [];
    this.piece = '';
    this.templatePiece = '';
    if (!this.value(0) || this.at !== text.length) return undefined;
    this.cut();
    return { pieces: this.pieces, template: this.template };
  }

  private value(depth: number): boolean {
    const first = this.text[this.at];
    if (first === '{' || first === '[') {
      return depth < MAX_DIVIDED_DEPTH && (first === '{' ? this.object(depth) : this.list(depth));
    }
    this.cut();
    return this.pieces.length <= MAX_DIVIDED_LEAVES && this.leaf(this.pieces.length - 1);
  }

  private object(depth: number): boolean {
    this.skip('{');
    for (let members = 0; this.text[this.at] !== '}'; members++) {
      if (members > 0 && !this.skip(',')) return false;
      const from = this.at;
      if (!this.string()) return false;
      this.put(this.text.slice(from, this.at));
      if (!this.skip(':') || !this.value(depth + 1)) return false;
    }
    return this.skip('}');
  }

  private list(depth: number): boolean {
    this.skip('[', '["list"');
    for (let members = 0; this.text[this.at] !== ']'; members++) {
      if (members > 0 ? !this.skip(',') : !this.skip('', ',')) return false;
      if (!this.value(depth + 1)) return false;
    }
    return this.skip(']');
  }

  /** Moves past this character, which belongs to the shape; false if it is a different one. */
  private skip(character: string, inTemplate = character): boolean {
    if (!this.text.startsWith(character, this.at)) return false;
    this.at += character.length;
    this.put(character, inTemplate);
    return true;
  }

  private put(text: string, inTemplate = text): void {
    this.piece += text;
    this.templatePiece += inTemplate;
  }

  private cut(): void {
    this.pieces.push(this.piece);
    this.template.push(this.templatePiece);
    this.piece = '';
    this.templatePiece = '';
  }
}
