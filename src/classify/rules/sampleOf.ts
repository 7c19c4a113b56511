/** Maximum bytes of UTF-8 per character. */
const MAX_BYTES_PER_CHARACTER = 4;

const utf8 = new TextDecoder();
const encoder = new TextEncoder();

/** Copies the beginning of a text: a slice would keep the whole text in memory. */
export function copyOf(text: string, length: number): string {
  return utf8.decode(encoder.encode(text.slice(0, length)));
}

/** The beginning of a payload as text, as JSON if it is an object; reads no more of it than is shown. */
export function sampleOf(payload: unknown, length: number): string {
  try {
    return copyOf(write(payload, length), length);
  } catch {
    // A getter or proxy of the payload threw.
    return '';
  }
}

function write(value: unknown, length: number): string {
  if (typeof value === 'string') return value.slice(0, length);
  if (value instanceof Uint8Array) {
    return utf8.decode(value.subarray(0, length * MAX_BYTES_PER_CHARACTER));
  }
  return writeJson(value, length);
}

/** JSON that ends as soon as it is long enough; circular objects end there as well. */
function writeJson(value: unknown, length: number): string {
  if (length <= 0) return '';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, length));
  if (Array.isArray(value)) {
    let text = '[';
    for (let index = 0; index < value.length && text.length < length; index++) {
      text += `${index > 0 ? ',' : ''}${writeJson(value[index], length - text.length)}`;
    }
    return `${text}]`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  let text = '{';
  for (const key in value) {
    if (text.length >= length) break;
    if (!Object.hasOwn(value, key)) continue;
    text += `${text.length > 1 ? ',' : ''}${writeJson(key, length - text.length)}:`;
    text += writeJson(Reflect.get(value, key), length - text.length);
  }
  return `${text}}`;
}
