import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What dist/ is made from. */
const SOURCES = ['src', 'nodes', 'bin', 'icons', 'scripts'];

/** The file that the build touches last, so that an interrupted build counts as stale. */
const BUILT_LAST = join('dist', 'bin', 'wireband-edge.js');

/** Whether dist/ is missing, or any of its sources has changed since the last build. */
export function isBuildStale(root: string): boolean {
  const built = statSync(join(root, BUILT_LAST), { throwIfNoEntry: false })?.ctimeMs ?? 0;
  return built === 0 || SOURCES.some((source) => newestChange(join(root, source)) > built);
}

/** Time of the latest change to a file, or to anything in a folder, in milliseconds since the epoch. */
function newestChange(path: string): number {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}
