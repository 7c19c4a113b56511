import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { NodeRedInstallation } from './findNodeRed';
import { SECRET_VARIABLES } from './gatewayFlow';
import type { EditorAddress, Secrets } from './settings';
import type { PreparedUserDirectory } from './userDirectory';

export interface NodeRedRun {
  readonly child: ChildProcess;
  /** Resolves with the exit code; 128 + signal number if a signal that was not ours ended it. */
  readonly ended: Promise<number>;
  /** Asks Node-RED to stop, as Ctrl-C does, and waits; may be called more than once. */
  stop(): Promise<number>;
}

export interface NodeRedStart {
  readonly nodeRed: NodeRedInstallation;
  readonly directory: PreparedUserDirectory;
  readonly editor: EditorAddress;
  readonly secrets: Secrets;
  /** Where Node-RED's output goes. */
  readonly output: 'inherit' | 'pipe';
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Node-RED gives its nodes 15 seconds to close; if it takes longer than this, it hangs. */
const STOP_TIMEOUT_MS = 20_000;

/** Starts Node-RED. Secrets are passed only in its environment. */
export function runNodeRed({ nodeRed, directory, editor, secrets, output, env }: NodeRedStart): NodeRedRun {
  const args = [
    ...[nodeRed.script, '--userDir', directory.folder, '--settings', directory.settingsFile],
    // Repeated here, because a settings file edited by the user may differ.
    ...['--port', String(editor.port), '--define', `uiHost=${JSON.stringify(editor.host)}`],
    ...['--title', 'wireband-edge (Node-RED)', directory.flowFile],
  ];
  const stdio: StdioOptions = [
    'ignore',
    output,
    output,
    ...(process.platform === 'win32' ? ['ipc' as const] : []),
  ];
  const child = spawn(process.execPath, args, {
    cwd: directory.folder,
    env: { ...process.env, ...env, ...secretVariables(secrets) },
    stdio,
  });
  let asked = false;
  const ended = new Promise<number>((fulfil, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      fulfil(code ?? (asked ? 0 : 128 + constants.signals[signal ?? 'SIGTERM'])),
    );
  });
  return {
    child,
    ended,
    async stop() {
      if (!asked) {
        asked = true;
        askToEnd(child);
        const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
        ended.finally(() => clearTimeout(timer)).catch(() => undefined);
      }
      return ended;
    },
  };
}

/** Windows has no signal that a process can handle, so there Node-RED listens for a message. */
function askToEnd(child: ChildProcess): void {
  if (child.connected) child.send('shutdown');
  else child.kill('SIGTERM');
}

/** Sets all of them: a reference to an unset variable would itself be used as the secret. */
function secretVariables(secrets: Secrets): Record<string, string> {
  return {
    [SECRET_VARIABLES.apiKey]: secrets.apiKey ?? '',
    [SECRET_VARIABLES.username]: secrets.username ?? '',
    [SECRET_VARIABLES.password]: secrets.password ?? '',
  };
}
