import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { until } from '../harness/until';
import { ClassifyPage, importText, keywordSymbols, rulesOf, topicSymbols } from './ClassifyPage';
import { assertGoodDialog } from './dialogChecks';
import { testsInPage } from './pageTest';

for (const version of nodeRedVersions) {
  describe(`The classifier's rule table in ${version.name}`, () => {
    let page: ClassifyPage;

    before(async function () {
      page = await ClassifyPage.open(this, version);
    });

    after(() => page?.close());

    const inPage = testsInPage(() => page.editor);

    const savedRules = [
      ['plant/+/boiler', 'SENSOR_TEMP'],
      ['say "hello", world; all', '0xfc67'],
      ['shake', 'SENSOR_VIBRATION'],
    ];

    inPage('exports its rules as CSV and JSON, and imports both unchanged', async () => {
      await page.inDialog('cancel', async (dialog) => {
        const { tray } = dialog;
        for (const format of ['csv', 'json']) {
          await tray.locator('#wireband-export-open').click();
          await tray.locator('#wireband-export-format').selectOption(format);
          const table = await tray.locator('#wireband-export-text').inputValue();
          const [download] = await Promise.all([
            page.editor.page.waitForEvent('download'),
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
          const text = tray.locator('#wireband-import-text');
          await until('the file is read', async () => (await text.inputValue()) === table);
          await tray.locator('#wireband-import-take').click();
          assert.deepEqual(await rulesOf(dialog), savedRules);
          assert.equal(await tray.locator('.input-error').count(), 0);
        }
      });
    });

    inPage('adds imported rules to its own, but none twice, and tries them out at once', async () => {
      await page.inDialog('done', async (dialog) => {
        const { tray } = dialog;
        await page.tryOut(dialog, 'press/rumble', '1');
        await tray.locator('#wireband-import-open').click();
        const table = 'kind;match;symbol\nkeyword;shake;SENSOR_VIBRATION\nkeyword; rumble;SENSOR_ALERT\n';
        await importText(dialog, table, 'append');
        await tray.locator('#wireband-table-status').getByText('Rules imported: 2').waitFor();
        assert.deepEqual(await rulesOf(dialog), [...savedRules, ['rumble', 'SENSOR_ALERT']]);
        await tray.locator('#wireband-try-result').getByText('SENSOR_ALERT').waitFor();
      });
      await page.editor.deploy();
      const saved = await page.savedNode();
      assert.deepEqual(saved?.topicSymbols, topicSymbols);
      const added = { keyword: 'rumble', symbol: 'SENSOR_ALERT' };
      assert.deepEqual(saved?.keywordSymbols, [...keywordSymbols, added]);
    });

    inPage('rejects an invalid table as a whole, and names the line', async () => {
      await page.inDialog('cancel', async (dialog) => {
        const before = await rulesOf(dialog);
        const { tray } = dialog;
        await tray.locator('#wireband-import-open').click();
        const faults = tray.locator('#wireband-import-faults');
        for (const [table, expected] of [
          ['', /^Line 1: no table found/],
          ['kind,match,symbol\ntopic,a,SENSOR_TEMP\ntopic,"b', /^Line 3: mismatched quotes/],
          [
            'kind,match,symbol\ntopic,a,SENSOR_TEMP\ntopic,b/#/c,SENSOR_TEMP',
            /^Line 3: not a valid MQTT topic/,
          ],
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
  });
}
