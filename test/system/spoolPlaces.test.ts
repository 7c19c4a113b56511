import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendServer } from '../harness/backend/backendServer';
import { Feed, feedFlow } from '../harness/gateway/feed';
import { Gateway } from '../harness/gateway/gateway';
import { numberOf } from '../harness/numberedEvents';
import { repository } from '../harness/package/packedPackage';
import { onPath } from '../harness/requirements';
import { until } from '../harness/until';

const QUICK = { flushInterval: 0.05, flushBatch: 50, backoffBase: 0.05, backoffMax: 0.3, storage: 'disk' };

describe('the location of the spools in Node-RED', () => {
  let userDir: string;
  let volume: string;
  let gateway: Gateway | undefined;
  const backends: BackendServer[] = [];
  beforeEach(() => {
    userDir = mkdtempSync(join(tmpdir(), 'wireband-red-'));
    volume = mkdtempSync(join(tmpdir(), 'wireband-volume-'));
  });
  afterEach(async () => {
    await gateway?.stop();
    gateway = undefined;
    for (const backend of backends.splice(0)) await backend.close();
    for (const folder of [userDir, volume]) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  async function startBackend(): Promise<BackendServer> {
    const backend = await BackendServer.start();
    backends.push(backend);
    return backend;
  }

  async function start(
    context: Mocha.Context,
    settings: Record<string, unknown>,
    env: Record<string, string> = {},
  ): Promise<Gateway> {
    gateway = await Gateway.start(context, { userDir, settings, env: { NO_PROXY: '*', ...env } });
    return gateway;
  }

  /** Feeds events until `count` are promised. */
  async function take(red: Gateway, feed: Feed, count: number): Promise<void> {
    const { size } = feed.promised;
    feed.start(red);
    await until(`${count} more are promised`, () => feed.promised.size >= size + count);
    await feed.stop();
  }

  const arrive = (backend: BackendServer, numbers: Iterable<number>) =>
    until('all arrive', () => {
      const arrived = new Set(backend.taken.map(numberOf));
      return [...numbers].every((number) => arrived.has(number));
    });

  it('is set by the environment or else the settings file; a spool found elsewhere is used there', async function () {
    const backend = await startBackend();
    await backend.goDown();
    const feed = new Feed();
    const flow = feedFlow({ backendUrl: backend.url, uplink: QUICK });
    const fromFile = { wireband: { spoolDirectory: join(volume, 'file') } };

    let red = await start(this, fromFile);
    await red.deploy(flow);
    await take(red, feed, 50);
    assert.deepEqual(readdirSync(join(volume, 'file')), ['feed-uplink']);
    assert.ok(!existsSync(join(userDir, 'wireband', 'spool')));
    await red.stop();

    const env = { WIREBAND_SPOOL_DIRECTORY: join(volume, 'env') };
    red = await start(this, fromFile, env);
    await red.red.waitForOutput(
      /stays in \S+file\/feed-uplink, where it was found.*rename it to \S+env\/feed-uplink/,
    );
    await take(red, feed, 50);
    assert.ok(!existsSync(join(volume, 'env')));
    const listed = execFileSync(
      process.execPath,
      [join(repository, 'dist', 'bin', 'wireband-edge.js'), 'spool', 'list', '--json', '--user-dir', userDir],
      { encoding: 'utf8' },
    );
    const [spool] = JSON.parse(listed);
    assert.equal(spool.directory, join(volume, 'file', 'feed-uplink'));
    assert.equal(spool.events, feed.promised.size);
    await red.stop();

    mkdirSync(join(volume, 'env'));
    renameSync(join(volume, 'file', 'feed-uplink'), join(volume, 'env', 'feed-uplink'));
    red = await start(this, fromFile, env);
    await backend.comeBack();
    await arrive(backend, feed.promised);
    assert.ok(!existsSync(join(volume, 'file', 'feed-uplink')));
  });

  it('has a folder for each project: a switch sends no backlog to the backend of the other project', async function () {
    const git = onPath('git');
    if (!git) return this.skip();
    const backendOf = { one: await startBackend(), two: await startBackend() };
    const feedOf = { one: new Feed(), two: new Feed() };
    const names = ['one', 'two'] as const;
    for (const name of names) {
      const folder = join(userDir, 'projects', name);
      mkdirSync(folder, { recursive: true });
      const files = { flowFile: 'flow.json', credentialsFile: 'flow_cred.json' };
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, 'node-red': { settings: files } }));
      const flow = feedFlow({ backendUrl: backendOf[name].url, uplink: QUICK });
      writeFileSync(join(folder, 'flow.json'), JSON.stringify(flow));
      writeFileSync(join(folder, 'flow_cred.json'), '{}');
      execFileSync(git, ['init', '-q'], { cwd: folder });
    }
    const known = { projects: { one: { credentialSecret: false }, two: { credentialSecret: false } } };
    writeFileSync(join(userDir, '.config.projects.json'), JSON.stringify({ ...known, activeProject: 'one' }));
    const red = await start(this, { flowFile: 'flow.json', editorTheme: { projects: { enabled: true } } });
    const open = async (project: string): Promise<void> => {
      const response = await fetch(`${red.red.url}/projects/${project}`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ active: true, clearContext: false }),
      });
      assert.ok(response.ok, await response.text());
    };

    for (const name of names) await backendOf[name].goDown();
    await take(red, feedOf.one, 50);
    await open('two');
    await backendOf.two.comeBack();
    await take(red, feedOf.two, 50);
    await arrive(backendOf.two, feedOf.two.promised);
    assert.equal(backendOf.two.taken.length, feedOf.two.promised.size, 'nothing of the other');

    await open('one');
    await backendOf.one.comeBack();
    await arrive(backendOf.one, feedOf.one.promised);
    assert.equal(backendOf.one.taken.length, feedOf.one.promised.size, 'all of its own, once');
    const folders = readdirSync(join(userDir, 'wireband', 'spool')).sort();
    assert.deepEqual(folders, ['project.one', 'project.two']);
    const about = readFileSync(
      join(userDir, 'wireband', 'spool', 'project.two', 'feed-uplink', 'about.json'),
    );
    assert.equal(JSON.parse(about.toString()).project, 'two');
  });
});
