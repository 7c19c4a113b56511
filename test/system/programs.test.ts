import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BackendServer } from '../harness/backend/backendServer';
import { TestBroker } from '../harness/network/broker';
import { testAuthorityFile, testCertificate } from '../harness/network/testCertificate';
import { repository } from '../harness/package/packedPackage';
import { makeProgramFolder, type ProgramFolder, programsFolder } from '../harness/package/programFolder';
import { RunningProgram } from '../harness/runningProgram';
import { until } from '../harness/until';

const programs = readdirSync(programsFolder);

describe('the programs in docs/programs.md', () => {
  let folder: ProgramFolder;
  let backend: BackendServer;
  let broker: TestBroker | undefined;
  let running: RunningProgram | undefined;

  before(async () => {
    folder = await makeProgramFolder();
  });
  after(() => folder?.remove());
  beforeEach(async () => {
    backend = await BackendServer.start();
  });
  afterEach(async () => {
    await running?.kill();
    await broker?.close();
    running = undefined;
    broker = undefined;
    await backend.close();
  });

  function run(program: string, env: Record<string, string> = {}): RunningProgram {
    running = new RunningProgram(
      process.execPath,
      ['--require', require.resolve('tsx/cjs'), join(folder.path, program)],
      { cwd: folder.path, env: { ...process.env, BACKEND_URL: backend.url, ...env } },
    );
    return running;
  }

  /** Presses Ctrl-C and checks that the program ends well. */
  async function interrupt(program: RunningProgram): Promise<void> {
    program.signal('SIGINT');
    assert.equal(await program.ended, 0, program.output);
  }

  const taken = (count: number) =>
    until(
      () => `${count} events at the backend, there are ${backend.taken.length}; ${running?.output}`,
      () => backend.taken.length >= count && backend.taken,
    );

  for (const program of programs) {
    it(`the page shows ${program} as it is run here`, () => {
      const page = readFileSync(join(repository, 'docs/programs.md'), 'utf8');
      const code = readFileSync(join(programsFolder, program), 'utf8').trimEnd();
      assert.ok(page.includes(`\`\`\`ts\n${code}\n\`\`\``));
    });
  }

  it('all type-check in strict mode against the declarations that the package ships', () => {
    const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
    const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--types', 'node'];
    const modern = ['--module', 'node16', '--target', 'es2022', '--lib', 'es2022,esnext.disposable'];
    const args = [compiler, ...options, ...modern, ...programs];
    assert.equal(execFileSync(process.execPath, args, { cwd: folder.path, encoding: 'utf8' }), '');
  });

  it('ingest.ts delivers everything before it exits, with its key', async () => {
    backend.requireKey('k-12');
    const program = run('ingest.ts', { WIREBAND_API_KEY: 'k-12' });
    assert.equal(await program.ended, 0, program.output);
    assert.match(program.output, /^3 events taken in$/m);
    assert.deepEqual(
      backend.taken.map(({ device, topic, symbol, data }) => ({ device, topic, symbol, data })),
      [
        {
          device: 'edge-node-01',
          topic: 'sensors/boiler/temperature',
          symbol: 0xfc60,
          data: { value: 21.4, unit: 'C' },
        },
        { device: 'edge-node-01', topic: 'machines/press/relay', symbol: 0xfc92, data: { state: 'on' } },
        { device: 'edge-node-01', topic: 'fleet/van-7/gps', symbol: 0xfcb0, data: { lat: 52.52, lon: 13.4 } },
      ],
    );
  });

  it('mqtt-gateway.ts forwards changes, and on Ctrl-C the events that it still holds', async () => {
    broker = await TestBroker.start();
    const subscribed = broker.subscribed();
    const program = run('mqtt-gateway.ts', { BROKER_URL: broker.url });
    await subscribed;
    const publisher = await broker.connect();
    for (const value of ['100', '101', '102', '102.5']) await publisher.publishAsync('sensors/a/temp', value);
    await publisher.publishAsync('offices/a/temp', '20');
    await publisher.publishAsync('machines/press/motor', '{"rpm":1450}');
    await taken(3);
    await publisher.publishAsync('sensors/a/temp', '200');
    // An alarm does not wait for the flush interval: once it has arrived, the gateway has everything before it, too.
    await publisher.publishAsync('sensors/a/alert', 'hot');
    await taken(4);
    await interrupt(program);
    assert.deepEqual(
      (await taken(5)).map(({ device, topic, symbol, data }) => [device, topic, symbol, data]),
      [
        ['factory-floor-rpi4', 'sensors/a/temp', 0xfc60, 100],
        ['factory-floor-rpi4', 'sensors/a/temp', 0xfc60, 102],
        ['factory-floor-rpi4', 'machines/press/motor', 0xfc90, { rpm: 1450 }],
        ['factory-floor-rpi4', 'sensors/a/alert', 0xfc6d, 'hot'],
        ['factory-floor-rpi4', 'sensors/a/temp', 0xfc60, 200],
      ],
    );
    assert.match(program.output, /events_flushed: 5/);
    assert.match(program.output, /messages_delta_filtered: 2/);
  });

  it('tls-broker.ts logs in over TLS, trusting the given authority', async () => {
    broker = await TestBroker.start({ tls: testCertificate, user: { name: 'line1', password: 'p-w' } });
    const subscribed = broker.subscribed();
    const login = { MQTT_USERNAME: 'line1', MQTT_PASSWORD: 'p-w' };
    const program = run('tls-broker.ts', { BROKER_URL: broker.url, MQTT_CA: testAuthorityFile, ...login });
    await subscribed;
    const publisher = await broker.connect({ username: 'line1', password: 'p-w', rejectUnauthorized: false });
    await publisher.publishAsync('factory/line1/humidity', '40');
    const [event] = await taken(1);
    assert.deepEqual([event?.topic, event?.symbol, event?.data], ['factory/line1/humidity', 0xfc65, 40]);
    await interrupt(program);
    assert.equal(program.output, '');
  });

  it('tls-broker.ts says why a broker rejects it, without the password, and retries', async () => {
    broker = await TestBroker.start({ tls: testCertificate, user: { name: 'line1', password: 'p-w' } });
    const login = { MQTT_USERNAME: 'line1', MQTT_PASSWORD: 'wrong-one' };
    const program = run('tls-broker.ts', { BROKER_URL: broker.url, MQTT_CA: testAuthorityFile, ...login });
    await program.waitFor(/Connection refused: .*(user|authorized)/i);
    const { refusedLogins } = broker;
    await until('a retry', () => (broker?.refusedLogins ?? 0) > refusedLogins);
    await interrupt(program);
    assert.doesNotMatch(program.output, /wrong-one/);
  });

  it('custom-symbols.ts gives its topics and words their symbols', async () => {
    broker = await TestBroker.start();
    const subscribed = broker.subscribed();
    const program = run('custom-symbols.ts', { BROKER_URL: broker.url });
    await subscribed;
    const publisher = await broker.connect();
    const expected = [
      ['plant/line1/spindle', 0xfc67],
      ['plant/pumps/7/temp', 0xfc64],
      ['plant/kessel-2/voltage', 0xfc60],
      ['plant/line1/voltage', 0xfc61],
    ] as const;
    for (const [topic] of expected) await publisher.publishAsync(topic, '1');
    assert.deepEqual(
      (await taken(expected.length)).map(({ topic, symbol }) => [topic, symbol]),
      expected,
    );
    await interrupt(program);
  });
});
