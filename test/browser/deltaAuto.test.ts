import assert from 'node:assert/strict';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { until } from '../harness/until';
import { AUTO, CLIMATE, choose, DeltaPage, openAllSections, result } from './DeltaPage';
import { testsInPage } from './pageTest';

for (const version of nodeRedVersions) {
  describe(`Mode auto in the delta node's dialog in ${version.name}`, () => {
    let page: DeltaPage;

    before(async function () {
      page = await DeltaPage.open(this, version);
    });

    after(() => page?.close());

    const inPage = testsInPage(() => page.editor);

    inPage('lists the limit of each series with the reason, and makes one a rule on a click', async () => {
      await page.inDialog(AUTO, 'done', async (dialog) => {
        const rows = dialog.tray.locator('#wireband-limits tbody tr');
        await until('both series are listed', async () => (await rows.count()) === 2);
        const texts = await Promise.all([0, 1].map((i) => rows.nth(i).locator('td').allTextContents()));
        assert.deepEqual(texts, [
          ['hall/climate › temperature', '0.2 °C or more', 'usual for temperature', 'make a rule'],
          ['hall/climate › humidity', '1 % RH or more', 'usual for humidity', 'make a rule'],
        ]);
        assert.equal(await dialog.field('threshold').isVisible(), false);
        await rows.first().getByRole('button').click();
        await until('a rule applies to it', async () =>
          /Rule 1 applies to this series/.test((await rows.first().textContent()) ?? ''),
        );
        assert.equal(await dialog.tray.locator('.wireband-rule-match').inputValue(), '.temperature');
      });
      await page.editor.deploy();
      const { mode, rules } = await page.saved(AUTO);
      assert.equal(mode, 'auto');
      assert.deepEqual(rules, [
        { match: '.temperature', by: 'field', mode: 'absolute', threshold: 0.2, unit: 'Cel' },
      ]);
    });

    inPage(
      'explains what happens to messages with several values in a payload, and what would help',
      async () => {
        await page.inDialog(CLIMATE, 'cancel', async (dialog) => {
          await choose(dialog, /humidity/);
          const text = async () => (await result(dialog).textContent()) ?? '';
          assert.match(await text(), /messages pass, .* a message passes when any of its 2 numbers does/);
          assert.match(await text(), /On its own, this value would pass [\d,]+ times/);
          await openAllSections(dialog);
          await dialog.field('partial').check();
          await until('parts are counted', async () => /This value is in [\d,]+ of them/.test(await text()));
        });
      },
    );
  });
}
