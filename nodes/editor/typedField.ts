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
