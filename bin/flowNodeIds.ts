import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * IDs of all nodes in the flows of a user directory; undefined if no flow file is found. The name of the flow file is
 * set in settings.js, which is a program, so every file that looks like flows counts, including those of projects.
 */
export async function flowNodeIds(userDir: string): Promise<ReadonlySet<string> | undefined> {
  const projects = (await entriesOf(join(userDir, 'projects'))).map((name) =>
    join(userDir, 'projects', name),
  );
  const lists: string[][] = [];
  for (const folder of [userDir, ...projects]) {
    for (const name of await entriesOf(folder)) {
      // A hidden file is a backup, which still holds deleted nodes.
      if (!name.endsWith('.json') || name.startsWith('.')) continue;
      const ids = await idsIn(join(folder, name));
      if (ids) lists.push(ids);
    }
  }
  return lists.length === 0 ? undefined : new Set(lists.flat());
}

async function idsIn(path: string): Promise<string[] | undefined> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
  if (!Array.isArray(content)) return undefined;
  const nodes: unknown[] = content;
  const ids = nodes.flatMap((node) => {
    const { id, type } = Object(node);
    return typeof id === 'string' && typeof type === 'string' ? [id] : [];
  });
  return ids.length === nodes.length && ids.length > 0 ? ids : undefined;
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}
