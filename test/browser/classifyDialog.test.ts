import assert from 'node:assert/strict';
import { boxOf } from '../harness/editor/editor';
import { useDarkTheme } from '../harness/editor/editorDialogs';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { until } from '../harness/until';
import { ClassifyPage, importText } from './ClassifyPage';
import { assertGoodDialog } from './dialogChecks';
import { testsInPage } from './pageTest';

for (const version of nodeRedVersions) {
  describe(`The classifier's dialog in ${version.name}`, () => {
    let page: ClassifyPage;

    before(async function () {
      page = await ClassifyPage.open(this, version);
    });

    after(() => page?.close());

    const inPage = testsInPage(() => page.editor);

    inPage('shows the deciding match and the other candidates, in order', async () => {
      await page.inDialog('cancel', async (dialog) => {
        await page.tryOut(dialog, 'tele/sonoff-4/SENSOR', '{"DS18B20":{"Temperature":21.4},"Humidity":40}');
        const result = dialog.tray.locator('#wireband-try-result');
        assert.match((await result.textContent()) ?? '', /^SENSOR_TEMP0xfc60.*temperature.*Tasmota/);
        const others = dialog.tray.locator('#wireband-try-details tbody tr');
        assert.match((await others.first().textContent()) ?? '', /^2SENSOR_HUMIDITY.*“Humidity”/);
        assert.match((await others.last().textContent()) ?? '', /SENSOR_POLL/);
        assert.ok((await others.count()) <= 8);
      });
    });

    inPage('says how many candidates it leaves out', async () => {
      await page.inDialog('cancel', async (dialog) => {
        const fields = Array.from({ length: 20 }, (_, index) => [`temperature_${index}`, index]);
        await page.tryOut(dialog, 'x/y', JSON.stringify(Object.fromEntries(fields)));
        assert.equal(await dialog.tray.locator('#wireband-try-details tbody tr').count(), 8);
        assert.match(
          (await dialog.tray.locator('#wireband-try-details').textContent()) ?? '',
          /and \d+ more$/,
        );
      });
    });

    inPage('keeps its layout with hostile topics and payloads', async () => {
      await page.inDialog('cancel', async (dialog) => {
        const script = '<img src=x onerror="throw 1">';
        const key = `${script}temperature${'_'.repeat(5000)}`;
        await page.tryOut(
          dialog,
          `${'a'.repeat(30_000)}/${script}\u202e`,
          JSON.stringify({ [key]: 1, humidity: 2 }),
        );
        await dialog.tray.locator('#wireband-try-result code').waitFor();
        assert.equal(await dialog.tray.locator('.wireband-try img').count(), 0);
        await assertGoodDialog(dialog);
      });
    });

    inPage('shows the readings of a payload, and the metadata left out', async () => {
      await page.inDialog('cancel', async (dialog) => {
        const { tray } = dialog;
        assert.equal(await tray.locator('#node-input-keepMeta').isVisible(), false);
        await tray.locator('#node-input-mode').selectOption('readings');
        await page.tryOut(
          dialog,
          'zigbee2mqtt/kitchen',
          '{"temperature":21.5,"humidity":40,"linkquality":120}',
        );
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
        await page.tryOut(dialog, 'kitchen/temp', '21.5');
        assert.match((await result.textContent()) ?? '', /^SENSOR_TEMP.*is passed on whole$/);
      });
    });

    inPage('keeps the choice of readings', async () => {
      await page.inDialog('done', async ({ tray }) => {
        await tray.locator('#node-input-mode').selectOption('readings');
        await tray.locator('#node-input-keepMeta').check();
      });
      await page.editor.deploy();
      const saved = await page.savedNode();
      assert.deepEqual([saved?.mode, saved?.keepMeta], ['readings', true]);
      await page.inDialog('done', async ({ tray }) => {
        assert.equal(await tray.locator('#node-input-keepMeta').isChecked(), true);
        await tray.locator('#node-input-mode').selectOption('message');
      });
      await page.editor.deploy();
      assert.equal((await page.savedNode())?.mode, 'message');
    });

    inPage(
      'starts with Try it and the unclassified topics, and folds the topic and payload properties',
      async () => {
        await page.inDialog('cancel', async (dialog) => {
          const { tray } = dialog;
          const tops = await Promise.all(
            [
              '#wireband-try-topic',
              '#wireband-unclassified-note',
              '#node-input-mode',
              '.wireband-rule-name',
            ].map(async (part) => (await boxOf(tray.locator(part).first())).y),
          );
          assert.deepEqual(
            tops,
            [...tops].sort((a, b) => a - b),
          );
          assert.equal(await tray.locator('details[open]').count(), 0);
          await tray.locator('summary').click();
          await assertGoodDialog(dialog);
          assert.match(
            (await tray.locator('#dialog-form').textContent()) ?? '',
            /A symbol says what a message is about/,
          );
        });
      },
    );

    inPage(
      'has lists that grow with their rows, and marks new rows as invalid only after leaving them',
      async () => {
        await page.inDialog('cancel', async ({ tray }) => {
          const list = tray.locator('.wireband-list-row').first();
          const before = (await boxOf(list)).height;
          await list.locator('.red-ui-editableList-addButton').click();
          const [name, symbol] = ['name', 'symbol'].map((part) =>
            list.locator(`.wireband-rule-${part}`).last(),
          );
          assert.ok(name && symbol);
          await until('the list has grown', async () => (await boxOf(list)).height > before + 20);
          const wrong = tray.locator('.wireband-rule .input-error');
          assert.equal(await wrong.count(), 0);
          await name.pressSequentially('plant/#/x');
          await page.editor.settles();
          assert.equal(await wrong.count(), 0, 'while it is typed');
          await name.press('Tab');
          await page.editor.settles();
          assert.match((await name.getAttribute('class')) ?? '', /input-error/);
          assert.doesNotMatch((await symbol.getAttribute('class')) ?? '', /input-error/, 'not yet left');
          await symbol.press('Escape');
          await symbol.press('Tab');
          await page.editor.settles();
          assert.match((await symbol.getAttribute('class')) ?? '', /input-error/);
          await name.fill('');
          await page.editor.settles();
          assert.equal(await wrong.count(), 0, 'an empty row is ignored');
        });
      },
    );

    inPage('shows under the node how many topics it does not know', async () => {
      await page.sendUnknown();
      await until('the badge', async () => /^\d+ unknown topics$/.test(await page.badge()));
    });

    inPage('is labeled, translated, legible and narrow enough with its forms open', async () => {
      await page.inDialog('cancel', async (dialog) => {
        await page.tryOut(dialog, 'zigbee2mqtt/kitchen', '{"temperature":21.5,"humidity":40,"battery":90}');
        for (const form of ['import', 'export']) {
          await dialog.tray.locator(`#wireband-${form}-open`).click();
          await assertGoodDialog(dialog);
        }
      });
    });

    if (version.version === '5.0') {
      inPage('is legible in the dark theme', async () => {
        await useDarkTheme(page.editor);
        await page.inDialog('cancel', async (dialog) => {
          await page.tryOut(dialog, 'zigbee2mqtt/kitchen', '{"temperature":21.5,"humidity":40,"battery":90}');
          await dialog.tray.locator('#wireband-import-open').click();
          await importText(dialog, 'kind', 'replace');
          await assertGoodDialog(dialog);
        });
      });
    }
  });
}
