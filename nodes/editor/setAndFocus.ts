/** Writes into a field as a user does, who can then go on there by keyboard; what is in sight stays in sight. */
export function setAndFocus(field: JQuery, value: string): void {
  field.val(value).trigger('change');
  field.get(0)?.focus({ preventScroll: true });
}
