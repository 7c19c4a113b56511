const SLASH = 0x2f;

/**
 * Where the level of a path begins that ends before `end`. A loop, because the language's own search backwards costs
 * more than reading the level; its search forwards, as below, does not.
 */
export function levelStart(path: string, end: number): number {
  let start = end;
  while (start > 0 && path.charCodeAt(start - 1) !== SLASH) start--;
  return start;
}

export function countLevels(path: string): number {
  let levels = 1;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) levels++;
  return levels;
}
