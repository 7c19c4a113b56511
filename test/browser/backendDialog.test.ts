import assert from 'node:assert/strict';
import { FIELDS_OF_FORMAT, FORMAT_FIELDS } from '../../nodes/editor/backend/formatFields';
import { FORMAT_NAMES } from '../../src/frame';
import { BackendServer } from '../harness/backend/backendServer';
import { Editor } from '../harness/editor/editor';
import { type NodeDialog, useDarkTheme } from '../harness/editor/editorDialogs';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { chromium, need } from '../harness/requirements';
import { until } from '../harness/until';
import {
  BENT,
  BUTTON,
  FIRST_LINES,
  FLEET,
  flows,
  fromEnvironment,
  NEW,
  OLD,
  savedBy010,
} from './backendFlows';
import { choose, inBackendDialog, openSections, requests, waitForSample } from './backendSteps';
import { assertGoodDialog } from './dialogChecks';
import { testsInPage } from './pageTest';

for (const version of nodeRedVersions) {
  describe(`The backend's dialog in ${version.name}`, () => {
    let server: BackendServer;
    let red: NodeRed;
    let editor: Editor;

    before(async function () {
      const browser = need(this, chromium);
      const installation = need(this, version);
      await packThisPackage();
      server = await BackendServer.start();
      red = await startNodeRed({
        red: installation,
        packageFolder: repository,
        flows: flows(server.url),
        settings: { httpAdminRoot: '/admin' },
      });
      editor = await Editor.open(browser, `${red.url}/admin/`);
    });

    after(async () => {
      await editor?.[Symbol.asyncDispose]();
      await red?.stop();
      await server?.close();
    });

    const inPage = testsInPage(() => editor);

    const inDialog = (
      { uplink }: { uplink: string },
      end: 'done' | 'cancel',
      use: (dialog: NodeDialog) => Promise<void>,
    ) => inBackendDialog(editor, uplink, end, use);

    /** What is saved of a node in the flow file. */
    async function saved(id: string): Promise<Record<string, unknown>> {
      const response = await fetch(`${red.url}/admin/flows`);
      const nodes: FlowNode[] = await response.json();
      return Object(nodes.find((node) => node.id === id));
    }

    inPage('shows what the runtime does where nothing was saved', async () => {
      await inDialog(NEW, 'cancel', async (dialog) => {
        const values = ['format', 'path', 'query', 'envelope', 'compression', 'textValues', 'precision'];
        const shown = await Promise.all(values.map((property) => dialog.field(property).inputValue()));
        assert.deepEqual(shown, ['wireband', '/iot/v1/ingest/batch', '', 'object', 'auto', 'keep', '']);
        assert.equal(await dialog.tray.locator('.input-error').count(), 0);
        assert.equal(await dialog.tray.locator('details[open]').count(), 0);
      });
    });

    inPage('opens a backend of release 0.1.0 as it was, and keeps all of it', async () => {
      await inDialog(OLD, 'cancel', async (dialog) => {
        assert.equal(await dialog.field('format').inputValue(), 'wireband');
        assert.equal(await dialog.tray.locator('.input-error').count(), 0);
        await waitForSample(dialog, /^What is chosen above, with made-up events[\s\S]*"frame": "fc60/);
      });
      assert.equal(await editor.hasChanges(), false);
      await inDialog(OLD, 'done', (dialog) => dialog.fill('deviceId', 'edge-2'));
      await editor.deploy();
      const now = await saved(OLD.backend);
      for (const [property, value] of Object.entries({ ...savedBy010, deviceId: 'edge-2' }))
        assert.equal(String(now[property]), String(value), property);
    });

    inPage(
      'says where a backend of release 0.1.0 posts whose path does not count, until it does',
      async () => {
        const row = (dialog: NodeDialog) => dialog.tray.locator('#wireband-pathAsTyped-row');
        const own = '/iot/v1/ingest/batch';
        await inDialog(OLD, 'cancel', async (dialog) => assert.equal(await row(dialog).isVisible(), false));
        await inDialog(BENT, 'cancel', async (dialog) => {
          await waitForSample(dialog, /POST http:\/\/127\.0\.0\.1:9\/\n/);
          assert.match(
            (await row(dialog).textContent()) ?? '',
            /0\.1\.0, which sent batches .* to \/ instead/,
          );
          await assertGoodDialog(dialog);
          await dialog.field('pathAsTyped').check();
          await waitForSample(dialog, /POST http:\/\/127\.0\.0\.1:9\/iot\/v1\/ingest\/batch/);
        });
        assert.equal(await editor.hasChanges(), false);
        await inDialog(BENT, 'done', async (dialog) => {
          await dialog.fill('path', `${own}/`);
          await dialog.fill('path', own);
          await waitForSample(dialog, /POST http:\/\/127\.0\.0\.1:9\/iot\/v1\/ingest\/batch/);
        });
        await editor.deploy();
        const { path, pathAsTyped } = await saved(BENT.backend);
        assert.deepEqual([path, pathAsTyped], [own, true]);
      },
    );

    inPage('keeps what comes from the environment, also where there is a list to choose from', async () => {
      await inDialog(FLEET, 'done', async (dialog) => {
        for (const [property, value] of Object.entries(fromEnvironment))
          assert.equal(await dialog.field(property).inputValue(), value, property);
        assert.equal(await dialog.tray.locator('.input-error').count(), 0);
        for (const field of FORMAT_FIELDS.filter((name) => name !== 'fields'))
          assert.ok(await dialog.field(field).isVisible(), field);
        await waitForSample(dialog, /POST \$\{BACKEND_URL\}\/\$\{INGEST_PATH\}[\s\S]*Format: an environment/);
      });
      const now = await saved(FLEET.backend);
      for (const [property, value] of Object.entries(fromEnvironment))
        assert.equal(now[property], value, property);
    });

    for (const format of FORMAT_NAMES) {
      inPage(`shows for ${format} what it is for, its settings alone, and the request`, async () => {
        await inDialog(OLD, 'cancel', async (dialog) => {
          await openSections(dialog);
          await choose(dialog, format === 'wireband' ? 'otlp' : 'wireband');
          await choose(dialog, format);
          const [line = '', type = ''] = FIRST_LINES[format];
          await waitForSample(dialog, new RegExp(`${line.replace(/[?.]/g, '\\$&')}\\s+Content-Type`));
          assert.ok((await requests(dialog).first().innerText()).includes(`${line}\n${type}`));
          assert.match(
            (await dialog.tray.locator('#wireband-format-note').textContent()) ?? '',
            /^For .{40}/,
          );
          for (const field of FORMAT_FIELDS) {
            const row = dialog.tray.locator(`#wireband-${field}-row`);
            assert.equal(await row.isVisible(), FIELDS_OF_FORMAT[format].includes(field), field);
          }
          assert.equal(await requests(dialog).count(), format === 'otlp' ? 2 : 1);
          assert.equal(await dialog.tray.locator('.input-error').count(), 0);
        });
      });

      inPage(`is labelled, translated, legible and narrow enough with ${format}`, async () => {
        await inDialog(OLD, 'cancel', async (dialog) => {
          await openSections(dialog);
          await choose(dialog, format);
          await dialog.tray.locator('.red-ui-editableList-addButton').click();
          await assertGoodDialog(dialog);
        });
      });
    }

    inPage('fills in what an engine needs, and leaves an address alone that was chosen', async () => {
      await inDialog(OLD, 'cancel', async (dialog) => {
        const engine = dialog.tray.locator('#wireband-engine');
        const shown = () =>
          Promise.all(
            ['format', 'url', 'path', 'query', 'precision', 'textValues'].map((property) =>
              dialog.field(property).inputValue(),
            ),
          );
        await engine.selectOption('victoriametrics');
        await waitForSample(
          dialog,
          /\/write\?precision=ms\s[\s\S]*Left out: the event of site\/gate\/door, text/,
        );
        assert.deepEqual(await shown(), ['influx', 'http://127.0.0.1:9', '', '', 'ms', 'omit']);
        await dialog.fill('url', 'http://localhost:8000');
        await engine.selectOption('influxdb2');
        await waitForSample(dialog, /api\/v2\/write\?org=my-org&bucket=plant&precision=ns/);
        const expected = ['http://localhost:8086', '/api/v2/write', 'org=my-org&bucket=plant', '', 'keep'];
        assert.deepEqual(await shown(), ['influx', ...expected]);
        await engine.selectOption('otelcol');
        await waitForSample(dialog, /POST http:\/\/localhost:4318\/v1\/logs/);
        await choose(dialog, 'json');
        await waitForSample(dialog, /"device": "edge/);
        assert.equal(await engine.inputValue(), '');
      });
    });

    inPage('marks what cannot be used, and says so in place of a request', async () => {
      await inDialog(OLD, 'cancel', async (dialog) => {
        await choose(dialog, 'influx');
        for (const [field, bad, good] of [
          ['query', 'precision=s', 'db=plant'],
          ['topicTags', 'a/#/b', 'site/+room/#'],
          ['deviceId', 'edge\\', 'edge-3'],
          ['measurement', '#plant', 'plant'],
        ] as const) {
          await dialog.fill(field, bad);
          assert.equal(await dialog.isInvalid(field), true, field);
          await waitForSample(dialog, /cannot be used as it stands\.$/);
          await dialog.fill(field, good);
          assert.equal(await dialog.isInvalid(field), false, field);
          await waitForSample(dialog, /Idempotency-Key/);
        }
        await openSections(dialog);
        const names = dialog.tray.locator('#wireband-fields-row .red-ui-typedInput-input');
        await names.fill('{"time": "topic", "topic": "topic"}');
        await names.press('Tab');
        await waitForSample(dialog, /^Field names cannot be used/);
        const marks = dialog.tray.locator('#wireband-fields-row .input-error');
        assert.ok((await marks.count()) > 0);
        await names.fill('{"topic": "on"}');
        await names.press('Tab');
        await waitForSample(dialog, /,on=site\/hall\/t1,/);
        assert.equal(await marks.count(), 0);
        await dialog.tray.locator('.red-ui-editableList-addButton').click();
        await dialog.tray.locator('.wireband-header-name').fill('Content-Type');
        await dialog.tray.locator('.wireband-header-value').fill('text/html');
        await waitForSample(dialog, /^Further headers of every request cannot be used/);
        assert.match(
          (await dialog.tray.locator('.wireband-header-name').getAttribute('class')) ?? '',
          /input-error/,
        );
      });
    });

    inPage('never shows a key, a secret header or a password in the query', async () => {
      await inDialog(OLD, 'cancel', async (dialog) => {
        await choose(dialog, 'influx');
        await openSections(dialog);
        await dialog.fill('apiKey', 'Basic hidden-1');
        await dialog.fill('query', 'db=plant&p=hidden-2');
        await dialog.tray.locator('.red-ui-editableList-addButton').click();
        await dialog.tray.locator('.wireband-header-name').fill('X-Api-Key');
        await dialog.tray.locator('.wireband-header-value').fill('hidden-3');
        const shown = await waitForSample(dialog, /X-Api-Key: •+\s/);
        assert.doesNotMatch(shown, /hidden/);
        assert.match(shown, /db=plant&p=•+&precision=ns[\s\S]*Authorization: Basic •+\n/);
      });
    });

    inPage('shows events of the last batch, whatever characters they have', async () => {
      await editor.inject(BUTTON);
      await until(
        () => 'the reading is at the backend',
        () => server.taken.length > 0 || undefined,
      );
      await inDialog(NEW, 'cancel', async (dialog) => {
        await waitForSample(dialog, /^What is chosen above, with events of the last batch/);
        await choose(dialog, 'ndjson');
        await waitForSample(dialog, /"topic":"cellar\/<b>pump<\/b>\/temp","payload":47\.25/);
        assert.equal(await requests(dialog).locator('b').count(), 0);
      });
    });

    inPage('saves what was chosen, and shows it again', async () => {
      await inDialog(OLD, 'done', async (dialog) => {
        await choose(dialog, 'influx');
        await openSections(dialog);
        await dialog.fill('query', 'db=plant');
        await dialog.field('precision').selectOption('ms');
        await dialog.fill('measurement', 'hall');
        await dialog.fill('topicTags', 'site/+room/+thing');
        await dialog.field('textValues').selectOption('numbers');
        await dialog.fill('apiKey', 'Basic c2VjcmV0');
        await dialog.tray.locator('.red-ui-editableList-addButton').click();
        await dialog.tray.locator('.wireband-header-name').fill('X-Tenant');
        await dialog.tray.locator('.wireband-header-value').fill('acme');
      });
      await editor.deploy();
      const { format, path, query, precision, measurement, topicTags, textValues, headers } = await saved(
        OLD.backend,
      );
      assert.deepEqual(
        [format, path, query, precision, measurement, topicTags, textValues, headers],
        [
          ...['influx', '', 'db=plant', 'ms', 'hall', 'site/+room/+thing', 'numbers'],
          [{ name: 'X-Tenant', value: 'acme' }],
        ],
      );
      await editor.reload();
      await inDialog(OLD, 'done', async (dialog) => {
        // Of a saved key only the runtime knows the scheme, which the dialog asks for when it opens.
        const shown = await waitForSample(dialog, /Authorization: Basic •+\nX-Tenant: acme\n/);
        assert.match(shown, /POST http:\/\/127\.0\.0\.1:9\/write\?db=plant&precision=ms/);
        assert.match(shown, /hall,device=edge-2,.*,room=hall,thing=t1 value=21\.5 /);
        assert.equal(await dialog.field('precision').inputValue(), 'ms');
        assert.equal(await dialog.tray.locator('.wireband-header-name').inputValue(), 'X-Tenant');
        assert.equal(await dialog.tray.locator('details[open]').count(), 1);
      });
      assert.equal(await editor.hasChanges(), false);
      assert.doesNotMatch(red.output(), /\[error\] \[wireband-backend:of an earlier/);
    });

    if (version.version === '5.0') {
      inPage('is legible in the dark theme', async () => {
        await useDarkTheme(editor);
        await inDialog(OLD, 'cancel', async (dialog) => {
          await openSections(dialog);
          await assertGoodDialog(dialog);
        });
      });
    }
  });
}
