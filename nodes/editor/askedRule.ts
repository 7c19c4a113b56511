/** Stored on the page, because the dialogs and the monitor are separate bundles. */
const KEY = 'wireband-asked-rule';

/** Tells the dialog of a classify node, opened next, to make a rule from a topic. */
export function askForRule(node: string, topic: string): void {
  $(document.body).data(KEY, { node, topic });
}

/** The topic for which this node was asked to make a rule; returned only once. */
export function takeAskedRule(node: string): string | undefined {
  const asked: { readonly node?: unknown; readonly topic?: unknown } = Object($(document.body).data(KEY));
  $(document.body).removeData(KEY);
  return asked.node === node && typeof asked.topic === 'string' ? asked.topic : undefined;
}
