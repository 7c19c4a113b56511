/**
 * Lets the palette's search find a node by more words than its label and type. The search looks in this attribute of an
 * entry, which Node-RED fills with the label and never shows.
 */
export function addSearchWords(type: string, words: string): void {
  const entry = $(`.red-ui-palette-node[data-palette-type="${type}"]`);
  entry.attr('data-palette-label', `${entry.attr('data-palette-label') ?? ''} ${words}`);
}
