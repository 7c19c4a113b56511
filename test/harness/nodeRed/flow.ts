import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeAPI } from 'node-red';
import backendNode from '../../../nodes/wireband-backend/runtime';
import classifyNode from '../../../nodes/wireband-classify/runtime';
import decodeNode from '../../../nodes/wireband-decode/runtime';
import deltaNode from '../../../nodes/wireband-delta/runtime';
import mqttInNode from '../../../nodes/wireband-mqtt-in/runtime';
import uplinkNode from '../../../nodes/wireband-uplink/runtime';
import { PATIENCE_MS, sleep } from '../until';

/** A node of a flow as it is stored; `z` is added if missing. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly [property: string]: unknown;
}

export type Message = Record<string, unknown>;
type Credentials = Record<string, Record<string, string>>;
type Register = (RED: NodeAPI) => void;

interface RunningNode {
  receive(message: object): void;
  on(event: 'input', listener: (message: Message) => void): void;
  readonly status: Spy<[status: NodeStatus]>;
}

interface NodeStatus {
  readonly fill?: string;
  readonly shape?: string;
  readonly text?: string;
}

interface Spy<A extends readonly unknown[]> {
  getCalls(): { readonly thisValue: unknown; readonly args: A }[];
}

interface LogEntry {
  readonly level: number;
  readonly id?: string;
  readonly msg: unknown;
}

interface AdminAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The part of node-red-node-test-helper that is used here; it has no types of its own. */
interface TestHelper {
  load(nodes: Register[], flow: readonly FlowNode[], credentials?: Credentials): Promise<void>;
  unload(): Promise<void>;
  startServer(): Promise<void>;
  settings(settings: { readonly userDir?: string | undefined }): unknown;
  stopServer(): Promise<void>;
  setFlows(
    flow: readonly FlowNode[],
    type: 'full' | 'flows' | 'nodes',
    credentials?: Credentials,
  ): Promise<void>;
  getNode(id: string): RunningNode | null;
  /** Sends a request to the editor's server (supertest). */
  request(): {
    get(path: string): Promise<AdminAnswer>;
    post(path: string): {
      set(headers: Readonly<Record<string, string>>): { send(body: object): Promise<AdminAnswer> };
    };
  };
  log(): Spy<[entry: LogEntry]> & { readonly ERROR: number; readonly WARN: number; readonly INFO: number };
}

const helper: TestHelper = require('node-red-node-test-helper');

const CONFIG_TYPES = ['tab', 'subflow', 'wireband-backend', 'tls-config', 'mqtt-broker'];

/** Core nodes that a flow may use; the helper itself brings catch, complete and status. */
const CORE_FILES: Readonly<Record<string, string>> = {
  'tls-config': 'network/05-tls.js',
  'http in': 'network/21-httpin.js',
  'http response': 'network/21-httpin.js',
  'mqtt-broker': 'network/10-mqtt.js',
  function: 'function/10-function.js',
  switch: 'function/10-switch.js',
  change: 'function/15-change.js',
  delay: 'function/89-delay.js',
  split: 'sequence/17-split.js',
  join: 'sequence/17-split.js',
  batch: 'sequence/19-batch.js',
  'link in': 'common/60-link.js',
  'link out': 'common/60-link.js',
  'link call': 'common/60-link.js',
  debug: 'common/21-debug.js',
};

/** Messages by the id of the helper node that received them. */
let received = new Map<string, Message[]>();
/** Helper nodes that have a listener already: not every deploy makes new ones. */
const heard = new WeakSet<RunningNode>();

/** Starts and stops Node-RED's runtime around the tests of a file, and the flow of each test. */
export function withNodeRed(): void {
  before(() => helper.startServer());
  after(() => helper.stopServer());
  afterEach(() => helper.unload());
}

/**
 * Gives each test of a file its own user directory, which holds its spools on disk. Must be called before
 * withNodeRed(), so that the nodes are deleted, and their spools closed, before the directory is removed.
 * @returns a function that gives its path.
 */
export function withUserDir(): () => string {
  let userDir = '';
  beforeEach(() => {
    userDir = mkdtempSync(join(tmpdir(), 'wireband-nodes-'));
    helper.settings({ userDir });
  });
  afterEach(async () => {
    await deploy([]);
    helper.settings({ userDir: undefined });
    rmSync(userDir, { recursive: true, force: true });
  });
  return () => userDir;
}

/** Runs a flow in a real Node-RED runtime with our nodes and the core nodes that it uses. */
export async function startFlow(
  nodes: readonly FlowNode[],
  credentials: Credentials = {},
  more: Register[] = [],
): Promise<void> {
  const files = new Set(nodes.flatMap(({ type }) => CORE_FILES[type] ?? []));
  const core = [...files].map((file): Register => {
    const path = `@node-red/nodes/core/${file}`;
    return require(require.resolve(path, { paths: [require.resolve('node-red')] }));
  });
  received = new Map();
  const all = [
    withHooks,
    backendNode,
    classifyNode,
    decodeNode,
    deltaNode,
    uplinkNode,
    mqttInNode,
    ...core,
    ...more,
  ];
  await helper.load(all, complete(nodes), credentials);
  listen(nodes);
}

/** Adds the hooks, which the helper leaves out of the `RED` that it gives to nodes. */
const withHooks: Register = (RED) => {
  const path = require.resolve('@node-red/util', { paths: [require.resolve('node-red')] });
  Object.assign(RED, { hooks: require(path).hooks });
};

/** Stops all nodes, as Node-RED does when it ends. */
export function stopFlows(): Promise<void> {
  return helper.unload();
}

/** Deploys other nodes over the running ones, as the editor does; received messages are kept. */
export async function deploy(
  nodes: readonly FlowNode[],
  type: 'full' | 'flows' | 'nodes' = 'full',
  credentials?: Credentials,
): Promise<void> {
  await helper.setFlows(complete(nodes), type, credentials);
  listen(nodes);
}

/** The response of the editor's server. */
export async function adminGet(path: string): Promise<unknown> {
  const { status, body } = await helper.request().get(path);
  assert.equal(status, 200);
  return body;
}

export function send(id: string, ...messages: object[]): void {
  for (const message of messages) running(id).receive(message);
}

/** Queries the admin API. @param path begins with a slash. */
export async function askAdmin(path: string): Promise<AdminAnswer> {
  const { status, body } = await helper.request().get(path);
  return { status, body };
}

/** Posts to the editor's server with these headers, as the editor, a page or a program would. */
export async function postToAdmin(
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<AdminAnswer> {
  const { status, body: answer } = await helper.request().post(path).set(headers).send(body);
  return { status, body: answer };
}

/** What a helper node has received so far. */
export function got(id: string): Message[] {
  return received.get(id) ?? [];
}

/** The statuses that a node showed, in order. */
export function statuses(id: string): NodeStatus[] {
  const node = running(id);
  return node.status
    .getCalls()
    .filter(({ thisValue }) => thisValue === node)
    .map(({ args: [status] }) => status);
}

/** The errors that a node logged. */
export function loggedErrors(id: string): string[] {
  return logged(id, helper.log().ERROR);
}

/** The warnings that a node logged. */
export function loggedWarnings(id: string): string[] {
  return logged(id, helper.log().WARN);
}

/** Other lines that a node logged. */
export function loggedLines(id: string): string[] {
  return logged(id, helper.log().INFO);
}

/** The warnings of the runtime itself, and of nodes outside of any flow. */
export function runtimeWarnings(): string[] {
  return logged(undefined, helper.log().WARN);
}

function logged(id: string | undefined, level: number): string[] {
  return helper
    .log()
    .getCalls()
    .map(({ args: [entry] }) => entry)
    .filter((entry) => entry.level === level && entry.id === id)
    .map(({ msg }) => (msg instanceof Error ? msg.message : String(msg)));
}

/** Waits until a condition is true. */
export async function until(condition: () => boolean, what = 'the expected condition is met'): Promise<void> {
  for (const start = performance.now(); !condition(); ) {
    assert.ok(performance.now() - start < PATIENCE_MS, `${what} within ${PATIENCE_MS} ms`);
    await sleep(5);
  }
}

/** Waits until a helper node has received `count` messages; returns them. */
export async function gets(id: string, count: number): Promise<Message[]> {
  await until(() => got(id).length >= count, `${count} messages at ${id}`);
  return got(id);
}

function complete(nodes: readonly FlowNode[]): FlowNode[] {
  const placed = nodes.map((node) =>
    CONFIG_TYPES.includes(node.type) ? node : { z: 'flow', ...node, x: 0, y: 0 },
  );
  return [{ id: 'flow', type: 'tab', label: 'test' }, ...placed];
}

function listen(nodes: readonly FlowNode[]): void {
  for (const { id, type } of nodes) {
    if (type !== 'helper') continue;
    const list = received.get(id) ?? [];
    received.set(id, list);
    const node = running(id);
    if (!heard.has(node)) node.on('input', (message) => list.push(message));
    heard.add(node);
  }
}

function running(id: string): RunningNode {
  const node = helper.getNode(id);
  assert.ok(node, `the node ${id} runs`);
  return node;
}
