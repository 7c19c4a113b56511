/** The field of a property in the node's dialog. */
export function fieldOf(node: EditorNode, property: string): JQuery {
  return $(`#${node._def.category === 'config' ? 'node-config-input' : 'node-input'}-${property}`);
}

/**
 * Calls back whenever fields may have changed, but after the event, not during it: Node-RED's completion menu writes to
 * its field without an event of its own, in the handler of the key that chose the item.
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

/** Writes into a field as a user would, and focuses it for the keyboard without scrolling. */
export function setAndFocus(field: JQuery, value: string): void {
  field.val(value).trigger('change');
  field.get(0)?.focus({ preventScroll: true });
}

/** Marks a field that Node-RED does not validate itself; hovering shows the reason, or else a description. */
export function markField(field: JQuery, reason: string | undefined, description = ''): void {
  field.toggleClass('input-error', reason !== undefined);
  field.attr('aria-invalid', String(reason !== undefined));
  field.attr('title', reason ?? description);
}

/**
 * Turns a field into one for values of a type. The widget hides the field that the label belongs to and shows its own,
 * which is labeled here.
 */
export function typedField(field: JQuery, type: 'msg' | 'json', label: string): void {
  field.typedInput({ default: type, types: [type] });
  const shown = field.next('.red-ui-typedInput-container').find('.red-ui-typedInput-input');
  shown.attr('aria-label', label);
  $(`label[for="${field.attr('id')}"]`).on('click', () => shown.trigger('focus'));
}
