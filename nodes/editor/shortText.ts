/** Characters of a text that a table shows: topics and payloads may have any length. */
const MAX_SHOWN = 160;

/** A text as a table shows it: its beginning, with possible line breaks after the separators in names. */
export function shortText(content: string, max = MAX_SHOWN): JQuery {
  const shown = content.length > max ? `${content.slice(0, max)}…` : content;
  const element = $('<span>', { class: 'wireband-text' });
  for (const part of shown.split(/(?<=[/_.,:])/)) element.append(document.createTextNode(part), '<wbr>');
  return element;
}

/** A value as text: text as it is, anything else as JSON. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return String(value);
  return JSON.stringify(value) ?? '';
}
