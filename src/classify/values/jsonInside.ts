import { isContainer } from './isContainer';

/** How a text with fields begins, and how many of its characters are checked. */
const BEGINNING = /^(?:\{\s*"|\[\s*\{)/;
const MAX_BEGINNING = 64;

const [OBJECT, OBJECT_END, LIST, LIST_END] = [0x7b, 0x7d, 0x5b, 0x5d];

/** What a text inside a payload holds, if it is JSON with fields: `{"payload":"{\"temperature\":21}"}`. */
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
