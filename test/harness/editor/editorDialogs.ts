import type { Locator } from 'playwright-core';
import { until } from '../until';
import type { Editor, NodeSummary } from './editor';

declare function getComputedStyle(element: object): { readonly right: string };

/** Milliseconds that the palette manager may take to install a package, which includes its dependencies. */
const INSTALL_TIMEOUT_MS = 180_000;

/** If no dialog opens within this many milliseconds, Node-RED did not take the clicks for a double click. */
const TRAY_TIMEOUT_MS = 15_000;

/** Installs a packed package with the upload button of the palette manager; resolves once its nodes are loaded. */
export async function uploadTarball(editor: Editor, tarball: string): Promise<void> {
  const { page } = editor;
  await editor.invoke('core:manage-palette');
  const manager = page.locator('#red-ui-settings-tab-palette');
  await manager.locator('a[href="#install"]').click();
  await manager.locator('.red-ui-palette-editor-upload-button').click();
  await manager.locator('input[name=tarball]').setInputFiles(tarball);
  const answer = editor.waitForPost('/nodes', INSTALL_TIMEOUT_MS);
  await manager.getByRole('button', { name: 'Upload', exact: true }).click();
  const response = await answer;
  if (!response.ok()) throw new Error(`the upload answered ${response.status()}: ${await response.text()}`);
  await page.locator('#red-ui-settings-tab-close, #node-dialog-ok').first().click();
  await page.locator('.red-ui-tray').waitFor({ state: 'detached' });
}

/** Imports an example of a package from the examples dialog; resolves with the nodes that it added. */
export async function importExample(editor: Editor, module: string, name: string): Promise<NodeSummary[]> {
  const before = await editor.nodes();
  await editor.invoke('core:show-examples-import-dialog');
  const examples = editor.page.locator('#red-ui-clipboard-dialog-import-tab-examples');
  const entry = (text: string): Locator =>
    examples.locator('.red-ui-treeList-label-text').getByText(text, { exact: true });
  await entry(module).click();
  const dialog = editor.page.locator('#red-ui-clipboard-dialog');
  const ok = editor.page.locator('#red-ui-clipboard-dialog-ok');
  await until('the example is chosen', async () => {
    // A click on a list that is still unfolding may be lost.
    await entry(name).click();
    return ok.isEnabled();
  });
  await ok.click();
  await dialog.waitFor({ state: 'hidden' });
  return editor.addedNodes(before);
}

/** Chooses Node-RED 5's dark theme in the user settings. */
export async function useDarkTheme(editor: Editor): Promise<void> {
  await editor.invoke('core:show-user-settings');
  await editor.page.locator('#user-settings-view-dark-theme').selectOption('dark');
  await editor.page.locator('#node-dialog-ok').click();
  await editor.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
}

/** The open edit dialog of a node or config node. */
export class NodeDialog {
  private constructor(
    private readonly editor: Editor,
    private readonly prefix: string,
    /** The whole tray, from its title to its buttons. */
    readonly tray: Locator,
  ) {}

  /** Opens the dialog of a node on the flow by a double click. */
  static async open(editor: Editor, id: string): Promise<NodeDialog> {
    await editor.reveal(id);
    const fields = editor.page.locator('.red-ui-tray').last().locator('[id^="node-input-"]').first();
    // Two clicks within one millisecond, or more than 650 ms apart as on a busy machine, are not a double click.
    await until('the dialog opens', async () => {
      if ((await fields.count()) > 0) return true;
      await editor.node(id).locator('.red-ui-flow-node').dblclick({ delay: 10 });
      return fields.waitFor({ state: 'attached', timeout: TRAY_TIMEOUT_MS }).then(
        () => true,
        () => false,
      );
    });
    return NodeDialog.opened(editor, 'node-input');
  }

  /** Opens the dialog of a new config node for a property, or of the one that the property names. */
  async openConfig(property: string, which: 'add' | 'edit'): Promise<NodeDialog> {
    await this.slidIn();
    await this.tray.locator(`#node-input-btn-${property}-${which}`).click();
    return NodeDialog.opened(this.editor, 'node-config-input');
  }

  private static async opened(editor: Editor, prefix: string): Promise<NodeDialog> {
    const tray = editor.page.locator('.red-ui-tray').last();
    await tray.locator(`[id^="${prefix}-"]`).first().waitFor({ state: 'attached' });
    // The editor prepares a dialog with credentials only once it has fetched them.
    await editor.page.waitForFunction('jQuery.active === 0');
    const dialog = new NodeDialog(editor, prefix, tray);
    await editor.page.locator(dialog.button('ok')).click({ trial: true });
    return dialog;
  }

  /** The field of a property as it is stored in the flow file. */
  field(property: string): Locator {
    return this.tray.locator(`[id="${this.prefix}-${property}"]`);
  }

  /** The field in which a user types a property: for a size or duration, the one beside its unit menu. */
  async typed(property: string): Promise<Locator> {
    const amount = this.amount(property);
    return (await amount.count()) > 0 ? amount : this.field(property);
  }

  /** The amount of a size or duration, in the unit of its menu. */
  amount(property: string): Locator {
    return this.tray.locator(`#wireband-${property}-amount`);
  }

  /** The menu of units. */
  unit(property: string): Locator {
    return this.tray.locator(`#wireband-${property}-unit`);
  }

  /** Types into a field as a user would, so that its validator runs; a size or duration in the unit that is stored. */
  async fill(property: string, value: string): Promise<void> {
    const field = await this.typed(property);
    const unit = this.unit(property);
    if ((await unit.count()) > 0 && (await unit.isEnabled())) {
      const isSize = (await unit.locator('option[value=byte]').count()) > 0;
      await unit.selectOption(isSize ? 'byte' : 'second');
    }
    await field.fill(value);
    await field.press('End');
    await this.editor.settles();
  }

  /** Unfolds all collapsible sections. */
  async unfold(): Promise<void> {
    await this.tray
      .locator('details')
      .evaluateAll((sections: { setAttribute(name: string, value: string): void }[]) => {
        for (const section of sections) section.setAttribute('open', '');
      });
  }

  async isInvalid(property: string): Promise<boolean> {
    const classes = (await this.field(property).getAttribute('class')) ?? '';
    return classes.split(/\s+/).includes('input-error');
  }

  /** Closes the dialog and keeps what was entered. */
  done(): Promise<void> {
    return this.close('ok');
  }

  /** Closes the dialog and discards what was entered. */
  cancel(): Promise<void> {
    return this.close('cancel');
  }

  private async close(button: 'ok' | 'cancel'): Promise<void> {
    await this.slidIn();
    await this.editor.page.locator(this.button(button)).click();
    await this.editor.page.locator(this.button(button)).waitFor({ state: 'detached' });
  }

  /** Waits until the dialog has slid into its place: a click on a button that moves meanwhile is lost. */
  private async slidIn(): Promise<void> {
    await until('the dialog has slid in', () =>
      this.tray.evaluate(
        (element: { getAnimations(): readonly unknown[] }) =>
          getComputedStyle(element).right === '0px' && element.getAnimations().length === 0,
      ),
    );
  }

  private button(name: 'ok' | 'cancel'): string {
    return this.prefix === 'node-input' ? `#node-dialog-${name}` : `#node-config-dialog-${name}`;
  }
}
