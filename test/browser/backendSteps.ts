import type { FormatName } from '../../src/frame';
import type { Editor } from '../harness/editor/editor';
import { NodeDialog } from '../harness/editor/editorDialogs';
import { until } from '../harness/until';

/** Opens the dialog of an uplink's backend, uses it, and closes both, also when the use failed. */
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

/** Waits until the sample and its notes match; gives their text. */
export async function waitForSample(dialog: NodeDialog, pattern: RegExp): Promise<string> {
  let shown = '';
  return until(
    () => `${JSON.stringify(shown)} matches ${pattern}`,
    async () => {
      shown = (await dialog.tray.locator('#wireband-sample').innerText()) ?? '';
      return pattern.test(shown) ? shown : undefined;
    },
  );
}

export async function openSections({ tray }: NodeDialog): Promise<void> {
  await tray
    .locator('details')
    .evaluateAll((sections: { setAttribute(name: string, value: string): void }[]) => {
      for (const section of sections) section.setAttribute('open', '');
    });
}

/** Chooses a format, and waits until the dialog tells what it is for. */
export async function choose(dialog: NodeDialog, format: FormatName): Promise<void> {
  await dialog.field('format').selectOption(format);
  await dialog.tray.locator('#wireband-format-note').getByText(/./).waitFor();
}
