import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Editor } from '../harness/editor';
import { NodeDialog, useDarkTheme } from '../harness/editorDialogs';
import { nodeRedVersions } from '../harness/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed';
import { packThisPackage, repository } from '../harness/packedPackage';
import { chromium, need } from '../harness/requirements';
import { assertGoodDialog } from './dialogChecks';
import { testsInPage } from './pageTest';

const TAB = 'c000000000000001';
const CLASSIFY = 'c000000000000002';

const topicSymbols = [
  { topic: 'plant/+/boiler', symbol: 'SENSOR_TEMP' },
  { topic: 'say "hello", world; all', symbol: '0xfc67' },
];
const keywordSymbols = [{ keyword: 'shake', symbol: 'SENSOR_VIBRATION' }];

const flows: readonly FlowNode[] = [
  { id: TAB, type: 'tab', label: 'Classify' },
  {
    id: CLASSIFY,
    type: 'wireband-classify',
    z: TAB,
    name: 'rules',
    topicSymbols,
    keywordSymbols,
    fallback: 'SENSOR_POLL',
    mode: 'message',
    topicProperty: 'topic',
    payloadProperty: 'payload',
    x: 300,
    y: 200,
    wires: [[]],
  },
];

for (const version of nodeRedVersions) {
  describe(`The classifier's dialog in ${version.name}`, function () {
    this.timeout(120_000);

    let red: NodeRed;
    let editor: Editor;

    before(async function () {
      this.timeout(240_000);
      const browser = need(this, chromium);
      const installation = need(this, version);
      await packThisPackage();
      red = await startNodeRed({ red: installation, packageFolder: repository, flows });
      editor = await Editor.open(browser, red.url);
    });

    after(async () => {
      await editor?.[Symbol.asyncDispose]();
      await red?.stop();
    });

    const inPage = testsInPage(() => editor);

    async function inDialog(
      end: 'done' | 'cancel',
      use: (dialog: NodeDialog) => Promise<void>,
    ): Promise<void> {
      const dialog = await NodeDialog.open(editor, CLASSIFY);
      try {
        await use(dialog);
      } catch (error) {
        await dialog.cancel();
        throw error;
      }
      await dialog[end]();
    }

    async function tryOut({ tray }: NodeDialog, topic: string, payload: string): Promise<void> {
      await tray.locator('#wireband-try-topic').fill(topic);
      await tray.locator('#wireband-try-payload').fill(payload);
      await editor.page.waitForTimeout(100);
    }

    async function rulesOf({ tray }: NodeDialog): Promise<string[][]> {
      const rows = await tray.locator('.wireband-rule').all();
      return Promise.all(
        rows.map(async (row) => [
          await row.locator('.wireband-rule-name').inputValue(),
          await row.locator('.wireband-rule-symbol').inputValue(),
        ]),
      );
    }

    async function importText({ tray }: NodeDialog, table: string, how: string): Promise<void> {
      await tray.locator('#wireband-import-text').fill(table);
      await tray.locator('#wireband-import-how').selectOption(how);
      await tray.locator('#wireband-import-take').click();
    }

    const savedRules = [
      ['plant/+/boiler', 'SENSOR_TEMP'],
      ['say "hello", world; all', '0xfc67'],
      ['shake', 'SENSOR_VIBRATION'],
    ];

    inPage('shows what decided and what else was possible, in order', async () => {
      await inDialog('cancel', async (dialog) => {
        await tryOut(dialog, 'tele/sonoff-4/SENSOR', '{"DS18B20":{"Temperature":21.4},"Humidity":40}');
        const result = dialog.tray.locator('#wireband-try-result');
        assert.match((await result.textContent()) ?? '', /^SENSOR_TEMP0xfc60.*temperature.*Tasmota/);
        const others = dialog.tray.locator('#wireband-try-details tbody tr');
        assert.match((await others.first().textContent()) ?? '', /^2SENSOR_HUMIDITY.*“Humidity”/);
        assert.match((await others.last().textContent()) ?? '', /SENSOR_POLL/);
        assert.ok((await others.count()) <= 8);
      });
    });

    inPage('says how many candidates it leaves out', async () => {
      await inDialog('cancel', async (dialog) => {
        const fields = Array.from({ length: 20 }, (_, index) => [`temperature_${index}`, index]);
        await tryOut(dialog, 'x/y', JSON.stringify(Object.fromEntries(fields)));
        assert.equal(await dialog.tray.locator('#wireband-try-details tbody tr').count(), 8);
        assert.match(
          (await dialog.tray.locator('#wireband-try-details').textContent()) ?? '',
          /and \d+ more$/,
        );
      });
    });

    inPage('keeps its shape with hostile topics and payloads', async () => {
      await inDialog('cancel', async (dialog) => {
        const script = '<img src=x onerror="throw 1">';
        const key = `${script}temperature${'_'.repeat(5000)}`;
        await tryOut(
          dialog,
          `${'a'.repeat(30_000)}/${script}\u202e`,
          JSON.stringify({ [key]: 1, humidity: 2 }),
        );
        await dialog.tray.locator('#wireband-try-result code').waitFor();
        assert.equal(await dialog.tray.locator('.wireband-try img').count(), 0);
        await assertGoodDialog(dialog);
      });
    });

    inPage('gives its rules as CSV and as JSON, and takes both back unchanged', async () => {
      await inDialog('cancel', async (dialog) => {
        const { tray } = dialog;
        for (const format of ['csv', 'json']) {
          await tray.locator('#wireband-export-open').click();
          await tray.locator('#wireband-export-format').selectOption(format);
          const table = await tray.locator('#wireband-export-text').inputValue();
          const [download] = await Promise.all([
            editor.page.waitForEvent('download'),
            tray.locator('#wireband-export-save').click(),
          ]);
          assert.equal(download.suggestedFilename(), `wireband-rules.${format}`);
          const file = readFileSync(await download.path(), 'utf8');
          assert.equal(file.replaceAll('\r\n', '\n'), table);
          await tray.locator('#wireband-import-open').click();
          await importText(dialog, 'kind,match,symbol\n', 'replace');
          assert.deepEqual(await rulesOf(dialog), []);
          await tray.locator('#wireband-import-open').click();
          await tray.locator('#wireband-import-file').setInputFiles({
            name: `rules.${format}`,
            mimeType: 'text/plain',
            buffer: Buffer.from(file),
          });
          await editor.page.waitForTimeout(200);
          await tray.locator('#wireband-import-take').click();
          assert.deepEqual(await rulesOf(dialog), savedRules);
          assert.equal(await tray.locator('.input-error').count(), 0);
        }
      });
    });

    inPage('adds imported rules to its own, but none twice, and tries them out at once', async () => {
      await inDialog('done', async (dialog) => {
        const { tray } = dialog;
        await tryOut(dialog, 'press/rumble', '1');
        await tray.locator('#wireband-import-open').click();
        const table = 'kind;match;symbol\nkeyword;shake;SENSOR_VIBRATION\nkeyword; rumble;SENSOR_ALERT\n';
        await importText(dialog, table, 'append');
        await tray.locator('#wireband-table-status').getByText('Rules imported: 2').waitFor();
        assert.deepEqual(await rulesOf(dialog), [...savedRules, ['rumble', 'SENSOR_ALERT']]);
        await tray.locator('#wireband-try-result').getByText('SENSOR_ALERT').waitFor();
      });
      await editor.deploy();
      const nodes: FlowNode[] = await (await fetch(`${red.url}/flows`)).json();
      const saved = nodes.find((node) => node.id === CLASSIFY);
      assert.deepEqual(saved?.topicSymbols, topicSymbols);
      const added = { keyword: 'rumble', symbol: 'SENSOR_ALERT' };
      assert.deepEqual(saved?.keywordSymbols, [...keywordSymbols, added]);
    });

    inPage('refuses a table with a fault as a whole, and names its line', async () => {
      await inDialog('cancel', async (dialog) => {
        const before = await rulesOf(dialog);
        const { tray } = dialog;
        await tray.locator('#wireband-import-open').click();
        const faults = tray.locator('#wireband-import-faults');
        for (const [table, expected] of [
          ['', /^Line 1: there is no table/],
          ['kind,match,symbol\ntopic,a,SENSOR_TEMP\ntopic,"b', /^Line 3: quotes/],
          ['kind,match,symbol\ntopic,a,SENSOR_TEMP\ntopic,b/#/c,SENSOR_TEMP', /^Line 3: no MQTT topic/],
          ['[\n{"topic":"a","symbol":"SENSOR_TEMP"},\n{"topic":"a","symbol":"X"}]', /^Line 3: unknown.*“X”/],
        ] as const) {
          await importText(dialog, table, 'replace');
          assert.match((await faults.textContent()) ?? '', expected);
          assert.match((await faults.textContent()) ?? '', /Nothing was imported\.$/);
          assert.deepEqual(await rulesOf(dialog), before);
        }
        await assertGoodDialog(dialog);
      });
    });

    inPage('is labelled, translated, legible and narrow enough with its forms open', async () => {
      await inDialog('cancel', async (dialog) => {
        await tryOut(dialog, 'zigbee2mqtt/kitchen', '{"temperature":21.5,"humidity":40,"battery":90}');
        for (const form of ['import', 'export']) {
          await dialog.tray.locator(`#wireband-${form}-open`).click();
          await assertGoodDialog(dialog);
        }
      });
    });

    if (version.version === '5.0') {
      inPage('is legible in the dark theme', async () => {
        await useDarkTheme(editor);
        await inDialog('cancel', async (dialog) => {
          await tryOut(dialog, 'zigbee2mqtt/kitchen', '{"temperature":21.5,"humidity":40,"battery":90}');
          await dialog.tray.locator('#wireband-import-open').click();
          await importText(dialog, 'kind', 'replace');
          await assertGoodDialog(dialog);
        });
      });
    }
  });
}
