/** Of the page: the code of a dialog and that of the monitor are bundled apart. */
const KEY = 'wireband-asked-rule';

/** Has the dialog of a classify node, which is opened next, make a rule of a topic. */
export function askForRule(node: string, topic: string): void {
  $(document.body).data(KEY, { node, topic });
}

/** The topic that a rule was asked for at this node; only once. */
export function takeAskedRule(node: string): string | undefined {
  const asked: { readonly node?: unknown; readonly topic?: unknown } = Object($(document.body).data(KEY));
  $(document.body).removeData(KEY);
  return asked.node === node && typeof asked.topic === 'string' ? asked.topic : undefined;
}
