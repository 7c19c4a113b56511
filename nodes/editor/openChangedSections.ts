/** The usual value of a property of a node; undefined if that is its default. */
type UsualValue = (property: string) => unknown;

/**
 * Opens the sections that contain a setting with an unusual value, compared with its default or with `usual`, so that
 * no unusual or invalid value is hidden.
 */
export function openChangedSections(node: EditorNode, usual: UsualValue = () => undefined): void {
  for (const section of $('details.wireband-details').toArray()) {
    const fields = $(section).find('[id^="node-input-"], [id^="node-config-input-"]').toArray();
    $(section).prop(
      'open',
      fields.some((field) => isChanged(node, field.id, usual)),
    );
  }
}

function isChanged(node: EditorNode, fieldId: string, usual: UsualValue): boolean {
  const property = fieldId.replace(/^node-(config-)?input-|-list$/g, '');
  const value: unknown = Object(node)[property];
  const isMissing = value === undefined || value === null || value === '';
  return !isMissing && asText(value) !== asText(usual(property) ?? node._def.defaults[property]?.value);
}

/** Numbers and flags may be saved as text. */
function asText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
