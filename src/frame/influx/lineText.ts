/**
 * How names, tags and texts are written in line protocol. Anything that InfluxDB, VictoriaMetrics, QuestDB and Telegraf
 * do not all read alike is not written: line breaks and other control characters, which end a line for some of them
 * even inside quotes; a backslash before an escaped character, or at the end; half a surrogate pair.
 */

/**
 * Maximum bytes of a name or a tag. VictoriaMetrics truncates longer ones (recent versions at 4 KiB) and then treats
 * those with equal beginnings as the same; a metric's name is measurement and field. InfluxDB refuses a field name that
 * exceeds 65,535 bytes together with all tags.
 */
const MAX_BYTES = 4096;
const MAX_MEASUREMENT_BYTES = 1000;
const MAX_FIELD_BYTES = MAX_BYTES - MAX_MEASUREMENT_BYTES - 1;

/** Control characters, and lone surrogates. */
const UNWRITABLE = /[\p{Cc}\p{Surrogate}]/u;

/** A backslash that some engines read as escaping the next character. */
const AMBIGUOUS_BACKSLASH = /\\(?=[\\,= ]|$)/;

/** The text of a tag's name or value; undefined if it cannot be written, such as when it is empty or too long. */
export function nameText(name: string, maxBytes = MAX_BYTES): string | undefined {
  if (name === '' || UNWRITABLE.test(name) || AMBIGUOUS_BACKSLASH.test(name)) return undefined;
  return isWithin(name, maxBytes) ? name.replace(/[,= ]/g, '\\$&') : undefined;
}

/** A measurement: an equals sign has no special meaning there, and not all engines read an escaped one. */
export function measurementText(name: string): string | undefined {
  return nameText(name, MAX_MEASUREMENT_BYTES)?.replaceAll('\\=', '=');
}

/** A field's name. VictoriaMetrics reads a quote in it as the beginning of a text. */
export function fieldName(name: string): string | undefined {
  return name.includes('"') ? undefined : nameText(name, MAX_FIELD_BYTES);
}

/** Text as a field value; undefined if it cannot be written. */
export function textValue(text: string): string | undefined {
  if (UNWRITABLE.test(text)) return undefined;
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A number as a float. */
export function floatValue(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Whether a text has at most this many bytes in UTF-8. */
export function isWithin(text: string, bytes: number): boolean {
  return text.length * 3 <= bytes || new TextEncoder().encode(text).length <= bytes;
}
