import assert from 'node:assert/strict';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import { Editor } from '../harness/editor/editor';
import { type NodeDialog, useDarkTheme } from '../harness/editor/editorDialogs';
import { freePort } from '../harness/network/listening';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { chromium, need } from '../harness/requirements';
import { until } from '../harness/until';
import { inBackendDialog, openSections, sendTo, systemField, unfolded, waitForSample } from './backendSteps';
import { assertGoodDialog } from './dialogChecks';
import { testsInPage } from './pageTest';

const TAB = 'c000000000000001';
const UPLINK = 'c000000000000002';
const BACKEND = 'c000000000000003';

/** An InfluxDB 2 as far as writing goes, with one organization, bucket and token. */
function asInfluxDb2(server: HttpBackend): void {
  const told = (status: number, code: string, message: string) => ({
    status,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code, message }),
  });
  server.reply = ({ path, headers }) => {
    const { pathname, searchParams } = new URL(path, server.url);
    if (pathname !== '/api/v2/write') return told(404, 'not found', 'path not found');
    if (headers.authorization !== 'Token right') return told(401, 'unauthorized', 'unauthorized access');
    if (searchParams.get('org') !== 'acme & co') return told(404, 'not found', 'organization not found');
    if (searchParams.get('bucket') !== 'plant') {
      return told(404, 'not found', `bucket "${searchParams.get('bucket')}" not found`);
    }
    return 204;
  };
}

for (const version of nodeRedVersions) {
  describe(`The systems and the check of the backend's dialog in ${version.name}`, () => {
    let server: HttpBackend;
    let red: NodeRed;
    let editor: Editor;

    before(async function () {
      const browser = need(this, chromium);
      const installation = need(this, version);
      await packThisPackage();
      server = await startHttpBackend();
      asInfluxDb2(server);
      red = await startNodeRed({
        red: installation,
        packageFolder: repository,
        flows: [
          { id: TAB, type: 'tab', label: 'Check' },
          { id: BACKEND, type: 'wireband-backend', name: 'target' },
          {
            ...{ id: UPLINK, type: 'wireband-uplink', z: TAB, storage: 'memory', backend: BACKEND },
            ...{ x: 300, y: 100, wires: [[], []] },
          },
        ],
        settings: { httpAdminRoot: '/admin' },
      });
      editor = await Editor.open(browser, `${red.url}/admin/`);
    });

    after(async () => {
      await editor?.[Symbol.asyncDispose]();
      await red?.stop();
      await server?.stop();
    });

    const inPage = testsInPage(() => editor);
    const inDialog = (end: 'done' | 'cancel', use: (dialog: NodeDialog) => Promise<void>) =>
      inBackendDialog(editor, UPLINK, end, use);

    /** Types into a field of the system, as a user would. */
    async function type(dialog: NodeDialog, label: string, value: string): Promise<void> {
      await systemField(dialog, label).fill(value);
      await systemField(dialog, label).press('End');
    }

    /** Presses Check, and waits for the result. */
    async function press(dialog: NodeDialog, says: RegExp): Promise<string> {
      const result = dialog.tray.locator('#wireband-check-result');
      await dialog.tray.getByRole('button', { name: 'Check', exact: true }).click();
      let shown = '';
      return until(
        () => `${JSON.stringify(shown)} matches ${says}`,
        async () => {
          shown = (await result.textContent()) ?? '';
          return says.test(shown) ? shown : undefined;
        },
      );
    }

    async function saved(): Promise<Record<string, unknown>> {
      const nodes: FlowNode[] = await (await fetch(`${red.url}/admin/flows`)).json();
      return Object(nodes.find(({ id }) => id === BACKEND));
    }

    inPage('starts with Send to, and shows the fields of InfluxDB 2 under their own names', async () => {
      await inDialog('cancel', async (dialog) => {
        const labels = async () => {
          const texts = await dialog.tray.locator('.red-ui-tray-body label:visible').allTextContents();
          return texts.map((text) => text.trim());
        };
        assert.deepEqual(await labels(), ['Send to', 'Address', 'API key', 'Device ID', 'Name']);
        await sendTo(dialog, 'influxdb2');
        const own = ['Address', 'Organization', 'Bucket', 'Token'];
        assert.deepEqual(await labels(), ['Send to', ...own, 'Device ID', 'Name']);
        assert.equal(await unfolded(dialog).count(), 0);
        await sendTo(dialog, 'clickhouse');
        assert.deepEqual((await labels()).slice(1, 6), ['Address', 'Database', 'Table', 'User', 'Password']);
        await sendTo(dialog, 'http');
        assert.deepEqual((await labels()).slice(1, 6), ['Address', 'Path', 'Query', 'Format', 'API key']);
      });
      assert.equal(await editor.hasChanges(), false);
    });

    for (const system of ['wireband', 'influxdb1', 'influxdb2', 'clickhouse', 'postgrest', 'http'] as const) {
      inPage(`is labeled, translated, legible and narrow enough for ${system}`, async () => {
        await inDialog('cancel', async (dialog) => {
          await sendTo(dialog, system);
          await assertGoodDialog(dialog);
          await openSections(dialog);
          await assertGoodDialog(dialog);
        });
      });
    }

    inPage('explains why a check failed, and stores the sample once everything is right', async () => {
      await inDialog('cancel', async (dialog) => {
        await sendTo(dialog, 'influxdb2');
        await type(dialog, 'Address', 'http://no-such-host.invalid:8086');
        await press(dialog, /^(Host name not found: no-such-host\.invalid|The host name no-such-host)/);
        await type(dialog, 'Address', `http://127.0.0.1:${await freePort()}`);
        // The result was for other settings.
        await until('the result is gone', async () => {
          return (await dialog.tray.locator('#wireband-check-result').textContent()) === '';
        });
        await press(dialog, /^Connection refused/);
        await type(dialog, 'Address', server.url);
        await type(dialog, 'Token', 'wrong');
        await press(dialog, /^Wrong key: .*HTTP 401: .*unauthorized access/);
        await type(dialog, 'Token', 'right');
        await type(dialog, 'Organization', 'acme & co');
        await type(dialog, 'Bucket', 'plans');
        await press(dialog, /^The destination is missing or unknown.*bucket \\?"plans\\?" not found/);
        await type(dialog, 'Bucket', 'plant');
        const said = await press(dialog, /^Stored: 3 of 3 events\./);
        assert.match(said, /127\.0\.0\.1:\d+\/api\/v2\/write · [\d.]+ m?s$/);
        const last = server.requests.at(-1);
        assert.equal(last?.path, '/api/v2/write?org=acme%20%26%20co&bucket=plant&precision=ns');
        assert.equal(last?.headers['wireband-check'], '1');
        await assertGoodDialog(dialog);
      });
      assert.equal(await editor.hasChanges(), false);
    });

    inPage('recognizes a portal, and an invalid setting', async () => {
      const portal = await startHttpBackend();
      portal.reply = () => ({
        status: 200,
        headers: { 'Content-Type': 'text/html' },
        body: '<title>Guests</title><form>',
      });
      try {
        await inDialog('cancel', async (dialog) => {
          await type(dialog, 'Address', portal.url);
          await press(dialog, /^A web page answered, not the backend.*Guests/);
          await type(dialog, 'Address', '$' + '{NOT_SET_ANYWHERE}');
          await press(dialog, /^Nothing was sent: Address is invalid/);
        });
      } finally {
        await portal.stop();
      }
    });

    inPage('saves what the system needs, recognizes it, and checks with the saved token', async () => {
      await inDialog('done', async (dialog) => {
        await sendTo(dialog, 'influxdb2');
        await type(dialog, 'Address', server.url);
        await type(dialog, 'Organization', 'acme & co');
        await type(dialog, 'Bucket', 'plant');
        await type(dialog, 'Token', 'right');
      });
      await editor.deploy();
      const { format, path, query, url } = await saved();
      assert.deepEqual(
        [format, path, query, url],
        ['influx', '/api/v2/write', 'org=acme %26 co&bucket=plant', server.url],
      );
      await editor.reload();
      const before = await saved();
      await inDialog('done', async (dialog) => {
        assert.equal(await dialog.tray.locator('#wireband-system').inputValue(), 'influxdb2');
        assert.equal(await systemField(dialog, 'Organization').inputValue(), 'acme & co');
        assert.equal(await systemField(dialog, 'Bucket').inputValue(), 'plant');
        assert.equal(await unfolded(dialog).count(), 0);
        await press(dialog, /^Stored: 3 of 3 events\./);
      });
      assert.equal(await editor.hasChanges(), false);
      assert.deepEqual(await saved(), before);
    });

    inPage('saves user and password as the key, and requires both if one is saved', async () => {
      server.reply = ({ headers }) => (headers.authorization === 'Basic cGxhbnQ6c2VjcmV0' ? 204 : 401);
      await inDialog('done', async (dialog) => {
        await sendTo(dialog, 'influxdb1');
        await type(dialog, 'Address', server.url);
        await type(dialog, 'Database', 'plant');
        await type(dialog, 'User', 'plant');
        await press(dialog, /^Wrong key/);
        await type(dialog, 'Password', 'secret');
        await press(dialog, /^Stored: 3 of 3/);
      });
      await editor.deploy();
      await editor.reload();
      await inDialog('done', async (dialog) => {
        await waitForSample(dialog, /write\?db=plant&precision=ns[\s\S]*Authorization: Basic •+/);
        await press(dialog, /^Stored: 3 of 3/);
        await type(dialog, 'User', 'other');
        await systemField(dialog, 'Password').and(dialog.tray.locator('.input-error')).waitFor();
        await type(dialog, 'User', '');
        await press(dialog, /^Stored: 3 of 3/);
      });
      assert.equal(await editor.hasChanges(), false);
    });

    inPage(
      'leaves a key that was typed by hand alone as long as user and password are left empty',
      async () => {
        await inDialog('cancel', async (dialog) => {
          await sendTo(dialog, 'influxdb1');
          await openSections(dialog);
          await dialog.fill('apiKey', 'Bearer by-hand');
          await systemField(dialog, 'User').press('Tab');
          await systemField(dialog, 'Password').press('Tab');
          await waitForSample(dialog, /Authorization: Bearer/);
          assert.equal(await dialog.field('apiKey').inputValue(), 'Bearer by-hand');
          await type(dialog, 'User', 'plant');
          await waitForSample(dialog, /Authorization: Basic/);
        });
      },
    );

    if (version.version === '5.0') {
      inPage('is legible in the dark theme, also with a good and a bad result', async () => {
        await useDarkTheme(editor);
        await inDialog('cancel', async (dialog) => {
          await press(dialog, /^Stored/);
          await assertGoodDialog(dialog);
          await type(dialog, 'User', 'other');
          await type(dialog, 'Password', 'other');
          await press(dialog, /^Wrong key/);
          await assertGoodDialog(dialog);
        });
      });
    }
  });
}
