import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Editor } from '../harness/editor';
import { NodeDialog, useDarkTheme } from '../harness/editorDialogs';
import { nodeRedVersions } from '../harness/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed';
import { packThisPackage, repository } from '../harness/packedPackage';
import { chromium, need } from '../harness/requirements';
import { until } from '../harness/until';
import { assertGoodDialog } from './dialogChecks';
import { testsInPage } from './pageTest';

const TAB = 'c000000000000001';
const CLASSIFY = 'c000000000000002';
const INJECT = 'c000000000000003';
const FUNCTION = 'c000000000000004';

/** Topics that no rule recognises, and that a page could stumble over. */
const hostileTopics = [
  `<img src=x onerror="throw 1">/${'z'.repeat(65_000)}`,
  'qzx\u0000\u202e\n\u001b[31m/qzq',
  '',
  'x'.repeat(65_000),
  '__proto__',
  ' wide/+/qzx# ',
];

const topicSymbols = [
  { topic: 'plant/+/boiler', symbol: 'SENSOR_TEMP' },
  { topic: 'say "hello", world; all', symbol: '0xfc67' },
];
const keywordSymbols = [{ keyword: 'shake', symbol: 'SENSOR_VIBRATION' }];

const flows: readonly FlowNode[] = [
  { id: TAB, type: 'tab', label: 'Classify' },
  {
    id: INJECT,
    type: 'inject',
    z: TAB,
    name: 'go',
    props: [{ p: 'payload' }],
    repeat: '',
    crontab: '',
    once: false,
    onceDelay: 0.1,
    topic: '',
    payload: '1',
    payloadType: 'num',
    x: 100,
    y: 100,
    wires: [[FUNCTION]],
  },
  {
    id: FUNCTION,
    type: 'function',
    z: TAB,
    name: 'many',
    outputs: 1,
    timeout: 0,
    noerr: 0,
    initialize: '',
    finalize: '',
    libs: [],
    func: `for (const topic of ${JSON.stringify(['dc1/rack4/qzx', ...hostileTopics])}) node.send({ topic, payload: { v: 5 } });`,
    x: 300,
    y: 100,
    wires: [[CLASSIFY]],
  },
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

    async function savedNode(): Promise<FlowNode | undefined> {
      const nodes: FlowNode[] = await (await fetch(`${red.url}/flows`)).json();
      return nodes.find((node) => node.id === CLASSIFY);
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
      const saved = await savedNode();
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

    inPage('shows the readings of a payload, and what is left out', async () => {
      await inDialog('cancel', async (dialog) => {
        const { tray } = dialog;
        assert.equal(await tray.locator('#node-input-keepMeta').isVisible(), false);
        await tray.locator('#node-input-mode').selectOption('readings');
        await tryOut(dialog, 'zigbee2mqtt/kitchen', '{"temperature":21.5,"humidity":40,"linkquality":120}');
        const result = tray.locator('#wireband-try-result');
        const rows = tray.locator('#wireband-try-details tbody tr');
        assert.match((await result.textContent()) ?? '', /one for each reading: 2.*left out: 1/);
        assert.deepEqual(await rows.allTextContents(), [
          'zigbee2mqtt/kitchen/temperature21.5SENSOR_TEMPtemperature',
          'zigbee2mqtt/kitchen/humidity40SENSOR_HUMIDITYhumidity',
          'zigbee2mqtt/kitchen/linkquality120left out',
        ]);
        await assertGoodDialog(dialog);
        await tray.locator('#node-input-keepMeta').check();
        await result.getByText('one for each reading: 3').waitFor();
        await tryOut(dialog, 'kitchen/temp', '21.5');
        assert.match((await result.textContent()) ?? '', /^SENSOR_TEMP.*goes on whole$/);
      });
    });

    inPage('keeps the choice of readings', async () => {
      await inDialog('done', async ({ tray }) => {
        await tray.locator('#node-input-mode').selectOption('readings');
        await tray.locator('#node-input-keepMeta').check();
      });
      await editor.deploy();
      const saved = await savedNode();
      assert.deepEqual([saved?.mode, saved?.keepMeta], ['readings', true]);
      await inDialog('done', async ({ tray }) => {
        assert.equal(await tray.locator('#node-input-keepMeta').isChecked(), true);
        await tray.locator('#node-input-mode').selectOption('message');
      });
      await editor.deploy();
      assert.equal((await savedNode())?.mode, 'message');
    });

    inPage('makes a rule of a topic that fell back by one click, which the flow follows', async () => {
      await red.inject(INJECT);
      await inDialog('done', async (dialog) => {
        const { tray } = dialog;
        const rows = tray.locator('#wireband-unclassified-list tbody tr');
        const row = rows.filter({ hasText: 'dc1/rack4/qzx' });
        assert.match((await row.textContent()) ?? '', /^dc1\/rack4\/qzx\{"v":5\}1/);
        await row.getByRole('button').click();
        const symbol = tray.locator('.wireband-rule-symbol:focus');
        await symbol.fill('SENSOR_FAN');
        await editor.page.keyboard.press('Escape');
        const result = tray.locator('#wireband-try-result');
        await result.getByText('Decided by your topic “dc1/rack4/qzx”').waitFor();
        const before = (await rulesOf(dialog)).length;
        await row.getByRole('button').click();
        assert.equal((await rulesOf(dialog)).length, before, 'a second click makes no second rule');
      });
      await editor.deploy();
      assert.ok(
        JSON.stringify((await savedNode())?.topicSymbols).includes(
          '{"topic":"dc1/rack4/qzx","symbol":"SENSOR_FAN"}',
        ),
      );
      await until('the deployed button works', () =>
        red.inject(INJECT).then(
          () => true,
          () => false,
        ),
      );
      await inDialog('cancel', async ({ tray }) => {
        const rows = tray.locator('#wireband-unclassified-list tbody tr');
        await rows.first().waitFor();
        assert.equal(await rows.filter({ hasText: 'dc1/rack4/qzx' }).count(), 0);
      });
    });

    inPage('lists hostile topics as what they are', async () => {
      await inDialog('cancel', async (dialog) => {
        const { tray } = dialog;
        const list = tray.locator('#wireband-unclassified-list');
        await list.locator('tbody tr').first().waitFor();
        assert.equal(await list.locator('tbody tr').count(), hostileTopics.length);
        assert.equal(await list.locator('img').count(), 0);
        assert.match((await list.textContent()) ?? '', /<img src=x onerror="throw 1">/);
        assert.match((await list.textContent()) ?? '', /\(without a topic\)/);
        await assertGoodDialog(dialog);
        const buttons = await list.getByRole('button').all();
        for (const button of buttons) await button.click();
        await editor.page.waitForTimeout(100);
        assert.equal(await tray.locator('.wireband-rule-name.input-error').count(), 0);
        await assertGoodDialog(dialog);
      });
    });

    inPage('reads the list anew when asked to, and empties it', async () => {
      await inDialog('cancel', async ({ tray }) => {
        const rows = tray.locator('#wireband-unclassified-list tbody tr');
        const note = tray.locator('#wireband-unclassified-note');
        await rows.first().waitFor();
        await tray.locator('#wireband-unclassified-clear').click();
        await note.getByText('No message fell back').waitFor();
        assert.equal(await rows.count(), 0);
        await red.inject(INJECT);
        await tray.locator('#wireband-unclassified-refresh').click();
        await rows.first().waitFor();
        assert.equal(await rows.count(), hostileTopics.length);
        assert.equal((await note.textContent()) ?? '', '');
      });
    });

    inPage('says of a node that is not deployed that there is no list yet, and asks nobody', async () => {
      const id = await editor.drag('wireband-classify', 300, 400);
      const dialog = await NodeDialog.open(editor, id);
      await dialog.tray
        .locator('#wireband-unclassified-note')
        .getByText('once the node is deployed')
        .waitFor();
      await dialog.cancel();
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
