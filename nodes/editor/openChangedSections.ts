/** Opens the sections in which a setting is not the default, so that nothing unusual, or bad, is hidden. */
export function openChangedSections(node: EditorNode): void {
  for (const section of $('details.wireband-details').toArray()) {
    const fields = $(section).find('[id^="node-input-"], [id^="node-config-input-"]').toArray();
    $(section).prop(
      'open',
      fields.some((field) => isChanged(node, field.id)),
    );
  }
}

function isChanged(node: EditorNode, fieldId: string): boolean {
  const property = fieldId.replace(/^node-(config-)?input-|-list$/g, '');
  const value: unknown = Object(node)[property];
  const isMissing = value === undefined || value === null || value === '';
  return !isMissing && String(value) !== String(node._def.defaults[property]?.value);
}
