import type { Locator } from 'playwright-core';
import type { SystemName } from '../../nodes/editor/backend/systems';
import type { FormatName } from '../../src/frame';
import type { Editor } from '../harness/editor/editor';
import { NodeDialog } from '../harness/editor/editorDialogs';
import { until } from '../harness/until';

/** Opens the dialog of an uplink's backend, uses it, and closes both, even if the use failed. */
export async function inBackendDialog(
  editor: Editor,
  uplink: string,
  end: 'done' | 'cancel',
  use: (dialog: NodeDialog) => Promise<void>,
): Promise<void> {
  const outer = await NodeDialog.open(editor, uplink);
  try {
    const dialog = await outer.openConfig('backend', 'edit');
    try {
      await use(dialog);
    } catch (error) {
      await dialog.cancel();
      throw error;
    }
    await dialog[end]();
  } catch (error) {
    await outer.cancel();
    throw error;
  }
  await outer[end]();
}

/** The requests of the sample. */
export const requests = ({ tray }: NodeDialog) => tray.locator('pre.wireband-sample');

/** Waits until the sample and its notes match; returns their text. Unfolds the sample to show it. */
export async function waitForSample(dialog: NodeDialog, pattern: RegExp): Promise<string> {
  await open(dialog.tray.locator('#wireband-sample-section'));
  let shown = '';
  return until(
    () => `${JSON.stringify(shown)} matches ${pattern}`,
    async () => {
      shown = (await dialog.tray.locator('#wireband-sample').innerText()) ?? '';
      return pattern.test(shown) ? shown : undefined;
    },
  );
}

export function openSections({ tray }: NodeDialog): Promise<void> {
  return open(tray.locator('details'));
}

function open(sections: Locator): Promise<void> {
  return sections.evaluateAll((all: { setAttribute(name: string, value: string): void }[]) => {
    for (const section of all) section.setAttribute('open', '');
  });
}

/** The unfolded sections, except for the sample. */
export const unfolded = ({ tray }: NodeDialog) => tray.locator('details[open]:not(#wireband-sample-section)');

/** Chooses what to send to, and waits until its fields are there. */
export async function sendTo(dialog: NodeDialog, system: SystemName): Promise<void> {
  await dialog.tray.locator('#wireband-system').selectOption(system);
  await dialog.tray.locator('#wireband-system-note').getByText(/./).waitFor();
}

/** The field of a system, by its label there. */
export const systemField = ({ tray }: NodeDialog, label: string): Locator =>
  tray.locator('#wireband-system-fields').getByLabel(label, { exact: true });

/** Chooses a format, and waits until the dialog tells what it is for. */
export async function choose(dialog: NodeDialog, format: FormatName): Promise<void> {
  await openSections(dialog);
  await dialog.field('format').selectOption(format);
  await dialog.tray.locator('#wireband-format-note').getByText(/./).waitFor();
}
