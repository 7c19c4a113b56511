/** The field of a property in the node's dialog. */
export function fieldOf(node: EditorNode, property: string): JQuery {
  return $(`#${node._def.category === 'config' ? 'node-config-input' : 'node-input'}-${property}`);
}

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

/** Writes into a field as a user does, who can then go on there by keyboard; what is in sight stays in sight. */
export function setAndFocus(field: JQuery, value: string): void {
  field.val(value).trigger('change');
  field.get(0)?.focus({ preventScroll: true });
}

/** Marks a field that Node-RED does not validate itself; the reason, or else a description, shows on hovering. */
export function markField(field: JQuery, reason: string | undefined, description = ''): void {
  field.toggleClass('input-error', reason !== undefined);
  field.attr('aria-invalid', String(reason !== undefined));
  field.attr('title', reason ?? description);
}

/**
 * Makes a field one for values of a type. The widget hides the field that the label belongs to and shows one of
 * its own, which is labelled here.
 */
export function typedField(field: JQuery, type: 'msg' | 'json', label: string): void {
  field.typedInput({ default: type, types: [type] });
  const shown = field.next('.red-ui-typedInput-container').find('.red-ui-typedInput-input');
  shown.attr('aria-label', label);
  $(`label[for="${field.attr('id')}"]`).on('click', () => shown.trigger('focus'));
}
