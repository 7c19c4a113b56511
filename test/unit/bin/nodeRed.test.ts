import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EditorAddressError, editorUrl, isLocal, reserveEditor } from '../../../bin/editorPort';
import { findNodeRed, NodeRedMissingError } from '../../../bin/findNodeRed';

const windows = process.platform === 'win32';

describe('finding Node-RED', () => {
  let folder: string;
  /** A machine without any Node-RED. */
  let bare: { path: string; execPath: string };

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'wireband-find-')));
    bare = { path: join(folder, 'no-programs'), execPath: join(folder, 'bare', 'bin', 'node') };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Puts a Node-RED into a node_modules folder; returns its program. */
  function install(modules: string, version = '4.1.2', bin: object = { 'node-red': './red.js' }): string {
    const home = join(folder, modules, 'node-red');
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), JSON.stringify({ name: 'node-red', version, bin }));
    writeFileSync(join(home, 'red.js'), '');
    return join(home, 'red.js');
  }

  it('takes the first one that a folder can resolve', () => {
    const script = install('a/node_modules');
    install('b/node_modules');
    const found = findNodeRed(
      [join(folder, 'none'), join(folder, 'a', 'deep', 'down'), join(folder, 'b')],
      bare,
    );
    assert.deepEqual(found, { script, version: '4.1.2' });
  });

  it('finds a global one next to the running Node.js', () => {
    const script = install(windows ? 'node/node_modules' : 'node/lib/node_modules');
    const execPath = join(folder, 'node', ...(windows ? [] : ['bin']), 'node');
    assert.equal(findNodeRed([folder], { ...bare, execPath }).script, script);
  });

  it('finds one through the program on PATH', () => {
    const script = install('prefix/lib/node_modules');
    let path = join(folder, 'prefix', 'lib');
    if (!windows) {
      path = join(folder, 'prefix', 'bin');
      mkdirSync(path);
      chmodSync(script, 0o755);
      symlinkSync(script, join(path, 'node-red'));
    }
    assert.equal(findNodeRed([folder], { ...bare, path }).script, script);
  });

  it('skips one that is too old, and another package of that name', () => {
    install('old/node_modules', '3.1.15');
    mkdirSync(join(folder, 'other', 'node_modules', 'node-red'), { recursive: true });
    writeFileSync(
      join(folder, 'other', 'node_modules', 'node-red', 'package.json'),
      '{"name":"x","version":"9.0.0"}',
    );
    const script = install('new/node_modules', '5.0.7');
    const found = findNodeRed([join(folder, 'old'), join(folder, 'other'), join(folder, 'new')], bare);
    assert.equal(found.script, script);
  });

  it('says how to install one if there is none or only an old one', () => {
    assert.throws(
      () => findNodeRed([folder], bare),
      (error) =>
        error instanceof NodeRedMissingError && /not found.*npm install -g node-red/.test(error.message),
    );
    install('node_modules', '3.1.15');
    assert.throws(
      () => findNodeRed([folder], bare),
      (error) =>
        error instanceof NodeRedMissingError &&
        /3\.1\.15.*too old.*npm install -g node-red/.test(error.message),
    );
  });

  it('finds the development dependency of this repository', () => {
    const { script, version } = findNodeRed([__dirname], bare);
    assert.equal(dirname(script), dirname(require.resolve('node-red/package.json')));
    assert.match(version, /^\d+\.\d+\.\d+/);
  });
});

describe("the editor's address", () => {
  it('gets a free port for port 0, and keeps a port that is free', async () => {
    const { port } = await reserveEditor({ host: '127.0.0.1', port: 0 });
    assert.ok(port > 0);
    assert.deepEqual(await reserveEditor({ host: '127.0.0.1', port }), { host: '127.0.0.1', port });
  });

  it('is refused while its port is in use, with what to do', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = Object(server.address());
      await assert.rejects(reserveEditor({ host: '127.0.0.1', port }), (error) => {
        return (
          error instanceof EditorAddressError &&
          new RegExp(`Port ${port} is taken.*--port 0`).test(error.message)
        );
      });
    } finally {
      server.close();
    }
  });

  it('is refused for a host that is not this machine', async () => {
    await assert.rejects(
      reserveEditor({ host: '192.0.2.1', port: 0 }),
      /cannot listen on 192\.0\.2\.1.*--host/,
    );
  });

  it('is written so that a browser on this machine can open it', () => {
    assert.equal(editorUrl({ host: '127.0.0.1', port: 1880 }), 'http://127.0.0.1:1880/');
    assert.equal(editorUrl({ host: '0.0.0.0', port: 1880 }), 'http://localhost:1880/');
    assert.equal(editorUrl({ host: '::1', port: 1 }), 'http://[::1]:1/');
  });

  it('counts as local if only this machine can reach it', () => {
    const local = ['127.0.0.1', '127.1.2.3', 'localhost', '::1'];
    assert.deepEqual(
      [...local, '0.0.0.0', '::', '192.168.1.5'].filter((host) => isLocal({ host, port: 1 })),
      local,
    );
  });
});
