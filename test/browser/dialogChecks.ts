import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { NodeDialog } from '../harness/editor/editorDialogs';
import { illegibleTexts } from './legibility';

/** A message key that reached the screen instead of its text, such as wireband-uplink.label.name. */
const RAW_KEY = /wireband-[a-z]+\.[a-z][\w.-]*/gi;

interface PageField {
  readonly id: string;
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  closest(selector: string): { querySelector(selector: string): PageField | null } | null;
}

interface PagePart {
  readonly id: string;
  readonly textContent: string | null;
  readonly clientHeight: number;
  getBoundingClientRect(): { top: number; bottom: number; right: number };
}

interface PageRow extends PagePart {
  readonly children: Iterable<PagePart>;
}

interface PageBox {
  readonly scrollWidth: number;
  readonly clientWidth: number;
}

/** Pixels: Node-RED makes no tray narrower if the window has room for it. */
const NARROWEST_TRAY = 499;

/** What holds for every open dialog: all is labeled, translated and legible, and nothing is wider than the tray. */
export async function assertGoodDialog(dialog: NodeDialog): Promise<void> {
  const body = dialog.tray.locator('.red-ui-tray-body');
  assert.deepEqual(await rawKeys(dialog.tray), [], 'message keys without a text');
  assert.deepEqual(await unlabelledFields(body), [], 'fields without a label');
  assert.deepEqual(await illegibleTexts(body), [], 'texts with too little contrast');
  assert.deepEqual(await wideParts(body), [], 'parts wider than the tray');
  assert.deepEqual(await fallenUnits(dialog.tray), [], 'units below their field in a narrow tray');
}

/** Texts of the labels, from top to bottom. */
export async function labelTexts(dialog: NodeDialog): Promise<string[]> {
  const texts = await dialog.tray.locator('.red-ui-tray-body label').allTextContents();
  return texts.map((text) => text.trim());
}

/** Message keys shown where a text should be. */
export async function rawKeys(tray: Locator): Promise<string[]> {
  const text = (await tray.textContent()) ?? '';
  const hints = await tray
    .locator('[placeholder]')
    .evaluateAll((fields: PageField[]) => fields.map((field) => field.getAttribute('placeholder') ?? ''));
  return [text, ...hints].flatMap((part) => part.match(RAW_KEY) ?? []);
}

/** Fields that a screen reader could not name, except the invisible traps that Node-RED sets for password managers. */
function unlabelledFields(body: Locator): Promise<string[]> {
  const fields = body.locator('input:visible, select:visible, textarea:visible');
  return fields.evaluateAll((all: PageField[]) =>
    all
      .filter((field) => !field.id.startsWith('red-ui-trap-'))
      // A TypedInput stands in for the field that it hides, and which has the label.
      .map((field) => field.closest('.red-ui-typedInput-container')?.querySelector('input[id]') ?? field)
      .filter((field) => {
        const label = field.closest('form')?.querySelector(`label[for="${field.id}"]`)?.textContent ?? '';
        return `${label}${field.getAttribute('aria-label') ?? ''}`.trim() === '';
      })
      .map((field) => field.id || (field.getAttribute('class') ?? '')),
  );
}

/** Units, menus and buttons that are not beside their field once the tray is at its narrowest. */
export async function fallenUnits(tray: Locator): Promise<string[]> {
  const width = (await tray.boundingBox())?.width ?? 0;
  const setWidth = (pixels: number): Promise<void> =>
    tray.evaluate((element: { style: { width: string } }, wanted) => {
      element.style.width = `${wanted}px`;
    }, pixels);
  await setWidth(NARROWEST_TRAY);
  const fallen = await tray.locator('.wireband-amount:visible').evaluateAll((rows: PageRow[]) =>
    rows.flatMap((row) => {
      const [field, ...others] = [...row.children].filter(({ clientHeight }) => clientHeight > 0);
      const bottom = field?.getBoundingClientRect().bottom ?? 0;
      const right = row.getBoundingClientRect().right + 1;
      return others
        .map((each) => ({ each, box: each.getBoundingClientRect() }))
        .filter(({ box }) => box.top >= bottom || box.right > right)
        .map(({ each }) => `${field?.id}: ${each.textContent}`);
    }),
  );
  await setWidth(width);
  return fallen;
}

function wideParts(body: Locator): Promise<number[]> {
  return body
    .locator('form')
    .evaluateAll((boxes: PageBox[]) =>
      boxes.map((box) => box.scrollWidth - box.clientWidth).filter((excess) => excess > 0),
    );
}
