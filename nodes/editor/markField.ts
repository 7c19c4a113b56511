/** Marks a field that Node-RED does not validate itself; the reason, or else a description, shows on hovering. */
export function markField(field: JQuery, reason: string | undefined, description = ''): void {
  field.toggleClass('input-error', reason !== undefined);
  field.attr('aria-invalid', String(reason !== undefined));
  field.attr('title', reason ?? description);
}
