import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import type { ReadEvent } from '../fixtures/frameReader';
import { BackendServer } from '../harness/backend/backendServer';
import { TestBroker } from '../harness/network/broker';
import { testAuthorityFile, testCertificate } from '../harness/network/testCertificate';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { descendants, listProcesses, RunningProgram } from '../harness/runningProgram';
import { sleep, until } from '../harness/until';

const account = { username: 'plant-7-user', password: 'pa55-of-plant-7' };
const user = { name: account.username, password: account.password };
const apiKey = 'key-of-plant-7';
const secrets = [account.username, account.password, apiKey];

/** Files below a folder, without those linked into it. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

describe('the command line wireband-edge', () => {
  const program = join(repository, 'dist', 'bin', 'wireband-edge.js');
  let folder: string;
  let userDir: string;
  let backend: BackendServer;
  let broker: TestBroker;
  let device: MqttClient | undefined;
  let running: RunningProgram | undefined;

  before(async () => {
    await packThisPackage();
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wireband-command-'));
    userDir = join(folder, 'user');
    backend = await BackendServer.start();
    broker = await TestBroker.start({ user });
  });
  afterEach(async () => {
    await running?.kill();
    await device?.endAsync(true);
    await broker.close();
    await backend.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    running = undefined;
    device = undefined;
  });

  function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningProgram {
    running = new RunningProgram(process.execPath, [program, '--user-dir', userDir, ...args], {
      cwd: folder,
      // Node-RED writes its log in the language of the environment.
      env: { ...process.env, LC_ALL: 'en_US.UTF-8', ...env },
    });
    return running;
  }

  function startGateway(...args: string[]): RunningProgram {
    const addresses = [
      '--broker',
      `mqtt://127.0.0.1:${broker.port}`,
      '--backend',
      backend.url,
      '--port',
      '0',
    ];
    const quick = ['--flush-interval', '0.2', '--stats-interval', '0.5', '--client-id', 'gateway-under-test'];
    return start([...addresses, ...quick, '--username', account.username, '--api-key', apiKey, ...args], {
      MQTT_PASSWORD: account.password,
    });
  }

  /** Waits until the gateway has subscribed: Node-RED shows its connection before that, so only a message can tell. */
  async function publishUntilOneArrives(): Promise<void> {
    device ??= await connectAsync(`mqtt://127.0.0.1:${broker.port}`, account);
    const publish = (topic: string, payload: string) => device?.publishAsync(topic, payload);
    let n = 0;
    await until(
      () => `an event arrives; the gateway wrote:\n${running?.output}`,
      async () => {
        await publish('sensors/probe/temp', String(Math.round(100 * 1.1 ** n++)));
        await sleep(100);
        return backend.batches.length > 0;
      },
    );
    await publish('sensors/probe/last', 'the last');
    await until('the last probe arrives', () => backend.taken.some(({ data }) => data === 'the last'));
    backend.forget();
  }

  async function events(count: number): Promise<ReadEvent[]> {
    const arrived = () => backend.batches.flatMap((batch) => batch.events);
    await until(
      () => `${arrived().length} of ${count} events arrived`,
      () => arrived().length >= count,
    );
    return arrived();
  }

  async function stop(signal: NodeJS.Signals): Promise<number | string> {
    running?.signal(signal);
    return (await running?.ended) ?? 'not running';
  }

  const editorOf = async (run: RunningProgram): Promise<string> => {
    await run.waitFor(/Started flows/);
    return (await run.waitFor(/editor +(http:\/\/127\.0\.0\.1:\d+)\//))[1] ?? '';
  };

  it('with --acknowledge stored acknowledges messages once they are stored, even with a broker without MQTT 5', async () => {
    const gateway = startGateway('--topics', 'sensors/#', '--acknowledge', 'stored', '--qos', '2');
    await publishUntilOneArrives();
    assert.match(gateway.output, /acknowledged once stored/);
    assert.match(gateway.output, /\[wireband-mqtt-in:.*Connected to broker/);
    assert.equal(await stop('SIGTERM'), 0);
  });

  it('takes messages from a broker with a password and delivers changes as frames, with the API key', async () => {
    const run = startGateway('--topics', 'sensors/#', 'machines/#', '--device-id', 'factory-rpi4');
    await publishUntilOneArrives();
    const publish = async (topic: string, payload: string) =>
      device?.publishAsync(topic, payload, { qos: 1 });
    await publish('sensors/boiler/temperature', '21.4');
    await publish('sensors/boiler/temperature', '21.41');
    await publish('sensors/boiler/temperature', '25');
    await publish('machines/press/motor', '{"running":true}');
    await publish('elsewhere/temperature', '1');
    await publish('sensors/modem/iccid', '8944110068288787000');
    for (let n = 0; n < 30; n++) await publish(`sensors/rack-${n}/humidity`, '40');
    // Comes last: once it has arrived, nothing else is on its way.
    await publish('sensors/last/humidity', '40');
    const arrived = await events(35);

    assert.deepEqual(
      arrived.slice(0, 4).map(({ topic, symbol, data }) => [topic, symbol, data]),
      [
        ['sensors/boiler/temperature', 0xfc60, 21.4],
        ['sensors/boiler/temperature', 0xfc60, 25],
        ['machines/press/motor', 0xfc90, { running: true }],
        ['sensors/modem/iccid', 0xfc6a, '8944110068288787000'],
      ],
    );
    assert.equal(backend.taken.length, 35);
    assert.equal(arrived.at(-1)?.topic, 'sensors/last/humidity');
    assert.ok(arrived.every((event) => event.device === 'factory-rpi4'));
    assert.ok(backend.batches.every((batch) => batch.authorization === `Bearer ${apiKey}`));
    assert.ok(backend.batches.some((batch) => batch.compressed));
    assert.equal(broker.refusedLogins, 0);
    await run.waitFor(
      /statistics received=\d+ filtered=1 buffered=0 delivered=\d+ dropped=0 .* connected=true/,
    );
  });

  it('shows no secret in the process list, the user directory or the log, but still uses them', async () => {
    const run = startGateway();
    await publishUntilOneArrives();
    const processes = listProcesses();
    const own = processes.filter(({ pid }) => pid === run.pid);
    const started = descendants(run.pid, processes);
    assert.deepEqual(
      own.map(({ shown }) => shown.trim()),
      ['wireband-edge'],
    );
    assert.equal(started.length, 1);
    const places = [
      ...[...own, ...started].map(({ pid, shown }) => [`arguments of ${pid}`, shown]),
      ...filesBelow(userDir).map((file) => [file, readFileSync(file, 'utf8')]),
      ['the log', run.output],
    ];
    assert.ok(places.length >= 8, String(places.map(([place]) => place)));
    for (const [place, text] of places) {
      for (const secret of secrets) assert.ok(!text?.includes(secret), `${place} shows ${secret}`);
    }
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`exits on ${signal} with code 0, and Node-RED with it`, async () => {
      const run = startGateway();
      const editor = await editorOf(run);
      const started = descendants(run.pid);
      assert.equal(started.length, 1);
      assert.equal(await stop(signal), 0);
      const left = listProcesses().filter(({ pid }) => started.some((child) => child.pid === pid));
      assert.deepEqual(left, []);
      await assert.rejects(fetch(editor));
    });
  }

  it('exits with the exit code of Node-RED', async () => {
    const run = startGateway();
    await editorOf(run);
    const [child] = descendants(run.pid);
    process.kill(child?.pid ?? 0, 'SIGKILL');
    assert.equal(await run.ended, 128 + 9);
  });

  it('keeps a flow that was edited in the editor, and its credentials, at the next start', async () => {
    const editor = await editorOf(startGateway('--device-id', 'first'));
    const headers = { 'Content-Type': 'application/json', 'Node-RED-API-Version': 'v2' };
    const stored: { flows: { type: string }[] } = await (await fetch(`${editor}/flows`, { headers })).json();
    const flows = stored.flows.map((node) => {
      return node.type === 'wireband-backend' ? { ...node, deviceId: 'edited' } : node;
    });
    const deployed = await fetch(`${editor}/flows`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ ...stored, flows }),
    });
    assert.equal(deployed.status, 200);
    const flowFile = join(userDir, 'gateway.json');
    const edited = readFileSync(flowFile, 'utf8');
    assert.match(edited, /"deviceId": "edited"/);
    assert.equal(await stop('SIGTERM'), 0);

    const run = startGateway('--device-id', 'second', '--topics', 'other/#');
    await run.waitFor(/gateway\.json\n.*was edited, so it runs as it is/);
    await publishUntilOneArrives();
    await device?.publishAsync('sensors/boiler/temperature', '21.4');
    const [event] = await events(1);
    assert.equal(event?.device, 'edited');
    assert.equal(backend.batches[0]?.authorization, `Bearer ${apiKey}`);
    assert.equal(readFileSync(flowFile, 'utf8'), edited);
  });

  it('applies changed options to an unedited flow at the next start', async () => {
    await editorOf(startGateway('--device-id', 'first'));
    assert.equal(await stop('SIGTERM'), 0);
    const run = startGateway('--device-id', 'second');
    await editorOf(run);
    assert.match(readFileSync(join(userDir, 'gateway.json'), 'utf8'), /"deviceId": "second"/);
    assert.doesNotMatch(run.output, /edited/);
  });

  it('reaches a TLS broker only if it trusts the authority', async () => {
    await broker.close();
    broker = await TestBroker.start({ user, tls: testCertificate });
    const url = `mqtts://localhost:${broker.port}`;
    const common = ['--broker', url, '--backend', backend.url, '--port', '0', '--flush-interval', '0.2'];
    const env = { MQTT_USERNAME: account.username, MQTT_PASSWORD: account.password };

    const distrustful = start(common, env);
    await distrustful.waitFor(/Connection failed to broker: mqtts/);
    assert.doesNotMatch(distrustful.output, /Connected to broker/);
    assert.equal(await stop('SIGTERM'), 0);

    const run = start([...common, '--ca', testAuthorityFile], env);
    await run.waitFor(/Connected to broker/);
    device = await connectAsync(url, { ...account, ca: readFileSync(testAuthorityFile) });
    await publishUntilOneArrives();
  });

  it('says so when its port is taken, and leaves the user directory as it was', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = Object(other.address());
      const run = start(['--port', String(port)]);
      assert.equal(await run.ended, 1);
      assert.match(run.output, new RegExp(`wireband-edge: Port ${port} is taken`));
      assert.ok(!existsSync(userDir));
    } finally {
      other.close();
    }
  });

  it('says so when it cannot use the user directory', async () => {
    writeFileSync(userDir, 'a file');
    const run = start(['--port', '0']);
    assert.equal(await run.ended, 1);
    assert.match(run.output, /wireband-edge: .*user/);
    assert.ok(statSync(userDir).isFile());
  });

  it('rejects an invalid command line with code 2 and one clear line', async () => {
    const run = start(['--delta', '0.02']);
    assert.equal(await run.ended, 2);
    assert.equal(run.output, 'wireband-edge: Unknown option --delta.\nSee wireband-edge --help.\n');
  });

  it('prints help, version and the flow', async () => {
    const help = start(['--help']);
    assert.equal(await help.ended, 0);
    assert.match(help.output, /--delta-threshold RATIO/);
    const version = start(['--version']);
    await version.ended;
    const { version: expected } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    assert.equal(version.output, `${expected}\n`);
    const flow = start(['--flow-only', '--api-key', apiKey, '--username', account.username]);
    assert.equal(await flow.ended, 0);
    const nodes: { type: string }[] = JSON.parse(flow.output);
    assert.ok(nodes.some(({ type }) => type === 'wireband-uplink'));
    for (const secret of secrets) assert.ok(!flow.output.includes(secret));
    assert.ok(!existsSync(userDir));
  });
});
