/**
 * How names, tags and texts are written in line protocol. What InfluxDB, VictoriaMetrics, QuestDB and Telegraf do not
 * all read as the same is not written: line breaks and other control characters, which end a line for some of them even
 * inside quotes; a backslash before a character that is escaped, or at the end; half a surrogate pair.
 */

/**
 * Bytes of a name or a tag. VictoriaMetrics cuts longer ones off, newer ones from 4 KiB on, and takes what is left alike for
 * the same; a metric's name is measurement and field. InfluxDB refuses a field's name that has, with all tags, more than
 * 65,535.
 */
const MAX_BYTES = 4096;
const MAX_MEASUREMENT_BYTES = 1000;
const MAX_FIELD_BYTES = MAX_BYTES - MAX_MEASUREMENT_BYTES - 1;

/** Control characters, and lone surrogates. */
const UNWRITABLE = /[\p{Cc}\p{Surrogate}]/u;

/** A backslash that some take for an escape of what follows it. */
const AMBIGUOUS_BACKSLASH = /\\(?=[\\,= ]|$)/;

/** The text of a tag's name or value; undefined if it cannot be written, as where it is empty or too long. */
export function nameText(name: string, maxBytes = MAX_BYTES): string | undefined {
  if (name === '' || UNWRITABLE.test(name) || AMBIGUOUS_BACKSLASH.test(name)) return undefined;
  return isWithin(name, maxBytes) ? name.replace(/[,= ]/g, '\\$&') : undefined;
}

/** A measurement: an equals sign is not part of the syntax there, and not all read it escaped. */
export function measurementText(name: string): string | undefined {
  return nameText(name, MAX_MEASUREMENT_BYTES)?.replaceAll('\\=', '=');
}

/** A field's name. VictoriaMetrics takes a quote in it for the beginning of a text. */
export function fieldName(name: string): string | undefined {
  return name.includes('"') ? undefined : nameText(name, MAX_FIELD_BYTES);
}

/** A text as the value of a field; undefined if it cannot be written. */
export function textValue(text: string): string | undefined {
  if (UNWRITABLE.test(text)) return undefined;
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A number as a float. */
export function floatValue(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** Whether a text has at most so many bytes. */
export function isWithin(text: string, bytes: number): boolean {
  return text.length * 3 <= bytes || new TextEncoder().encode(text).length <= bytes;
}
