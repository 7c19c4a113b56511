import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FlowCredentials, FlowNode } from './flowNode';
import { type WrittenHashes, writeUnlessEdited, writeWhole } from './managedFiles';
import { PACKAGE_NAME } from './packageInfo';
import type { EditorAddress } from './settings';
import { settingsFile } from './settingsFile';

/** Not Node-RED's own flows.json, so that a user directory already in use keeps its flows. */
const FLOW_FILE = 'gateway.json';
const CREDENTIALS_FILE = 'gateway_cred.json';
const SETTINGS_FILE = 'settings.js';
const STATE_FILE = '.wireband-edge.json';

export interface UserDirectoryContent {
  readonly flow: readonly FlowNode[];
  /** References only: the file is not encrypted until the user deploys in the editor. */
  readonly credentials: FlowCredentials;
  readonly editor: EditorAddress;
  /** Folder of this package, whose nodes Node-RED is to load. */
  readonly packageRoot: string;
}

export interface PreparedUserDirectory {
  readonly folder: string;
  readonly flowFile: string;
  readonly settingsFile: string;
  /** The user has edited the flow (or its credentials), so it was left unchanged and runs as it is. */
  readonly flowKept: boolean;
  readonly settingsKept: boolean;
}

/** State kept from one start to the next. */
interface State {
  readonly credentialSecret: string;
  readonly written: WrittenHashes;
}

/**
 * Turns a folder into a Node-RED user directory with this flow, settings and our nodes. Files that the user has edited
 * are kept.
 * @throws {NodeJS.ErrnoException} if the folder cannot be read or written.
 */
export function prepareUserDirectory(folder: string, content: UserDirectoryContent): PreparedUserDirectory {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const state = readState(join(folder, STATE_FILE));
  const settings = writeUnlessEdited(
    folder,
    {
      [SETTINGS_FILE]: settingsFile({
        ...content.editor,
        flowFile: FLOW_FILE,
        credentialSecret: state.credentialSecret,
      }),
    },
    state.written,
  );
  const flow = writeUnlessEdited(
    folder,
    { [FLOW_FILE]: toJson(content.flow), [CREDENTIALS_FILE]: toJson(content.credentials) },
    settings.hashes,
  );
  writeWhole(join(folder, STATE_FILE), toJson({ ...state, written: flow.hashes }));
  linkPackage(folder, content.packageRoot);
  return {
    folder,
    flowFile: join(folder, FLOW_FILE),
    settingsFile: join(folder, SETTINGS_FILE),
    flowKept: flow.kept,
    settingsKept: settings.kept,
  };
}

/** A missing or damaged file means no state: then all existing files count as edited and are kept. */
function readState(path: string): State {
  let stored: unknown;
  try {
    stored = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    stored = {};
  }
  const { credentialSecret, written } = Object(stored);
  const hashes = Object.entries(Object(written)).filter((entry): entry is [string, string] => {
    return typeof entry[1] === 'string';
  });
  return {
    credentialSecret:
      typeof credentialSecret === 'string' ? credentialSecret : randomBytes(32).toString('hex'),
    written: Object.fromEntries(hashes),
  };
}

/**
 * Node-RED looks for nodes in the directory's node_modules. A copy installed there is left alone; a link is
 * recreated at each start, because npm removes it when it installs something.
 */
function linkPackage(folder: string, packageRoot: string): void {
  const link = join(folder, 'node_modules', PACKAGE_NAME);
  const present = lstatSync(link, { throwIfNoEntry: false });
  if (present && !present.isSymbolicLink()) return;
  if (present) rmSync(link);
  mkdirSync(dirname(link), { recursive: true });
  // A junction, which any user may create on Windows; elsewhere the type is ignored.
  symlinkSync(realpathSync(packageRoot), link, 'junction');
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
