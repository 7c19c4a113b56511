import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { until } from '../harness/until';
import { rawKeys } from './dialogChecks';
import { MonitorPage, TAB } from './MonitorPage';
import { testsInPage } from './pageTest';

/** The uplink whose backend is not there, and the button in front of it. */
const FULL = 'u2';
const BUTTON = 'send2';

for (const version of nodeRedVersions) {
  describe(`An uplink deleted in the editor of ${version.name}`, () => {
    let page: MonitorPage;

    before(async function () {
      page = await MonitorPage.open(this, version);
    });

    after(() => page?.close());

    const inPage = testsInPage(() => page.editor);

    const question = (): Locator => page.editor.page.locator('.red-ui-notification:visible');

    async function isOnFlow(id: string): Promise<boolean> {
      return (await page.editor.nodes()).some((node) => node.id === id);
    }

    async function waiting(): Promise<number> {
      const response = await fetch(`${page.red.url}/wireband/uplinks`);
      const uplinks: { id: string; waiting: number }[] = Object(await response.json()).uplinks;
      return uplinks.find(({ id }) => id === FULL)?.waiting ?? 0;
    }

    async function select(id: string): Promise<void> {
      await page.editor.reveal(id);
      await page.editor.node(id).locator('.red-ui-flow-node').click();
    }

    async function press(name: string): Promise<void> {
      await question().getByRole('button', { name, exact: true }).click();
      await question().waitFor({ state: 'detached' });
    }

    inPage('is deleted without a question if no events are waiting', async () => {
      const asked = page.editor.page.waitForResponse((response) =>
        response.url().includes('/wireband/uplinks'),
      );
      await select(FULL);
      await page.editor.page.keyboard.press('Delete');
      await asked;
      await page.editor.settles();
      assert.equal(await question().count(), 0);
      await page.editor.invoke('core:undo');
      assert.equal(await isOnFlow(FULL), true);
    });

    inPage(
      'prompts a question on the Delete key while events are waiting, and comes back with its wires',
      async () => {
        const wires = page.editor.page.locator('.red-ui-flow-link-line');
        await page.editor.inject(BUTTON);
        await until('an event waits', async () => (await waiting()) === 1);
        // The editor cannot show a log line of a node that it has deleted, but the runtime has not.
        await page.red.waitForOutput(/Cellar\] Offline/);
        await question().waitFor({ state: 'detached' });
        const before = await wires.count();
        await select(FULL);
        await page.editor.page.keyboard.press('Delete');
        await question().getByText('The uplink “Cellar” still holds undelivered events: 1.').waitFor();
        assert.deepEqual(await rawKeys(question()), []);
        const undo = question().getByRole('button', { name: 'Undo the deletion', exact: true });
        assert.equal(await undo.evaluate((button) => button.matches(':focus')), true);
        assert.equal(await isOnFlow(FULL), false);
        await page.editor.page.keyboard.press('Enter');
        await question().waitFor({ state: 'detached' });
        assert.equal(await isOnFlow(FULL), true);
        // The flow is redrawn a moment later.
        await until('the wires are back', async () => (await wires.count()) === before);
        assert.equal(await page.editor.hasChanges(), false);
      },
    );

    inPage('prompts a question from the menu, and with its tab', async () => {
      await select(FULL);
      await page.editor.invoke('core:delete-selection');
      await press('Undo the deletion');
      // The last tab cannot be deleted.
      await page.editor.invoke('core:add-flow');
      await page.editor.showTab(TAB);
      await page.editor.invoke('core:remove-flow');
      await question().getByText('The uplink “Cellar” still holds undelivered events: 1.').waitFor();
      await press('Undo the deletion');
      assert.equal(await isOnFlow(FULL), true);
    });

    inPage('leaves its events for adoption if the user confirms', async () => {
      await select(FULL);
      await page.editor.page.keyboard.press('Delete');
      await press('Delete anyway');
      assert.equal(await isOnFlow(FULL), false);
      await page.editor.deploy();
      // Node-RED's debug panel fails at the log line about what was left: it looks for the node, which is gone.
      await page.red.waitForOutput(/Deleted or disabled with 1 undelivered/);
      await page.show();
      await page.tab.getByRole('tab', { name: 'Spools' }).click();
      await page.tab.getByText('Cellar').first().waitFor();
      for (const problem of page.editor.takeProblems()) assert.match(problem, /getNodeLabel|RED\.comms/);
    });
  });
}
