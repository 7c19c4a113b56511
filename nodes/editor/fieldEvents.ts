/**
 * Calls back whenever fields may have another value. Afterwards, not during the event: Node-RED's completion
 * menu writes to its field without an event of its own, in a handler of the key that chose.
 */
export function onEdit(fields: JQuery, update: () => void): void {
  fields.on('input change keyup paste', () => {
    setTimeout(update);
  });
}

/** The text in a field. */
export function fieldText(field: JQuery): string {
  return String(field.val() ?? '').trim();
}
