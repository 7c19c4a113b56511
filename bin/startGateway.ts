import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { reserveEditor } from './editorPort';
import { findNodeRed, type NodeRedInstallation } from './findNodeRed';
import type { FlowCredentials, FlowNode } from './flowNode';
import { packageRoot } from './packageInfo';
import { type NodeRedRun, runNodeRed } from './runNodeRed';
import type { EditorAddress, Secrets } from './settings';
import { type PreparedUserDirectory, prepareUserDirectory } from './userDirectory';

export interface GatewayStart {
  readonly flow: readonly FlowNode[];
  readonly credentials: FlowCredentials;
  readonly secrets: Secrets;
  /** Port 0 for any free one. */
  readonly editor: EditorAddress;
  readonly userDir: string;
  readonly output: 'inherit' | 'pipe';
  readonly env?: Readonly<Record<string, string>>;
}

export interface Gateway {
  readonly run: NodeRedRun;
  readonly nodeRed: NodeRedInstallation;
  readonly editor: EditorAddress;
  readonly directory: PreparedUserDirectory;
}

/** The package is not built, which happens only in a clone of the repository. */
export class NotBuiltError extends Error {
  override readonly name = 'NotBuiltError';
  constructor() {
    super('The nodes are not built yet. Run: npm run build');
  }
}

/**
 * Prepares the user directory and starts Node-RED on it.
 * @throws {NotBuiltError} {NodeRedMissingError} {EditorAddressError} and file system errors in the user directory.
 */
export async function startGateway(start: GatewayStart): Promise<Gateway> {
  if (!existsSync(join(packageRoot, 'dist', 'nodes'))) throw new NotBuiltError();
  const nodeRed = findNodeRed([packageRoot, process.cwd(), start.userDir]);
  const editor = await reserveEditor(start.editor);
  const directory = prepareUserDirectory(start.userDir, { ...start, editor, packageRoot });
  const run = runNodeRed({ ...start, nodeRed, directory, editor });
  return { run, nodeRed, editor, directory };
}
