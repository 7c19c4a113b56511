import { resolve } from 'node:path';
import type { NodeAPI } from 'node-red';
import { findSpoolDirectory, noteSpoolRoot, ownFolder, spoolRoots } from '../../src/spool';

/** Where the spool of a node is, and what distinguishes it from every other. */
export interface SpoolPlace {
  /** The same after a deploy; different in another project. */
  readonly key: string;
  /** Absolute; undefined if there is no place on disk. */
  readonly directory: string | undefined;
  readonly project: string | undefined;
  /** What a user should know about it, in words. */
  readonly warning?: string;
}

/** Sets the folder for spools; overrides the settings file, which the owner of a container may be unable to edit. */
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

/** Folders that may hold spools of this Node-RED, the one for new spools first. @throws {Error} like spoolPlace(). */
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
    // Node-RED has no settings of its own to read, so it has no projects either.
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
