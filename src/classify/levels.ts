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

/** Where a level of a path begins, counted from 0; behind the path where it has not so many. */
export function startOfLevel(path: string, level: number): number {
  let start = 0;
  for (let i = 0; i < level; i++) {
    const slash = path.indexOf('/', start);
    if (slash < 0) return path.length + 1;
    start = slash + 1;
  }
  return start;
}
