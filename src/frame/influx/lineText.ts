/**
 * How names, tags and texts are written in line protocol. What InfluxDB, VictoriaMetrics, QuestDB and Telegraf do not
 * all read as the same is not written: line breaks and other control characters, which end a line for some of them even
 * inside quotes; a backslash before a character that is escaped, or at the end; half a surrogate pair.
 */

/** Control characters, and lone surrogates. */
const UNWRITABLE = /[\p{Cc}\p{Surrogate}]/u;

/** A backslash that some take for an escape of what follows it. */
const AMBIGUOUS_BACKSLASH = /\\(?=[\\,= ]|$)/;

/** The text of a tag's name or value; undefined where it cannot be written, as where it is empty. */
export function nameText(name: string): string | undefined {
  if (name === '' || UNWRITABLE.test(name) || AMBIGUOUS_BACKSLASH.test(name)) return undefined;
  return name.replace(/[,= ]/g, '\\$&');
}

/** A measurement: an equals sign is no part of the syntax there, and not all read it escaped. */
export function measurementText(name: string): string | undefined {
  return nameText(name)?.replaceAll('\\=', '=');
}

/** A field's name. VictoriaMetrics takes a quote in it for the beginning of a text. */
export function fieldName(name: string): string | undefined {
  return name.includes('"') ? undefined : nameText(name);
}

/** A text as the value of a field; undefined where it cannot be written. */
export function textValue(text: string): string | undefined {
  if (UNWRITABLE.test(text)) return undefined;
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A number as a float. */
export function floatValue(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
