import assert from 'node:assert/strict';
import { connectAsync, type MqttClient } from 'mqtt';
import type { Locator } from 'playwright-core';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import { Editor } from '../harness/editor/editor';
import { PersistentMosquitto } from '../harness/network/persistentMosquitto';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { chromium, mosquitto, need } from '../harness/requirements';
import { until } from '../harness/until';
import { rawKeys } from './dialogChecks';
import { testsInPage } from './pageTest';

/** The page's own objects. */
declare const RED: { sidebar: { show(id: string): void } };

for (const version of nodeRedVersions) {
  describe(`The start panel of the monitor in ${version.name}`, () => {
    let red: NodeRed;
    let editor: Editor;
    let broker: PersistentMosquitto;
    let publisher: MqttClient;
    let backend: HttpBackend;

    before(async function () {
      const browser = need(this, chromium);
      const program = need(this, mosquitto);
      const installation = need(this, version);
      await packThisPackage();
      backend = await startHttpBackend();
      broker = await PersistentMosquitto.start(program);
      publisher = await connectAsync(broker.url);
      red = await startNodeRed({ red: installation, packageFolder: repository });
      editor = await Editor.open(browser, red.url);
      await editor.page.evaluate(() => RED.sidebar.show('wireband-monitor'));
    });

    after(async () => {
      await editor?.[Symbol.asyncDispose]();
      await red?.stop();
      await publisher?.endAsync(true);
      await broker?.close();
      await backend?.stop();
    });

    const inPage = testsInPage(() => editor);
    const panel = (): Locator => editor.page.locator('.wireband-start');
    const rowOf = (topic: string): Locator =>
      panel()
        .locator('tbody tr')
        .filter({ has: editor.page.getByText(topic, { exact: true }) });
    const flows = async (): Promise<FlowNode[]> => (await fetch(`${red.url}/flows`)).json();

    inPage('is shown while the flow has no uplink, and rejects an invalid address', async () => {
      await panel().getByRole('heading', { name: 'Start' }).waitFor();
      await panel().getByLabel('Address of the MQTT broker').fill('http://example.com/x');
      await panel().getByRole('button', { name: 'Start' }).click();
      await panel().getByRole('alert').getByText('mqtt://localhost:1883').waitFor();
      assert.deepEqual(
        (await editor.nodes()).filter(({ type }) => type.startsWith('wireband-')),
        [],
      );
    });

    inPage(
      'places and deploys a gateway with valid nodes only, and says that the broker is connected',
      async () => {
        await panel().getByLabel('Address of the MQTT broker').fill(`127.0.0.1:${broker.port}`);
        const deployed = editor.waitForPost('/flows');
        await panel().getByLabel('Address of the MQTT broker').press('Enter');
        assert.ok((await deployed).ok());
        const placed = (await editor.nodes()).filter(({ type }) => /^wireband-|mqtt-broker/.test(type));
        assert.deepEqual(
          placed.filter(({ valid, type }) => !valid && type !== 'wireband-uplink'),
          [],
        );
        assert.deepEqual(
          (await flows()).filter(({ z }) => z !== undefined).map(({ type, d = false }) => [type, d]),
          [
            ['wireband-mqtt-in', false],
            ['wireband-classify', false],
            ['wireband-delta', false],
            ['wireband-uplink', true],
          ],
        );
        await panel().getByText('Broker: connected').waitFor();
        assert.deepEqual(await rawKeys(panel()), []);
      },
    );

    inPage('shows incoming topics with value and symbol, while nothing is sent', async () => {
      await panel().getByText('Nothing is sent yet').waitFor();
      await publisher.publishAsync('site/hall/temperature', '21.4', { qos: 1 });
      await publisher.publishAsync('machines/press/motor', '{"running":true}', { qos: 1 });
      await rowOf('site/hall/temperature').getByText('SENSOR_TEMP').waitFor();
      await rowOf('site/hall/temperature').getByText('21.4', { exact: true }).waitFor();
      await rowOf('machines/press/motor').getByText('ACTUATOR_MOTOR_START').waitFor();
      await publisher.publishAsync('site/hall/temperature', '25', { qos: 1 });
      await rowOf('site/hall/temperature').getByText('25', { exact: true }).waitFor();
      await rowOf('site/hall/temperature').getByText('2', { exact: true }).waitFor();
      assert.equal(backend.requests.length, 0);
    });

    inPage('leads to the choice of a backend, and sends new events after Deploy', async () => {
      const { page } = editor;
      await panel().getByRole('button', { name: 'Choose backend' }).click();
      await page.locator('#node-input-btn-backend-add, #node-input-lookup-backend').first().click();
      await page.locator('#node-config-input-url').fill(backend.url);
      await page.locator('#node-config-dialog-ok').click();
      await page.locator('#node-config-dialog-ok').waitFor({ state: 'detached' });
      await page.locator('#node-dialog-ok').click();
      await page.locator('#node-dialog-ok').waitFor({ state: 'detached' });
      await panel().getByText('Press Deploy: from then on, events are sent.').waitFor();
      assert.deepEqual(
        (await editor.nodes()).filter(({ valid }) => !valid),
        [],
      );
      await editor.deploy();
      await page.locator('.wireband-uplink').waitFor();
      await panel().waitFor({ state: 'hidden' });
      await publisher.publishAsync('site/hall/temperature', '30', { qos: 1 });
      await until('the event is sent', () => backend.requests.length > 0);
    });

    inPage('does not deploy other changes of the user', async () => {
      await red.deploy([]);
      await editor.reload();
      await editor.page.evaluate(() => RED.sidebar.show('wireband-monitor'));
      await editor.drag('inject', 200, 300);
      await panel().getByLabel('Address of the MQTT broker').fill(`127.0.0.1:${broker.port}`);
      await panel().getByRole('button', { name: 'Start' }).click();
      await panel().getByText('Press Deploy to see what comes in.').waitFor();
      assert.deepEqual(await flows(), []);
      await editor.deploy();
      await panel().getByText('Broker: connected').waitFor();
      assert.ok((await flows()).some(({ type }) => type === 'inject'));
    });
  });
}
