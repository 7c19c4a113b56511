import { isContainer } from './isContainer';

/** How texts begin that hold fields; looked for in as many characters. */
const BEGINNING = /^(?:\{\s*"|\[\s*\{)/;
const MAX_BEGINNING = 64;

const [OBJECT, OBJECT_END, LIST, LIST_END] = [0x7b, 0x7d, 0x5b, 0x5d];

/** What a text inside a payload holds that is JSON of fields: `{"payload":"{\"temperature\":21}"}`. */
export function jsonInside(text: string): object | undefined {
  const first = text.charCodeAt(0);
  if (first !== OBJECT && first !== LIST) return undefined;
  if (text.charCodeAt(text.length - 1) !== (first === OBJECT ? OBJECT_END : LIST_END)) return undefined;
  if (!BEGINNING.test(text.slice(0, MAX_BEGINNING))) return undefined;
  try {
    const held: unknown = JSON.parse(text);
    return isContainer(held) ? held : undefined;
  } catch {
    // It only looks like JSON.
    return undefined;
  }
}
