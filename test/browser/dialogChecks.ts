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

interface PageBox {
  readonly scrollWidth: number;
  readonly clientWidth: number;
}

/** What holds of every open dialog: all is labelled, translated and legible, and nothing is wider than the tray. */
export async function assertGoodDialog(dialog: NodeDialog): Promise<void> {
  const body = dialog.tray.locator('.red-ui-tray-body');
  assert.deepEqual(await rawKeys(dialog.tray), [], 'message keys without a text');
  assert.deepEqual(await unlabelledFields(body), [], 'fields without a label');
  assert.deepEqual(await illegibleTexts(body), [], 'texts with too little contrast');
  assert.deepEqual(await wideParts(body), [], 'parts wider than the tray');
}

/** Texts of the labels, from top to bottom. */
export async function labelTexts(dialog: NodeDialog): Promise<string[]> {
  const texts = await dialog.tray.locator('.red-ui-tray-body label').allTextContents();
  return texts.map((text) => text.trim());
}

/** Message keys that stand where a text should. */
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
      // A TypedInput stands in for the field that it hides, and that has the label.
      .map((field) => field.closest('.red-ui-typedInput-container')?.querySelector('input[id]') ?? field)
      .filter((field) => {
        const label = field.closest('form')?.querySelector(`label[for="${field.id}"]`)?.textContent ?? '';
        return `${label}${field.getAttribute('aria-label') ?? ''}`.trim() === '';
      })
      .map((field) => field.id || (field.getAttribute('class') ?? '')),
  );
}

function wideParts(body: Locator): Promise<number[]> {
  return body
    .locator('form')
    .evaluateAll((boxes: PageBox[]) =>
      boxes.map((box) => box.scrollWidth - box.clientWidth).filter((excess) => excess > 0),
    );
}
