import { statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { isDenied } from './strayEntry';

/**
 * Returns the error with a remedy added, if the spool or a file in it belongs to another user, as after a container
 * update. Any other error is returned unchanged.
 */
export function withRemedy(error: unknown, directory: string): unknown {
  const own = process.getuid?.();
  if (!(error instanceof Error) || !isDenied(error) || own === undefined) return error;
  const { path } = Object(error);
  const found = nearest(typeof path === 'string' ? path : directory);
  if (!found || found.uid === own) return error;
  const isInside = !relative(directory, found.path).startsWith('..');
  const target = isInside ? directory : found.path;
  const cause = `${found.path} belongs to user ${found.uid}, and this process runs as user ${own}`;
  const remedy = `Run it as that user, or as root: chown -R ${own} ${target}`;
  return Object.assign(new Error(`${error.message}. ${cause}. ${remedy}`, { cause: error }), {
    code: Object(error).code,
  });
}

/** The path itself if it exists, else the nearest folder above it that is visible. */
function nearest(path: string): { readonly path: string; readonly uid: number } | undefined {
  for (let at = path; ; at = dirname(at)) {
    try {
      return { path: at, uid: statSync(at).uid };
    } catch {
      if (at === dirname(at)) return undefined;
    }
  }
}
