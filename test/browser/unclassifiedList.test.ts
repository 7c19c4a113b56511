import assert from 'node:assert/strict';
import { NodeDialog } from '../harness/editor/editorDialogs';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { until } from '../harness/until';
import { ClassifyPage, hostileTopics, rulesOf } from './ClassifyPage';
import { assertGoodDialog } from './dialogChecks';
import { testsInPage } from './pageTest';

for (const version of nodeRedVersions) {
  describe(`The classifier's list of unclassified topics in ${version.name}`, () => {
    let page: ClassifyPage;

    before(async function () {
      page = await ClassifyPage.open(this, version);
    });

    after(() => page?.close());

    const inPage = testsInPage(() => page.editor);

    inPage('turns an unclassified topic into a rule with one click, which the flow follows', async () => {
      await page.sendUnknown();
      await page.inDialog('done', async (dialog) => {
        const { tray } = dialog;
        const rows = tray.locator('#wireband-unclassified-list tbody tr');
        const row = rows.filter({ hasText: 'dc1/rack4/qzx' });
        assert.match((await row.textContent()) ?? '', /^dc1\/rack4\/qzx\{"v":5\}1/);
        await row.getByRole('button').click();
        const symbol = tray.locator('.wireband-rule-symbol:focus');
        await symbol.fill('SENSOR_FAN');
        await page.editor.page.keyboard.press('Escape');
        const result = tray.locator('#wireband-try-result');
        await result.getByText('Decided by your topic “dc1/rack4/qzx”').waitFor();
        const before = (await rulesOf(dialog)).length;
        await row.getByRole('button').click();
        assert.equal((await rulesOf(dialog)).length, before, 'a second click makes no second rule');
      });
      await page.editor.deploy();
      assert.ok(
        JSON.stringify((await page.savedNode())?.topicSymbols).includes(
          '{"topic":"dc1/rack4/qzx","symbol":"SENSOR_FAN"}',
        ),
      );
      await until('the deployed button works', () =>
        page.sendUnknown().then(
          () => true,
          () => false,
        ),
      );
      await page.inDialog('cancel', async ({ tray }) => {
        const rows = tray.locator('#wireband-unclassified-list tbody tr');
        await rows.first().waitFor();
        assert.equal(await rows.filter({ hasText: 'dc1/rack4/qzx' }).count(), 0);
      });
    });

    inPage('lists hostile topics as plain text', async () => {
      await page.inDialog('cancel', async (dialog) => {
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
        await page.editor.settles();
        assert.equal(await tray.locator('.wireband-rule-name.input-error').count(), 0);
        await assertGoodDialog(dialog);
      });
    });

    inPage('reloads and clears the list on request', async () => {
      await page.inDialog('cancel', async ({ tray }) => {
        const rows = tray.locator('#wireband-unclassified-list tbody tr');
        const note = tray.locator('#wireband-unclassified-note');
        await rows.first().waitFor();
        await tray.locator('#wireband-unclassified-clear').click();
        await note.getByText('No message has fallen back').waitFor();
        assert.equal(await rows.count(), 0);
        await page.sendUnknown();
        await tray.locator('#wireband-unclassified-refresh').click();
        await rows.first().waitFor();
        assert.equal(await rows.count(), hostileTopics.length);
        assert.equal((await note.textContent()) ?? '', '');
      });
    });

    inPage('says that there is no list before the node is deployed, and sends no request', async () => {
      const id = await page.editor.drag('wireband-classify', 300, 400);
      const dialog = await NodeDialog.open(page.editor, id);
      await dialog.tray
        .locator('#wireband-unclassified-note')
        .getByText('once the node is deployed')
        .waitFor();
      await dialog.cancel();
    });
  });
}
