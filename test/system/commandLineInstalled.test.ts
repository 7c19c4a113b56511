import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { connectAsync } from 'mqtt';
import { BackendServer } from '../harness/backend/backendServer';
import { TestBroker } from '../harness/network/broker';
import { nodeRedVersions, type RedInstallation } from '../harness/nodeRed/installations';
import { installPackage, packThisPackage } from '../harness/package/packedPackage';
import { need } from '../harness/requirements';
import { RunningProgram } from '../harness/runningProgram';
import { sleep, until } from '../harness/until';

const account = { username: 'plant-7-user', password: 'pa55-of-plant-7' };
const user = { name: account.username, password: account.password };

describe('the command line of the installed package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wireband-installed-'));

  before(async () => {
    const { tarball } = await packThisPackage();
    await installPackage(tarball, folder, process.execPath);
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

  for (const version of nodeRedVersions) {
    describe(`with Node-RED ${version.version}`, () => {
      let red: RedInstallation;
      before(function () {
        red = need(this, version);
      });

      it('finds Node-RED from the working directory and delivers, with user name, password and key', async () => {
        const broker = await TestBroker.start({ user });
        const backend = await BackendServer.start();
        const device = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, account);
        const gateway = new RunningProgram(
          red.node,
          [
            join(folder, 'node_modules', '@wireband', 'node-red-edge', 'dist', 'bin', 'wireband-edge.js'),
            ...['--broker', `mqtt://127.0.0.1:${broker.port}`, '--backend', backend.url, '--port', '0'],
            ...['--user-dir', join(folder, `user-${version.version}`), '--flush-interval', '0.2'],
          ],
          {
            cwd: dirname(red.script),
            env: {
              ...process.env,
              MQTT_USERNAME: account.username,
              MQTT_PASSWORD: account.password,
              WIREBAND_API_KEY: 'key-of-plant-7',
            },
          },
        );
        try {
          await gateway.waitFor(new RegExp(`on Node-RED ${version.version.replace('.', '\\.')}\\.`));
          let value = 100;
          await until(
            () => `an event arrives; the gateway wrote:\n${gateway.output}`,
            async () => {
              value += 10;
              await device.publishAsync('sensors/probe/temp', String(value));
              await sleep(100);
              return backend.batches.length > 0;
            },
          );
          assert.equal(backend.batches[0]?.authorization, 'Bearer key-of-plant-7');
          assert.equal(backend.batches[0]?.events[0]?.symbol, 0xfc60);
          assert.equal(broker.refusedLogins, 0);
          gateway.signal('SIGTERM');
          assert.equal(await gateway.ended, 0);
        } finally {
          await gateway.kill();
          await device.endAsync(true);
          await broker.close();
          await backend.close();
        }
      });
    });
  }
});
