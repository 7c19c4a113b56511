import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { NodeRedInstallation } from './findNodeRed';
import { SECRET_VARIABLES } from './gatewayFlow';
import type { EditorAddress, Secrets } from './settings';
import type { PreparedUserDirectory } from './userDirectory';

export interface NodeRedRun {
  readonly child: ChildProcess;
  /** Fulfilled with the exit code; 128 + number for an end by a signal that was not ours. */
  readonly ended: Promise<number>;
  /** Asks Node-RED to end, as Ctrl-C does, and waits; may be called more than once. */
  stop(): Promise<number>;
}

export interface NodeRedStart {
  readonly nodeRed: NodeRedInstallation;
  readonly directory: PreparedUserDirectory;
  readonly editor: EditorAddress;
  readonly secrets: Secrets;
  /** What becomes of Node-RED's output. */
  readonly output: 'inherit' | 'pipe';
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Node-RED gives its nodes 15 seconds to close; a little more, and it hangs. */
const STOP_TIMEOUT_MS = 20_000;

/** Starts Node-RED. Secrets go by its environment only. */
export function runNodeRed({ nodeRed, directory, editor, secrets, output, env }: NodeRedStart): NodeRedRun {
  const args = [
    ...[nodeRed.script, '--userDir', directory.folder, '--settings', directory.settingsFile],
    // Again here, because a settings file that the user has edited may say something else.
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

/** Windows has no signal that a process could answer to, so Node-RED listens for a message there. */
function askToEnd(child: ChildProcess): void {
  if (child.connected) child.send('shutdown');
  else child.kill('SIGTERM');
}

/** All of them: a reference to a variable that does not exist would itself be taken for the secret. */
function secretVariables(secrets: Secrets): Record<string, string> {
  return {
    [SECRET_VARIABLES.apiKey]: secrets.apiKey ?? '',
    [SECRET_VARIABLES.username]: secrets.username ?? '',
    [SECRET_VARIABLES.password]: secrets.password ?? '',
  };
}
