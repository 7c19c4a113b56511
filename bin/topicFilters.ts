/**
 * Removes filters whose topics another filter covers. Node-RED subscribes separately for each node,
 * so a message that matches two filters would arrive, and be forwarded, twice. (Filters that overlap without one
 * covering the other, such as `a/+` and `+/b`, are kept.)
 */
export function withoutCovered(filters: readonly string[]): string[] {
  const distinct = [...new Set(filters)];
  return distinct.filter((filter) => !distinct.some((other) => other !== filter && covers(other, filter)));
}

/** Whether the wide filter matches every topic that the narrow one does. */
function covers(wide: string, narrow: string): boolean {
  if (narrow.startsWith('$') && /^[+#]/.test(wide)) return false;
  const wideLevels = wide.split('/');
  const narrowLevels = narrow.split('/');
  for (let level = 0; level < wideLevels.length; level++) {
    const [here, there] = [wideLevels[level], narrowLevels[level]];
    if (here === '#') return true;
    if (there === undefined || there === '#' || (here !== '+' && here !== there)) return false;
  }
  return wideLevels.length === narrowLevels.length;
}
