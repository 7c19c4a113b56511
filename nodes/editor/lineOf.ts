const LINE_END = /\r\n|\r|\n/g;

/** Line of a place in a text, from 1, whatever its lines end with. */
export function lineOf(text: string, at: number): number {
  return (text.slice(0, at).match(LINE_END)?.length ?? 0) + 1;
}
