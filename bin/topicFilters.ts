/**
 * Leaves out filters whose topics another filter takes as well. Node-RED subscribes for each node on its own,
 * so that a message of two filters would arrive, and be forwarded, twice. (Filters that overlap without one
 * covering the other, `a/+` and `+/b`, are kept.)
 */
export function withoutCovered(filters: readonly string[]): string[] {
  const distinct = [...new Set(filters)];
  return distinct.filter((filter) => !distinct.some((other) => other !== filter && covers(other, filter)));
}

/** Whether each topic that the narrow filter matches is matched by the wide one. */
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
