import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { Editor } from '../harness/editor/editor';
import { NodeDialog, useDarkTheme } from '../harness/editor/editorDialogs';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { chromium, need } from '../harness/requirements';
import { backendNode, paletteNodes } from './dialogTable';
import { testsInPage } from './pageTest';
import { seriousFaults } from './seriousFaults';

const TAB = 'f000000000000001';
const BACKEND = 'f000000000000002';
const BROKER = 'f000000000000003';

/** Node types with one output fewer than the others. */
const ONE_OUTPUT = ['wireband-classify', 'wireband-delta', 'wireband-mqtt-in'];

/** Each node of the palette, with a row in its list. */
const flows: readonly FlowNode[] = [
  { id: TAB, type: 'tab', label: 'All' },
  { id: BACKEND, type: 'wireband-backend', url: 'http://127.0.0.1:9', deviceId: 'edge-node' },
  { id: BROKER, type: 'mqtt-broker', broker: '127.0.0.1', port: '9', autoConnect: false },
  ...paletteNodes.map(({ type }, i) => ({
    ...{ id: type, type, z: TAB, x: 300, y: 60 + 80 * i },
    wires: ONE_OUTPUT.includes(type) ? [[]] : [[], []],
    ...{ backend: BACKEND, broker: BROKER, topic: 'plant/#' },
    topicSymbols: [{ topic: 'hall/+/temp', symbol: 'SENSOR_TEMP' }],
  })),
];

/** The small part of an element that is read inside the page. */
interface PageElement {
  readonly id: string;
  readonly outerHTML: string;
  readonly type?: string;
  readonly checked?: boolean;
  checkVisibility(options: { visibilityProperty: boolean }): boolean;
  setAttribute(name: string, value: string): void;
  closest(selector: string): PageElement | null;
  matches(selector: string): boolean;
}

declare const document: { readonly activeElement: PageElement | null };

/** Marks what has had the keyboard focus. */
const REACHED = 'data-test-reached';

/** What can be used by mouse: of radio buttons, which the arrow keys step through, only the one that is chosen. */
const CONTROLS = 'button, select, input, textarea, summary, a, [role="button"], [role="tab"]';

/** Controls of a dialog that Tab never reached. @param reached what had the focus, for those that are made anew. */
async function unreached(body: Locator, reached: ReadonlySet<string>): Promise<string[]> {
  const found = await body.locator(CONTROLS).evaluateAll(
    (all: PageElement[], mark) =>
      all
        .filter((control) => control.checkVisibility({ visibilityProperty: true }))
        .filter((control) => !control.matches(':disabled, .disabled, [id^="red-ui-trap-"]'))
        .filter((control) => control.type !== 'radio' || control.checked === true)
        // Part of a control that was itself reached.
        .filter((control) => control.closest(`[${mark}]`) === null)
        .map((control) => control.outerHTML.slice(0, 160)),
    REACHED,
  );
  return found.filter((control) => !reached.has(control));
}

/** Presses Tab from the start of a dialog until the focus has left it; marks and records what has had it. */
async function tabThrough({ page }: Editor, body: Locator, reached: Set<string>): Promise<void> {
  const most = 2 * (await body.locator(CONTROLS).count()) + 20;
  // Back from the buttons at the top of the tray until the focus is before the form, then forward again.
  await page.locator('#node-dialog-ok, #node-config-dialog-ok').last().focus();
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab');
    const inside = await page.evaluate((mark) => {
      const focused = document.activeElement;
      const html = focused?.outerHTML.slice(0, 160);
      focused?.setAttribute(mark, '');
      return focused?.closest('.red-ui-tray') ? html : undefined;
    }, REACHED);
    if (inside === undefined) return;
    reached.add(inside);
  }
}

async function unfoldAll({ tray }: NodeDialog): Promise<void> {
  await tray.locator('details').evaluateAll((sections: PageElement[]) => {
    for (const section of sections) section.setAttribute('open', '');
  });
}

for (const version of nodeRedVersions) {
  describe(`The accessibility of the dialogs in ${version.name}`, () => {
    let red: NodeRed;
    let editor: Editor;

    before(async function () {
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

    /** Opens the dialog of a type and unfolds everything in it; after its use closes what is open. */
    async function inDialog(type: string, use: (dialog: NodeDialog) => Promise<void>): Promise<void> {
      const outer = await NodeDialog.open(editor, type === backendNode.type ? 'wireband-uplink' : type);
      const dialogs = [outer];
      try {
        if (type === backendNode.type) dialogs.push(await outer.openConfig('backend', 'edit'));
        const dialog = dialogs.at(-1) ?? outer;
        await unfoldAll(dialog);
        await editor.settles();
        await use(dialog);
      } finally {
        for (const dialog of dialogs.reverse()) await dialog.cancel();
      }
    }

    const bodyOf = ({ tray }: NodeDialog): Locator => tray.locator('.red-ui-tray-body');

    /** Only the topmost dialog is checked. */
    const TOP = '.red-ui-tray:last-child .red-ui-tray-body form';

    for (const { type } of [...paletteNodes, backendNode]) {
      inPage(`axe-core finds no serious fault in the dialog of ${type}`, async () => {
        await inDialog(type, async () => {
          assert.deepEqual(await seriousFaults(editor.page, TOP), []);
        });
      });

      inPage(`the keyboard alone reaches everything in the dialog of ${type}`, async () => {
        await inDialog(type, async (dialog) => {
          // If a table is rebuilt meanwhile, goes through it once more.
          const reached = new Set<string>();
          for (let rounds = 0; rounds < 3; rounds++) {
            await tabThrough(editor, dialog.tray, reached);
            if ((await unreached(bodyOf(dialog), reached)).length === 0) break;
          }
          assert.deepEqual(await unreached(bodyOf(dialog), reached), []);
        });
      });
    }

    if (version.version === '5.0') {
      inPage('axe-core finds no serious fault in the dark theme either', async () => {
        await useDarkTheme(editor);
        for (const { type } of [...paletteNodes, backendNode]) {
          await inDialog(type, async () => {
            assert.deepEqual(await seriousFaults(editor.page, TOP), [], type);
          });
        }
      });
    }
  });
}
