import assert from 'node:assert/strict';
import type { NodeDialog } from '../harness/editor/editorDialogs';
import { useDarkTheme } from '../harness/editor/editorDialogs';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { until } from '../harness/until';
import {
  CLIMATE,
  CROWDED,
  choose,
  DeltaPage,
  FRESH,
  figures,
  openAllSections,
  otherFigures,
  READINGS,
  result,
  seriesField,
} from './DeltaPage';
import { assertGoodDialog } from './dialogChecks';
import { deltaNumbers } from './dialogTable';
import { testsInPage } from './pageTest';

declare const document: { readonly activeElement: { readonly id: string } | null };
declare const getComputedStyle: (element: object) => { readonly stroke: string };

/** What is offered when one series is found: that one and the made-up signal. */
const FOUND = 'cellar/boiler (1),sample room temperature';

/** The rows of the table of thresholds, as text. */
async function tableRows({ tray }: NodeDialog): Promise<string[][]> {
  const rows = await tray.locator('.wireband-neighbours tbody tr').all();
  return Promise.all(rows.map((row) => row.locator('td').allTextContents()));
}

for (const version of nodeRedVersions) {
  describe(`The preview of the delta node in ${version.name}`, () => {
    let page: DeltaPage;

    before(async function () {
      page = await DeltaPage.open(this, version);
    });

    after(() => page?.close());

    const inPage = testsInPage(() => page.editor);

    inPage('offers the received series, and shows 10,000 readings of the chosen one', async () => {
      await page.inDialog(CLIMATE, 'cancel', async (dialog) => {
        const { passed, of, error } = await choose(dialog, /temperature/);
        assert.equal(of, READINGS);
        assert.ok(passed > 20 && passed < READINGS / 10, `${passed} pass`);
        assert.ok(error > 0 && error <= 0.2, `off by ${error}`);
        const plot = dialog.tray.locator('svg.wireband-plot');
        assert.equal(await plot.getAttribute('role'), 'img');
        assert.match(
          (await plot.getAttribute('aria-label')) ?? '',
          /hall\/climate › temperature\. .* pass, /,
        );
        const length = (path: string) =>
          plot.locator(path).evaluate((drawn: { getAttribute(name: string): string | null }) => {
            return (drawn.getAttribute('d') ?? '').length;
          });
        const signal = await length('.wireband-plot-signal');
        assert.ok(
          signal > 1000 && signal < 40_000,
          `a path of ${signal} characters, not one of every reading`,
        );
        assert.ok((await length('.wireband-plot-points')) > 100);
      });
    });

    inPage('follows the threshold as it is typed, before anything is saved', async () => {
      await page.inDialog(CLIMATE, 'cancel', async (dialog) => {
        const before = await choose(dialog, /temperature/);
        await dialog.fill('threshold', '0.6');
        const wider = await otherFigures(dialog, before);
        assert.ok(wider.passed < before.passed && wider.error <= 0.6);
        await dialog.fill('threshold', '0.05');
        const narrower = await otherFigures(dialog, wider);
        assert.ok(narrower.passed > before.passed && narrower.error <= 0.05);
        await dialog.fill('threshold', 'a little');
        await until('the preview says that the value is not valid', async () =>
          /not valid yet/.test((await result(dialog).textContent()) ?? ''),
        );
        await dialog.fill('threshold', `\${THRESHOLD}`);
        await until('the preview says that the value is unknown', async () =>
          /comes from the environment/.test((await result(dialog).textContent()) ?? ''),
        );
      });
      assert.equal(await page.editor.hasChanges(), false);
    });

    inPage('shows the effect of half and double the threshold, and applies one by keyboard', async () => {
      await page.inDialog(CLIMATE, 'cancel', async (dialog) => {
        const before = await choose(dialog, /temperature/);
        const rows = await tableRows(dialog);
        assert.deepEqual(
          rows.map(([threshold]) => threshold),
          ['0.05', '0.1', '0.2', '0.4', '0.8'],
        );
        const passed = rows.map(([, count = '']) => Number(count.replace(/,/g, '')));
        assert.equal(passed[2], before.passed);
        assert.deepEqual(
          passed,
          [...passed].sort((a, b) => b - a),
        );
        await dialog.tray.getByRole('button', { name: 'use the threshold 0.4' }).press('Enter');
        const after = await otherFigures(dialog, before);
        assert.equal(after.passed, passed[3]);
        assert.equal(await dialog.field('threshold').inputValue(), '0.4');
        assert.equal(
          await page.editor.page.evaluate(() => document.activeElement?.id),
          'node-input-threshold',
        );
      });
    });

    inPage(
      'shows a series as its rule decides, and copies a threshold from the table into that rule',
      async () => {
        await page.inDialog(CLIMATE, 'cancel', async (dialog) => {
          const before = await choose(dialog, /humidity/);
          assert.match((await result(dialog).textContent()) ?? '', /Rule 1 applies to this series/);
          await dialog.tray.getByRole('button', { name: 'use the threshold 4', exact: true }).click();
          await otherFigures(dialog, before);
          assert.equal(await dialog.tray.locator('.wireband-rule-threshold').inputValue(), '4');
          assert.equal(await dialog.field('threshold').inputValue(), '0.2');
          await dialog.tray.locator('.red-ui-editableList-item-remove').first().click();
          await until(
            'the node itself decides',
            async () => !/Rule 1/.test((await result(dialog).textContent()) ?? ''),
          );
        });
      },
    );

    inPage('draws lines if the mode promises them', async () => {
      await page.inDialog(CLIMATE, 'cancel', async (dialog) => {
        const before = await choose(dialog, /temperature/);
        await dialog.field('mode').selectOption('swinging-door');
        const lines = await otherFigures(dialog, before);
        assert.ok(lines.error <= 0.2, `off by ${lines.error}`);
        const legend = dialog.tray.locator('#wireband-preview-rebuilt');
        assert.match((await legend.textContent()) ?? '', /draws lines/);
        await dialog.field('mode').selectOption('change');
        await otherFigures(dialog, lines);
        assert.equal(await dialog.tray.locator('.wireband-neighbours').count(), 0);
      });
    });

    inPage('is redrawn when the tray changes its width', async () => {
      await page.inDialog(CLIMATE, 'cancel', async (dialog) => {
        await choose(dialog, /temperature/);
        const plot = dialog.tray.locator('svg.wireband-plot');
        const before = Number(await plot.getAttribute('width'));
        const handle = dialog.tray.locator('.red-ui-tray-resize-handle');
        const box = await handle.boundingBox();
        assert.ok(box);
        await page.editor.page.mouse.move(box.x + box.width / 2, box.y + 200);
        await page.editor.page.mouse.down();
        await page.editor.page.mouse.move(box.x - 250, box.y + 200, { steps: 5 });
        await page.editor.page.mouse.up();
        await until(
          'the curve is wider',
          async () => Number(await plot.getAttribute('width')) > before + 100,
        );
      });
    });

    inPage('shows a made-up signal for a node without readings, and says so', async () => {
      await page.inDialog(FRESH, 'cancel', async (dialog) => {
        const shown = await until('the preview has figures', () => figures(dialog));
        assert.ok(shown.of > 500 && shown.passed < shown.of);
        assert.match(
          (await dialog.tray.locator('#wireband-preview-note').textContent()) ?? '',
          /No readings yet/,
        );
        assert.deepEqual(await seriesField(dialog).locator('option').allTextContents(), [
          'sample room temperature',
        ]);
      });
    });

    inPage('sends no request about a node that is not deployed', async () => {
      const added = await page.editor.drag('wireband-delta', 500, 480);
      await page.inDialog(added, 'cancel', async (dialog) => {
        await until('the preview has figures', () => figures(dialog));
        assert.match(
          (await dialog.tray.locator('#wireband-preview-note').textContent()) ?? '',
          /once the node is deployed/,
        );
        for (const { field, standard } of deltaNumbers)
          assert.equal(await dialog.field(field).inputValue(), standard, field);
        assert.equal(await dialog.field('mode').inputValue(), 'auto');
      });
      await page.editor.page.keyboard.press('Delete');
    });

    inPage('finds a series that is not among those kept, once it is searched for', async () => {
      await page.sendMany();
      await page.inDialog(CROWDED, 'cancel', async (dialog) => {
        const { tray } = dialog;
        const note = tray.locator('#wireband-preview-note');
        const options = () => seriesField(dialog).locator('option').allTextContents();
        await note.getByText('keeps only these series').waitFor();
        assert.ok(!(await options()).some((option) => option.includes('boiler')));
        await tray.locator('#wireband-preview-search').fill('boiler');
        await note.getByText('No series kept so far has this name').waitFor();
        assert.ok((await options()).length > 50, 'the offered series stay');
        await page.sendMany();
        await until('the series is found without a click', async () => (await options()).join() === FOUND);
        assert.equal(await note.textContent(), '');
        await tray.locator('#wireband-preview-search').fill('hall/5');
        await until('others are found', async () =>
          (await options()).some((option) => /hall.5/.test(option)),
        );
      });
    });

    if (version.version === '5.0') {
      inPage('is legible in the dark theme, and so is the curve', async () => {
        await useDarkTheme(page.editor);
        await page.inDialog(CLIMATE, 'cancel', async (dialog) => {
          await openAllSections(dialog);
          await choose(dialog, /temperature/);
          await assertGoodDialog(dialog);
          // While the plot is redrawn, its old parts have no style.
          const strokes = await until('the three parts of the plot have colors of their own', async () => {
            const found = await dialog.tray
              .locator('svg.wireband-plot path:not(.wireband-plot-grid)')
              .evaluateAll((parts: object[]) => parts.map((part) => getComputedStyle(part).stroke));
            return new Set(found).size === 3 && found;
          });
          for (const stroke of strokes) {
            const [red = 0, green = 0, blue = 0] = (stroke.match(/[\d.]+/g) ?? []).map(Number);
            assert.ok(red + green + blue > 250, `${stroke} on black`);
          }
        });
      });
    }
  });
}
