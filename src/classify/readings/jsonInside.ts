import { isContainer } from './isContainer';

/** How texts begin and end that hold fields. */
const OBJECT = /^\s*(?:\{\s*"|\[\s*\{)[\s\S]*[}\]]\s*$/;

/** What a text inside of a payload holds that is JSON of fields: `{"payload":"{\"temperature\":21}"}`. */
export function jsonInside(text: string): object | undefined {
  const first = text.charCodeAt(0);
  // Most texts are none: `{`, `[` and space begin those that may be.
  if (first !== 0x7b && first !== 0x5b && first > 0x20) return undefined;
  if (!OBJECT.test(text)) return undefined;
  try {
    const held: unknown = JSON.parse(text);
    return isContainer(held) ? held : undefined;
  } catch {
    return undefined;
  }
}
