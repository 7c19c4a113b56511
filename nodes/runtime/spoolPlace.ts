import { resolve } from 'node:path';
import type { NodeAPI } from 'node-red';
import { findSpoolDirectory, noteSpoolRoot, ownFolder, spoolRoots } from '../../src/spool';

/** Where the spool of a node lies, and what tells it from every other. */
export interface SpoolPlace {
  /** The same after a deploy; another one in another project. */
  readonly key: string;
  /** Absolute; undefined if there is no place on disk. */
  readonly directory: string | undefined;
  readonly project: string | undefined;
  /** What a user should know of it, in words. */
  readonly warning?: string;
}

/** Chooses the folder of the spools; goes before the settings file, which a container's owner may not be able to edit. */
const VARIABLE = 'WIREBAND_SPOOL_DIRECTORY';

/** @throws {Error} for a `wireband.spoolDirectory` that is not a path. */
export function spoolPlace(RED: NodeAPI, nodeId: string): SpoolPlace {
  const { userDir } = RED.settings;
  const project = openProject(RED);
  const owner = { nodeId, project };
  const key = ownFolder(owner);
  const chosen = chosenFolder(RED);
  if (chosen !== undefined && userDir !== undefined) noteSpoolRoot(userDir, chosen);
  const [root, ...others] = spoolFolders(RED);
  if (root === undefined) return { key, directory: undefined, project };
  const { directory, wanted } = findSpoolDirectory(owner, [root, ...others]);
  const place = { key, directory, project };
  if (wanted === undefined) return place;
  const move = `To move it, stop Node-RED and rename it to ${wanted}`;
  return { ...place, warning: `The spool of this node stays in ${directory}, where it was found. ${move}.` };
}

/** The folders in which spools of this Node-RED may lie, that of new ones first. @throws {Error} as spoolPlace() does. */
export function spoolFolders(RED: NodeAPI): readonly string[] {
  const { userDir } = RED.settings;
  const chosen = chosenFolder(RED);
  const known = userDir === undefined ? [] : spoolRoots(userDir);
  return [...new Set(chosen === undefined ? known : [chosen, ...known])];
}

/** The project of Node-RED's Projects feature that is open; undefined without one. */
export function openProject({ settings }: NodeAPI): string | undefined {
  if (Object(Object(settings.editorTheme).projects).enabled !== true) return undefined;
  const { get }: { get?: unknown } = settings;
  try {
    const { activeProject } = Object(typeof get === 'function' ? get('projects') : undefined);
    return typeof activeProject === 'string' && activeProject !== '' ? activeProject : undefined;
  } catch {
    // Node-RED has no settings of its own to ask: then it has no projects either.
    return undefined;
  }
}

function chosenFolder(RED: NodeAPI): string | undefined {
  const fromFile: unknown = Object(Object(RED.settings).wireband).spoolDirectory;
  const chosen = process.env[VARIABLE] || fromFile;
  if (chosen === undefined || chosen === '') return undefined;
  if (typeof chosen !== 'string') {
    throw new Error(
      `wireband.spoolDirectory in Node-RED's settings file is ${JSON.stringify(chosen)}; give a path.`,
    );
  }
  return resolve(RED.settings.userDir ?? '.', chosen);
}
