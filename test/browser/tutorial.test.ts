import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Engine, startVictoriaMetrics, victoriaMetrics } from '../harness/backend/engines';
import { Editor } from '../harness/editor/editor';
import { type Mosquitto, startMosquitto } from '../harness/network/mosquitto';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage } from '../harness/package/packedPackage';
import { chromium, mosquitto, mosquittoPasswd, need, onPath } from '../harness/requirements';
import type { RunningProgram } from '../harness/runningProgram';
import { until } from '../harness/until';
import { testsInPage } from './pageTest';
import { blocksOf, commandsOf, startDevices, Tutorial } from './Tutorial';

const run = promisify(execFile);

const tool = (name: string) => ({
  name,
  find: () => onPath(name),
  install: `install ${name} (Debian: apt-get install ${name === 'mosquitto_pub' ? 'mosquitto-clients' : name})`,
});

const commands = commandsOf();

describe('The commands of docs/tutorial.md', () => {
  it('are the ones that the tests below follow', () => {
    assert.equal(
      commands.installRed,
      'npm install node-red @wireband/node-red-edge && npx node-red --userDir .',
    );
    assert.equal(commands.install, 'sudo apt install mosquitto mosquitto-clients victoria-metrics');
    assert.equal(commands.unplug, 'sudo systemctl stop victoria-metrics');
    assert.equal(commands.plugIn, 'sudo systemctl start victoria-metrics');
    assert.equal(blocksOf('bash').length, 7);
  });
});

for (const version of nodeRedVersions) {
  describe(`The tutorial, followed in an empty folder with ${version.name}`, () => {
    let folder: string;
    let broker: Mosquitto;
    let database: Engine;
    let red: NodeRed;
    let tutorial: Tutorial;
    let devices: RunningProgram | undefined;

    before(async function () {
      const browser = need(this, chromium);
      for (const name of ['bash', 'curl', 'mosquitto_pub']) need(this, tool(name));
      const installation = need(this, version);
      const program = need(this, victoriaMetrics);
      broker = await startMosquitto({
        mosquitto: need(this, mosquitto),
        mosquittoPasswd: need(this, mosquittoPasswd),
        openssl: need(this, tool('openssl')),
      });
      folder = mkdtempSync(join(tmpdir(), 'wireband-tutorial-'));
      database = await startVictoriaMetrics(program);
      const { tarball } = await packThisPackage();
      red = await startNodeRed({ red: installation, userDir: join(folder, 'red'), tarball, flows: [] });
      tutorial = new Tutorial(await Editor.open(browser, red.url), broker.openPort, database.url);
      devices = startDevices(folder, broker.openPort);
    });

    after(async () => {
      await devices?.kill();
      await tutorial?.editor[Symbol.asyncDispose]();
      await red?.stop();
      await database?.stop();
      await broker?.close();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    });

    // Each step begins where the one before it ended. Mocha's own `bail` would end the tests of all other files, too.
    let failedStep: string | undefined;
    beforeEach(() => {
      if (failedStep !== undefined) throw new Error(`not run after the failure of "${failedStep}"`);
    });
    afterEach(function () {
      if (this.currentTest?.isFailed()) failedStep = this.currentTest.title;
    });

    const inPage = testsInPage(() => tutorial.editor);

    /** What a query of the page prints: topic, time and value of each reading. */
    async function ask(query: string): Promise<{ readonly time: number; readonly value: string }[]> {
      const { stdout } = await run('bash', ['-c', tutorial.adapted(query)]);
      const rows = stdout
        .trim()
        .split('\n')
        .filter((line) => line !== '');
      return rows.map((row) => {
        const [topic, time = '', value = ''] = row.split(',');
        assert.equal(topic, 'home/kitchen/temperature', row);
        return { time: Date.parse(time), value };
      });
    }

    inPage('step 2 shows each reading with its symbol', async () => {
      await tutorial.pasteFlow();
      await tutorial.seeReading(/home\/kitchen\/temperature = 21(\.\d)?: temperature, SENSOR_TEMP/);
      await tutorial.seeReading(/tele\/washer\/SENSOR\/ENERGY\/Power = \d{4}: power, SENSOR_POWER_DRAW/);
      await tutorial.seeReading(/home\/cellar\/x17 = \d\d: SENSOR_POLL/);
    });

    inPage('step 2 makes a rule for an unknown topic', async () => {
      await (await tutorial.makeRule('home/cellar/x17', 'SENSOR_HUMIDITY')).done();
      await tutorial.editor.deploy();
      await tutorial.seeReading(/home\/cellar\/x17 = \d\d: (.+, )?SENSOR_HUMIDITY/);
    });

    inPage('step 3 brings the readings into the database', async () => {
      const { uplink, backend } = await tutorial.addUplink();
      await tutorial.sendToVictoriaMetrics(backend);
      await tutorial.check(backend);
      await backend.done();
      await uplink.done();
      await tutorial.editor.deploy();
      await tutorial.waitForStatus('wireband-uplink', /^delivered$/);
      let found: Awaited<ReturnType<typeof ask>> = [];
      const readings = await until(
        () => `the database has readings; it has ${JSON.stringify(found)}`,
        async () => {
          found = await ask(commands.query);
          return found.length > 1 && found;
        },
      );
      for (const { value } of readings) assert.match(value, /^21(\.\d)?$/);
    });

    inPage('step 4 shows the outage, and loses nothing', async () => {
      await database.pause();
      const outage = Date.now();
      await tutorial.waitForStatus(
        'wireband-uplink',
        /^ECONNREFUSED · \d+ waiting · (retry in|trying again)/,
      );
      await tutorial.showMonitor();
      const { page } = tutorial.editor;
      const waiting = page.locator('.wireband-figures > div').filter({ hasText: 'Waiting' }).locator('dd');
      // Some ten seconds of readings: the query gives their times in whole seconds.
      await until(
        'thirty events wait',
        async () => Number.parseInt((await waiting.textContent()) ?? '', 10) >= 30,
      );
      const over = Date.now();
      await database.resume();
      await tutorial.waitForStatus('wireband-uplink', /^delivered$/);
      const times = await until('the readings of the outage arrive', async () => {
        const found = (await ask(commands.queryMore)).map(({ time }) => time);
        return found.some((time) => time >= over) && found;
      });
      assert.ok(times.filter((time) => time > outage && time < over).length > 1, times.join(' '));
    });
  });
}
