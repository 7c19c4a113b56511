import assert from 'node:assert/strict';
import type { NodeDialog } from '../harness/editor/editorDialogs';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { until } from '../harness/until';
import {
  CLIMATE,
  choose,
  DeltaPage,
  FRESH,
  OLD,
  openAllSections,
  result,
  SINK,
  savedBy010,
  WIRED,
} from './DeltaPage';
import { assertGoodDialog } from './dialogChecks';
import { deltaNumbers } from './dialogTable';
import { testsInPage } from './pageTest';

for (const version of nodeRedVersions) {
  describe(`The delta node's dialog in ${version.name}`, () => {
    let page: DeltaPage;

    before(async function () {
      page = await DeltaPage.open(this, version);
    });

    after(() => page?.close());

    const inPage = testsInPage(() => page.editor);

    for (const { field, good, bad } of deltaNumbers) {
      inPage(`marks ${bad} as invalid for ${field}, and accepts ${good}`, async () => {
        await page.inDialog(FRESH, 'cancel', async (dialog) => {
          await openAllSections(dialog);
          if (field === 'span') await dialog.field('mode').selectOption('span');
          await dialog.fill(field, bad);
          assert.equal(await dialog.isInvalid(field), true);
          await until('the preview asks for a valid value', async () =>
            /not valid yet/.test((await result(dialog).textContent()) ?? ''),
          );
          await dialog.fill(field, `\${${field.toUpperCase()}}`);
          assert.equal(await dialog.isInvalid(field), false);
          await dialog.fill(field, good);
          assert.equal(await dialog.isInvalid(field), false);
        });
      });
    }

    inPage('explains each mode separately, and hides settings that do not apply', async () => {
      await page.inDialog(FRESH, 'cancel', async (dialog) => {
        const notes = new Set<string>();
        for (const [mode, ...shown] of [
          ['swinging-door', 'threshold'],
          ['relative', 'threshold', 'floor'],
          ['span', 'threshold', 'span'],
          ['change'],
          ['absolute', 'threshold'],
        ] as const) {
          await dialog.field('mode').selectOption(mode);
          await page.editor.settles();
          notes.add((await dialog.tray.locator('#wireband-mode-note').textContent()) ?? '');
          const visible = [];
          for (const field of ['threshold', 'floor', 'span']) {
            if (await dialog.field(field).isVisible()) visible.push(field);
          }
          assert.deepEqual(visible, shown, mode);
        }
        assert.equal(notes.size, 5);
        for (const note of notes) assert.ok(note.length > 40, note);
      });
    });

    inPage('is labeled, translated, legible and narrow enough with all its sections open', async () => {
      await page.inDialog(CLIMATE, 'cancel', async (dialog) => {
        await openAllSections(dialog);
        await dialog.field('mode').selectOption('relative');
        await dialog.tray.getByRole('button', { name: 'More settings for this rule' }).click();
        for (const add of await dialog.tray.locator('.red-ui-editableList-addButton').all())
          await add.click();
        await choose(dialog, /temperature/);
        await assertGoodDialog(dialog);
      });
    });

    inPage('adds suggested rules, marks a rule without a match, and saves the rules', async () => {
      await page.inDialog(FRESH, 'done', async (dialog) => {
        await openAllSections(dialog);
        await dialog.tray.locator('#wireband-suggested').selectOption({ index: 2 });
        await dialog.tray.locator('.red-ui-editableList-addButton').first().click();
        const last = (property: string) => dialog.tray.locator(`.wireband-rule-${property}`).last();
        await last('threshold').fill('3');
        await last('threshold').press('End');
        await until('the rule is marked', async () =>
          /input-error/.test((await last('match').getAttribute('class')) ?? ''),
        );
        await last('by').selectOption('topic');
        await last('match').fill('hall/#/x');
        await last('match').press('End');
        await until('the invalid topic filter is marked', async () =>
          /hall\/#\/x/.test((await last('match').getAttribute('title')) ?? ''),
        );
        await last('match').fill('hall/#');
        await dialog.tray.getByRole('button', { name: 'More settings for this rule' }).last().click();
        await last('minInterval').fill('60');
        await last('sendPrevious').selectOption('true');
        await dialog.fill('ignore', 'uptime, rssi');
        await dialog.field('persist').check();
      });
      await page.editor.deploy();
      const { rules, ignore, persist } = await page.saved(FRESH);
      assert.deepEqual(rules, [
        { match: 'temperature', by: 'quantity', mode: 'absolute', threshold: 0.2, unit: 'Cel' },
        { match: 'hall/#', by: 'topic', threshold: 3, minInterval: 60, sendPrevious: true },
      ]);
      assert.deepEqual([ignore, persist], ['uptime, rssi', true]);
      await page.editor.reload();
      await page.inDialog(FRESH, 'done', async () => undefined);
      assert.equal(await page.editor.hasChanges(), false);
    });

    inPage('opens a flow of release 0.1.0 as it was, with its second output', async () => {
      await page.inDialog(OLD, 'cancel', async (dialog) => {
        await openAllSections(dialog);
        assert.equal(await dialog.tray.locator('#wireband-suppressed-output').isChecked(), true);
        assert.equal(await dialog.field('staleOutput').isChecked(), false);
        assert.equal(await dialog.tray.locator('.input-error').count(), 0);
        for (const { field, standard } of deltaNumbers)
          assert.equal(await dialog.field(field).getAttribute('placeholder'), standard, field);
      });
      assert.equal(await page.editor.hasChanges(), false);
      await page.inDialog(OLD, 'done', (dialog) => dialog.fill('threshold', '0.6'));
      await page.editor.deploy();
      const now = await page.saved(OLD);
      for (const [property, value] of Object.entries({ ...savedBy010, threshold: 0.6 }))
        assert.equal(String(now[property]), String(value), property);
      assert.deepEqual([now.wires, now.rules, now.statusFields], [[[], [SINK]], undefined, '']);
    });

    inPage('keeps wires on the right output when outputs are added or removed', async () => {
      const toggleSuppressed = async (dialog: NodeDialog) => {
        await openAllSections(dialog);
        await dialog.tray.locator('#wireband-suppressed-output').click();
      };
      await page.inDialog(WIRED, 'done', toggleSuppressed);
      await page.editor.deploy();
      assert.deepEqual(
        [(await page.saved(WIRED)).outputs, (await page.saved(WIRED)).wires],
        [3, [[], [], [SINK]]],
      );
      await page.inDialog(WIRED, 'done', toggleSuppressed);
      await page.editor.deploy();
      assert.deepEqual(
        [(await page.saved(WIRED)).outputs, (await page.saved(WIRED)).wires],
        [2, [[], [SINK]]],
      );
    });

    inPage('runs with the saved settings', async () => {
      assert.doesNotMatch(page.red.output(), /\[error\] \[wireband-/);
    });
  });
}
