import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What dist/ is made from. */
const SOURCES = ['src', 'nodes', 'bin', 'icons', 'scripts'];

/** What the build touches last, so that a build that broke off counts as none. */
const BUILT_LAST = join('dist', 'bin', 'wireband-edge.js');

/** Whether dist/ is missing, or something that it is made from changed after the last build. */
export function isBuildStale(root: string): boolean {
  const built = statSync(join(root, BUILT_LAST), { throwIfNoEntry: false })?.ctimeMs ?? 0;
  return built === 0 || SOURCES.some((source) => newestChange(join(root, source)) > built);
}

/** Time of the newest change in a file or below a folder, milliseconds since the epoch. */
function newestChange(path: string): number {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}
