import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackage, withNode } from '../package/packedPackage';
import { PATIENCE_MS } from '../until';
import type { RedInstallation } from './installations';

/** A node of a flow file, or a tab. */
export type FlowNode = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;

export interface NodeRedOptions {
  readonly red: RedInstallation;
  readonly flows?: readonly FlowNode[];
  /** An existing user directory, which is kept; if absent, an empty one is made and removed at the end. */
  readonly userDir?: string;
  /** Folder of an unpacked package to load nodes from, such as this repository after a build. */
  readonly packageFolder?: string;
  /** A packed package, installed into the user directory the way the palette manager does. */
  readonly tarball?: string;
  /** Added to settings.js; JSON values only. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The login for the admin API, if the settings have an `adminAuth`. */
  readonly login?: Login;
}

export interface Login {
  readonly username: string;
  readonly password: string;
}

export interface NodeRed {
  /** Address of editor and admin API, without a trailing slash. */
  readonly url: string;
  readonly userDir: string;
  readonly pid: number;
  /** Everything that the runtime has written to stdout and stderr so far. */
  output(): string;
  /** Resolves as soon as the output matches; rejects after `timeout` ms, PATIENCE_MS by default. */
  waitForOutput(pattern: RegExp, timeout?: number): Promise<void>;
  /** The node sets of GET /nodes. */
  nodeSets(): Promise<NodeSet[]>;
  /** Replaces all flows; `type` is the Node-RED-Deployment-Type. */
  deploy(flows: readonly FlowNode[], type?: 'full' | 'nodes' | 'flows'): Promise<void>;
  /** Presses the button of an inject node. */
  inject(nodeId: string): Promise<void>;
  /** Ends the runtime as SIGTERM does, then removes the user directory if it was made here. May be called twice. */
  stop(): Promise<void>;
}

export interface NodeSet {
  readonly id: string;
  readonly module: string;
  readonly types: readonly string[];
  readonly enabled: boolean;
  readonly err?: string;
}

/** No tips in the sidebar: a slow page of Node-RED 5.0 may show the first before there is a place for it, and throw. */
const EDITOR_PREFERENCES = { view: { 'view-show-tips': false } };

const STOP_TIMEOUT_MS = 60_000;
const SERVER_ADDRESS = /Server now running at (https?:\/\/[^\s/]+)/;
const FLOWS_RUNNING = /Started flows|Waiting for missing types/;

/** Starts a real Node-RED on a free port of 127.0.0.1 and waits until its flows run. */
export async function startNodeRed(options: NodeRedOptions): Promise<NodeRed> {
  const userDir = options.userDir ?? mkdtempSync(join(tmpdir(), 'wireband-red-'));
  const removeUserDir = (): void => {
    if (options.userDir === undefined) rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    prepareUserDir(userDir, options);
    if (options.tarball !== undefined) await installPackage(options.tarball, userDir, options.red.node);
    return await launch(userDir, options, removeUserDir);
  } catch (error) {
    removeUserDir();
    throw error;
  }
}

function prepareUserDir(userDir: string, options: NodeRedOptions): void {
  mkdirSync(userDir, { recursive: true });
  const settings = {
    uiHost: '127.0.0.1',
    uiPort: 0,
    flowFile: 'flows.json',
    credentialSecret: 'only for tests',
    lang: 'en-US',
    telemetry: { enabled: false, updateNotification: false },
    editorTheme: { tours: false, projects: { enabled: false } },
    externalModules: { palette: { allowUpload: true } },
    logging: { console: { level: 'info', metrics: false, audit: false } },
    ...(options.packageFolder === undefined ? {} : { nodesDir: [options.packageFolder] }),
    ...options.settings,
  };
  writeFileSync(join(userDir, 'settings.js'), `module.exports = ${JSON.stringify(settings, null, 2)};\n`);
  const preferences = join(userDir, '.config.users.json');
  // Without a login, the user is "_".
  const { username: user } = options.login ?? { username: '_' };
  if (!existsSync(preferences))
    writeFileSync(preferences, JSON.stringify({ [user]: { editor: EDITOR_PREFERENCES } }));
  if (options.flows !== undefined) writeFileSync(join(userDir, 'flows.json'), JSON.stringify(options.flows));
}

async function launch(userDir: string, options: NodeRedOptions, removeUserDir: () => void): Promise<NodeRed> {
  const { red } = options;
  const child = spawn(red.node, [red.script, '-u', userDir, '-s', join(userDir, 'settings.js')], {
    cwd: userDir,
    env: { ...withNode(red.node), NODE_OPTIONS: '', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = new Output(child);
  try {
    await log.waitFor(FLOWS_RUNNING, PATIENCE_MS);
    await log.waitFor(SERVER_ADDRESS, PATIENCE_MS);
  } catch (error) {
    await end(child);
    throw error;
  }
  const url = SERVER_ADDRESS.exec(log.text)?.[1] ?? '';
  const authorization = options.login ? await authorize(url, options.login) : {};
  const call = (path: string, init?: RequestInit): Promise<Response> =>
    request(`${url}${path}`, { ...init, headers: { ...authorization, ...Object(init?.headers) } });

  return {
    url,
    userDir,
    pid: child.pid ?? 0,
    output: () => log.text,
    waitForOutput: (pattern, timeout = PATIENCE_MS) => log.waitFor(pattern, timeout),
    nodeSets: async () => {
      const response = await call('/nodes', { headers: { Accept: 'application/json' } });
      const sets: NodeSet[] = JSON.parse(await response.text());
      return sets;
    },
    deploy: async (flows, type = 'full') => {
      await call('/flows', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Node-RED-Deployment-Type': type },
        body: JSON.stringify(flows),
      });
    },
    inject: async (nodeId) => {
      await call(`/inject/${nodeId}`, { method: 'POST' });
    },
    stop: async () => {
      await end(child);
      removeUserDir();
    },
  };
}

async function authorize(url: string, login: Login): Promise<Record<string, string>> {
  const response = await request(`${url}/auth/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ client_id: 'node-red-admin', grant_type: 'password', scope: '*', ...login }),
  });
  const { access_token: token } = Object(await response.json());
  return { Authorization: `Bearer ${token}` };
}

async function request(url: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (!response.ok) {
    throw new Error(`${init?.method ?? 'GET'} ${url}: ${response.status} ${await response.text()}`);
  }
  return response;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
  if (late) throw new Error(`Node-RED did not stop within ${STOP_TIMEOUT_MS} ms`);
}

/** The collected output of a process, with a way to wait for a line. */
class Output {
  text = '';
  private exited = false;
  private readonly listeners = new Set<() => void>();

  constructor(child: ChildProcess) {
    const append = (chunk: Buffer): void => {
      this.text += chunk.toString('utf8');
      this.notify();
    };
    child.stdout?.on('data', append);
    child.stderr?.on('data', append);
    child.once('close', () => {
      this.exited = true;
      this.notify();
    });
  }

  waitFor(pattern: RegExp, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (error?: Error): void => {
        clearTimeout(timer);
        this.listeners.delete(check);
        if (error) reject(error);
        else resolve();
      };
      const check = (): void => {
        if (pattern.test(this.text)) finish();
        else if (this.exited) finish(new Error(`Node-RED ended before ${pattern}; it wrote:\n${this.text}`));
      };
      const timer = setTimeout(() => {
        finish(new Error(`no ${pattern} within ${timeoutMs} ms; Node-RED wrote:\n${this.text}`));
      }, timeoutMs);
      this.listeners.add(check);
      check();
    });
  }

  private notify(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
