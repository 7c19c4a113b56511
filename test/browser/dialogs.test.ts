import assert from 'node:assert/strict';
import { Editor } from '../harness/editor/editor';
import { NodeDialog, uploadTarball, useDarkTheme } from '../harness/editor/editorDialogs';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage } from '../harness/package/packedPackage';
import { chromium, need } from '../harness/requirements';
import { until } from '../harness/until';
import { assertGoodDialog, fallenUnits, labelTexts, rawKeys } from './dialogChecks';
import { backendNode, type DialogCase, paletteNodes, paletteSearches } from './dialogTable';
import { illegibleTexts } from './legibility';
import { testsInPage } from './pageTest';

/** Closes the dialog even if its use failed, so that the next test finds the flow. */
async function useAndClose(
  dialog: NodeDialog,
  end: 'done' | 'cancel',
  use: (dialog: NodeDialog) => Promise<void>,
): Promise<void> {
  try {
    await use(dialog);
  } catch (error) {
    await dialog.cancel();
    throw error;
  }
  await dialog[end]();
}

for (const version of nodeRedVersions) {
  describe(`The editor of ${version.name}, with the package from its palette manager`, () => {
    let browser: string;
    let red: NodeRed;
    let editor: Editor;
    /** The nodes on the flow by type. */
    const placed = new Map<string, string>();

    before(async function () {
      browser = need(this, chromium);
      const installation = need(this, version);
      const { tarball } = await packThisPackage();
      red = await startNodeRed({ red: installation });
      editor = await Editor.open(browser, red.url);
      await uploadTarball(editor, tarball);
    });

    after(async () => {
      await editor?.[Symbol.asyncDispose]();
      await red?.stop();
    });

    const inPage = testsInPage(() => editor);

    function idOf(type: string): string {
      const id = placed.get(type);
      assert.ok(id, `${type} is not on the flow`);
      return id;
    }

    /** Opens the dialog of one case, uses it, and closes whatever of it is still open. */
    async function inDialog(
      { type }: DialogCase,
      end: 'done' | 'cancel',
      use: (dialog: NodeDialog) => Promise<void>,
    ): Promise<void> {
      if (type !== backendNode.type) {
        await useAndClose(await NodeDialog.open(editor, idOf(type)), end, use);
        return;
      }
      await useAndClose(await NodeDialog.open(editor, idOf('wireband-uplink')), end, async (uplink) => {
        const isNew = !(await editor.nodes()).some((node) => node.type === type);
        await useAndClose(await uplink.openConfig('backend', isNew ? 'add' : 'edit'), end, use);
      });
    }

    const cases = [...paletteNodes, backendNode];

    inPage('shows the nodes under the name Wire.Band', async () => {
      const category = editor.page.locator('.red-ui-palette-category', {
        has: editor.paletteEntry('wireband-uplink'),
      });
      assert.equal(await category.locator('.red-ui-palette-header').textContent(), 'Wire.Band');
      for (const { type } of paletteNodes) {
        // The editor loads one node after the other.
        await editor.paletteEntry(type).first().waitFor({ state: 'attached' });
        assert.equal(await editor.paletteEntry(type).count(), 1, type);
      }
    });

    for (const [words, type] of paletteSearches) {
      inPage(`is found in the palette by “${words}”`, async () => {
        const field = editor.page.locator('#red-ui-palette-search input');
        await field.fill(words);
        // The palette reacts to keys.
        await field.press('End');
        await until(`${words} finds ${type}`, async () => {
          const isShown = await editor.paletteEntry(type).isVisible();
          return isShown && (await isFiltered());
        });
        await field.fill('');
        await field.press('End');
        await until('everything is shown again', async () => !(await isFiltered()));
      });
    }

    /** Whether the palette hides what does not fit. */
    async function isFiltered(): Promise<boolean> {
      return (await editor.page.locator(".red-ui-palette-node[data-filter='true']").count()) > 0;
    }

    paletteNodes.forEach(({ type }, index) => {
      inPage(`lets ${type} be dragged onto the flow`, async () => {
        placed.set(type, await editor.drag(type, 200, 60 + index * 80));
      });
    });

    for (const each of cases) {
      inPage(`has help for ${each.type}`, async () => {
        assert.match(await editor.help(each.type), /<p>[^<]{20,}/);
      });

      inPage(
        `shows a dialog for ${each.type} that is labeled, translated, legible and narrow enough`,
        async () => {
          await inDialog(each, 'cancel', assertGoodDialog);
        },
      );

      inPage(`marks an invalid value in the dialog of ${each.type}, and keeps a valid one`, async () => {
        await inDialog(each, 'done', async (dialog) => {
          if (each.choose) await dialog.field(each.choose[0]).selectOption(each.choose[1]);
          assert.equal(await dialog.isInvalid(each.field), false);
          await dialog.fill(each.field, each.bad);
          assert.equal(await dialog.isInvalid(each.field), true);
          await dialog.fill(each.field, each.good);
          assert.equal(await dialog.isInvalid(each.field), false);
          await dialog.fill('name', `my ${each.type}`);
        });
        await inDialog(each, 'cancel', async (dialog) => {
          assert.equal(await dialog.field(each.field).inputValue(), each.good);
          assert.equal(await dialog.field('name').inputValue(), `my ${each.type}`);
        });
      });
    }

    inPage('shows the effect of a rule on a message at once in the classify dialog', async () => {
      const classify = cases[0];
      assert.ok(classify);
      await inDialog(classify, 'done', async ({ tray }) => {
        const result = tray.locator('#wireband-try-result');
        await tray.locator('#wireband-try-topic').fill('hall/line2/temp');
        await tray.locator('#wireband-try-payload').fill('21.4');
        await result.getByText('SENSOR_TEMP').waitFor();
        assert.match((await result.textContent()) ?? '', /0xfc60/);
        await tray.locator('.red-ui-editableList-addButton').first().click();
        await tray.locator('.wireband-rule-name').first().fill('hall/+/temp');
        await tray.locator('.wireband-rule-symbol').first().fill('SENSOR_FAN');
        await result.getByText('SENSOR_FAN').waitFor();
        assert.match((await result.textContent()) ?? '', /0xfc63/);
      });
    });

    inPage('gives wireband-mqtt-in a broker and a topic', async () => {
      await useAndClose(await NodeDialog.open(editor, idOf('wireband-mqtt-in')), 'done', async (dialog) => {
        assert.equal(await dialog.isInvalid('topic'), true);
        await dialog.fill('topic', 'hall/#');
        assert.equal(await dialog.isInvalid('topic'), false);
        await useAndClose(await dialog.openConfig('broker', 'add'), 'done', async (config) => {
          await config.fill('broker', '127.0.0.1');
        });
      });
    });

    inPage('deploys without an error, and shows the saved values after a page reload', async () => {
      await editor.deploy();
      await editor.reload();
      for (const each of cases) {
        await inDialog(each, 'cancel', async (dialog) => {
          assert.equal(await dialog.field(each.field).inputValue(), each.good, each.type);
        });
      }
      await inDialog(cases[0] ?? backendNode, 'cancel', async ({ tray }) => {
        assert.equal(await tray.locator('.wireband-rule-name').first().inputValue(), 'hall/+/temp');
        assert.equal(await tray.locator('.wireband-rule-symbol').first().inputValue(), 'SENSOR_FAN');
      });
    });

    inPage('has nothing to deploy after dialogs were opened and closed with Done', async () => {
      for (const each of cases) await inDialog(each, 'done', async () => undefined);
      assert.equal(await editor.hasChanges(), false);
    });

    inPage('speaks German to a German browser', async () => {
      await using german = await Editor.open(browser, red.url, { locale: 'de-DE' });
      for (const { type } of paletteNodes) {
        const ours = await NodeDialog.open(editor, idOf(type));
        const theirs = await NodeDialog.open(german, idOf(type));
        assert.deepEqual(await rawKeys(theirs.tray), [], type);
        assert.deepEqual(await fallenUnits(theirs.tray), [], type);
        assert.notDeepEqual(await labelTexts(theirs), await labelTexts(ours), type);
        await ours.cancel();
        await theirs.cancel();
      }
      assert.deepEqual(german.takeProblems(), []);
    });

    if (version.version === '5.0') {
      inPage('keeps every dialog legible in the dark theme', async () => {
        await useDarkTheme(editor);
        assert.equal(await editor.isDark(), true);
        for (const each of cases) {
          await inDialog(each, 'cancel', async ({ tray }) => {
            assert.deepEqual(await illegibleTexts(tray.locator('.red-ui-tray-body')), [], each.type);
          });
        }
      });
    }
  });
}
