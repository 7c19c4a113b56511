import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PreparedUserDirectory, prepareUserDirectory } from '../../../bin/userDirectory';

describe('the user directory of the command line', () => {
  let parent: string;
  let folder: string;
  let packageRoot: string;

  beforeEach(() => {
    parent = realpathSync(mkdtempSync(join(tmpdir(), 'wireband-dir-')));
    folder = join(parent, 'deep', 'user');
    packageRoot = join(parent, 'package');
    mkdirSync(packageRoot);
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  function prepare(label = 'first', port = 1880): PreparedUserDirectory {
    return prepareUserDirectory(folder, {
      flow: [{ id: 'tab', type: 'tab', label }],
      credentials: { node: { apiKey: `\${WIREBAND_API_KEY}` } },
      editor: { host: '127.0.0.1', port },
      packageRoot,
    });
  }
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  function settings(): Record<string, unknown> {
    const path = join(folder, 'settings.js');
    delete require.cache[path];
    const loaded: Record<string, unknown> = require(path);
    return loaded;
  }

  it('holds the flow, credentials and settings after the first start', () => {
    const prepared = prepare();
    assert.deepEqual(JSON.parse(readFileSync(prepared.flowFile, 'utf8')), [
      { id: 'tab', type: 'tab', label: 'first' },
    ]);
    assert.deepEqual(JSON.parse(read('gateway_cred.json')), { node: { apiKey: `\${WIREBAND_API_KEY}` } });
    assert.deepEqual([prepared.flowKept, prepared.settingsKept], [false, false]);
    const { uiHost, uiPort, flowFile, telemetry } = settings();
    assert.deepEqual([uiHost, uiPort, flowFile], ['127.0.0.1', 1880, 'gateway.json']);
    assert.deepEqual(telemetry, { enabled: false, updateNotification: false });
  });

  it('follows the options until something in it is edited', () => {
    prepare('first', 1880);
    const { flowKept, settingsKept } = prepare('second', 1990);
    assert.deepEqual([flowKept, settingsKept], [false, false]);
    assert.match(read('gateway.json'), /second/);
    assert.equal(settings().uiPort, 1990);
  });

  it('keeps an edited flow and its credentials across starts', () => {
    const { flowFile } = prepare();
    writeFileSync(flowFile, '[]');
    for (const label of ['second', 'third']) {
      const { flowKept, settingsKept } = prepare(label);
      assert.deepEqual([flowKept, settingsKept], [true, false]);
      assert.equal(read('gateway.json'), '[]');
    }
  });

  it('keeps the flow if only its credentials were edited', () => {
    prepare();
    writeFileSync(join(folder, 'gateway_cred.json'), '{"$":"encrypted"}');
    assert.equal(prepare('second').flowKept, true);
    assert.match(read('gateway.json'), /first/);
    assert.equal(read('gateway_cred.json'), '{"$":"encrypted"}');
  });

  it('gets a new flow after an edited one was deleted', () => {
    const { flowFile } = prepare();
    writeFileSync(flowFile, '[]');
    writeFileSync(join(folder, 'gateway_cred.json'), '{"$":"encrypted"}');
    prepare('second');
    rmSync(flowFile);
    assert.equal(prepare('third').flowKept, false);
    assert.match(read('gateway.json'), /third/);
    assert.match(read('gateway_cred.json'), /WIREBAND_API_KEY/);
  });

  it('keeps edited settings and settings that were there before', () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'settings.js'), 'module.exports = {};');
    writeFileSync(join(folder, 'flows.json'), '[{"id":"mine","type":"tab"}]');
    const { settingsKept, flowKept } = prepare();
    assert.deepEqual([settingsKept, flowKept], [true, false]);
    assert.equal(read('settings.js'), 'module.exports = {};');
    assert.equal(read('flows.json'), '[{"id":"mine","type":"tab"}]');
  });

  it('keeps its own credential secret permanently', () => {
    prepare();
    const { credentialSecret } = settings();
    assert.match(String(credentialSecret), /^[0-9a-f]{64}$/);
    prepare('second', 1990);
    rmSync(join(folder, 'settings.js'));
    prepare('third');
    assert.equal(settings().credentialSecret, credentialSecret);
    folder = join(parent, 'other');
    prepare();
    assert.notEqual(settings().credentialSecret, credentialSecret);
  });

  it('keeps everything if its record is damaged', () => {
    prepare();
    const before = read('settings.js');
    writeFileSync(join(folder, '.wireband-edge.json'), '{"written":');
    const { flowKept, settingsKept } = prepare('second', 1990);
    assert.deepEqual([flowKept, settingsKept], [true, true]);
    assert.equal(read('settings.js'), before);
  });

  // Windows does not use these permission bits.
  if (process.platform !== 'win32') {
    it('is readable only by its user', () => {
      prepare();
      assert.equal(statSync(folder).mode & 0o777, 0o700);
      for (const name of ['settings.js', 'gateway.json', 'gateway_cred.json', '.wireband-edge.json']) {
        assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
      }
    });
  }

  it('makes our nodes visible to Node-RED, also after npm removed the link or the package moved', () => {
    const link = join(folder, 'node_modules', '@wireband', 'node-red-edge');
    prepare();
    assert.equal(realpathSync(link), packageRoot);
    rmSync(join(folder, 'node_modules'), { recursive: true });
    prepare();
    assert.equal(realpathSync(link), packageRoot);
    rmSync(packageRoot, { recursive: true });
    packageRoot = join(parent, 'moved');
    mkdirSync(packageRoot);
    prepare();
    assert.equal(realpathSync(link), packageRoot);
  });

  it('leaves an installed copy of our package alone', () => {
    const copy = join(folder, 'node_modules', '@wireband', 'node-red-edge');
    mkdirSync(copy, { recursive: true });
    writeFileSync(join(copy, 'package.json'), '{}');
    prepare();
    assert.ok(existsSync(join(copy, 'package.json')));
    assert.equal(realpathSync(copy), copy);
  });
});
