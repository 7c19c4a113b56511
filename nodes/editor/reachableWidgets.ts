/** Buttons of Node-RED's own widgets that have only an icon, each with a key of Node-RED's texts for its name. */
const UNNAMED: Readonly<Record<string, string>> = {
  'a[id*="-input-btn-"][id$="-add"]': 'editor.configAdd',
  'a[id*="-input-btn-"][id$="-edit"]': 'editor.configEdit',
  '.red-ui-typedInput-option-expand': 'editor.configEdit',
  '.red-ui-editableList-item-remove': 'common.label.delete',
};

/** Gives the buttons of a dialog names and a place in the tab order, including those that lists add later. */
export function reachableWidgets(form: JQuery): void {
  const [element] = form;
  if (!element) return;
  nameButtons(form);
  new MutationObserver(() => nameButtons(form)).observe(element, { childList: true, subtree: true });
}

function nameButtons(form: JQuery): void {
  for (const [selector, key] of Object.entries(UNNAMED)) {
    for (const button of form.find(selector).not('[aria-label]').toArray()) nameButton($(button), RED._(key));
  }
}

function nameButton(button: JQuery, name: string): void {
  const label = button.closest('.form-row').find('label').first().text().trim();
  button.attr('aria-label', label === '' ? name : `${name}: ${label}`);
  // A link without href: Tab skips it, and keys do not press it.
  if (!button.is('a:not([href])')) return;
  button.attr({ role: 'button', tabindex: 0 }).on('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    button.trigger('click');
  });
}
