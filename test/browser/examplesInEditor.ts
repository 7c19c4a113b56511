import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { boxOf, Editor, type NodeSummary } from '../harness/editor/editor';
import { importExample, NodeDialog } from '../harness/editor/editorDialogs';
import { NUMBERED } from '../harness/examples/exampleFlows';
import { fleetVariables } from '../harness/examples/fleetVariables';
import { editorLogin, guardedSettings, NODES_ROOT, nodesLogin } from '../harness/nodeRed/guardedSettings';
import type { nodeRedVersions } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { chromium, need } from '../harness/requirements';
import { testsInPage } from './pageTest';

const MODULE = '@wireband/node-red-edge';
const FOLDER = join(repository, 'examples');

/** A port of this machine with no broker and no backend: discard, RFC 863. */
const NOBODY_LISTENS = 9;

/** Their debug nodes are silent while all is well; test/system/examples.test.ts makes an outage. */
const SPEAKS_OF_OUTAGES = ['09 - Statistics and alerts', '20 - Live dashboard'];

/** What an example's backend rejects, and what a buffer that is small on purpose drops; it may come a little later. */
const MEANT_TO_BE_LOGGED = /\] (Quarantined|Refused|Dropping): /;

/** Size, in pixels, of the window of a small notebook. */
const WINDOW = { width: 1366, height: 768 };

/** How much two things may overlap by rounding, in pixels. */
const SLACK = 2;

const examples = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => {
    const nodes: FlowNode[] = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
    return {
      name: basename(file, '.json'),
      nodes,
      needsBroker: nodes.some(({ type }) => type === 'mqtt in' || type === 'wireband-mqtt-in'),
    };
  });

/**
 * Declares the tests of all examples in the editor of one major, in the window of a small notebook. Node-RED is as hard
 * to find as possible: at an unknown port, with one login for the editor, another for its http in nodes, and a root
 * path for these. They take longer than any other suite, so each major has its own file, which may run in parallel.
 */
export function describeExamples(version: (typeof nodeRedVersions)[number]): void {
  describe(`The examples in the editor of ${version.name}`, () => {
    let red: NodeRed;
    let editor: Editor;

    before(async function () {
      const browser = need(this, chromium);
      const installation = need(this, version);
      const { tarball } = await packThisPackage();
      const env = fleetVariables(NOBODY_LISTENS, `http://127.0.0.1:${NOBODY_LISTENS}`);
      red = await startNodeRed({
        red: installation,
        tarball,
        env,
        settings: guardedSettings,
        login: editorLogin,
      });
      editor = await Editor.open(browser, red.url, {
        viewport: WINDOW,
        login: editorLogin,
        httpCredentials: nodesLogin,
      });
    });

    after(async () => {
      await editor?.[Symbol.asyncDispose]();
      await red?.stop();
    });

    const inPage = testsInPage(() => editor);

    inPage('are all in the examples dialog', async () => {
      await editor.invoke('core:show-examples-import-dialog');
      const dialog = editor.page.locator('#red-ui-clipboard-dialog-import-tab-examples');
      await dialog.getByText(MODULE, { exact: true }).click();
      const labels = dialog.locator('.red-ui-treeList-label-text', { hasText: /^\d\d - / });
      await labels.nth(examples.length - 1).waitFor();
      const shown = (await labels.allTextContents()).map((label) => label.trim());
      assert.deepEqual(
        shown,
        examples.map(({ name }) => name),
      );
      await editor.page.locator('#red-ui-clipboard-dialog-cancel').click();
    });

    for (const example of examples) {
      describe(example.name, () => {
        let imported: NodeSummary[];

        function ofType(pattern: RegExp): NodeSummary[] {
          return imported.filter((node) => node.z !== '' && pattern.test(node.type));
        }

        /** The buttons to press, in order. */
        function numberedButtons(): NodeSummary[] {
          const numberOf = ({ name }: NodeSummary): number => Number(NUMBERED.exec(name)?.[1]);
          return ofType(/^inject$/)
            .filter((button) => numberOf(button) > 0)
            .sort((a, b) => numberOf(a) - numberOf(b));
        }

        /** Characters that the runtime had written before this example. */
        let logged: number;

        before(async () => {
          logged = red.output().length;
          await red.deploy([]);
          await editor.reload();
        });

        inPage('is imported without an unknown or invalid node, and deploys without an error', async () => {
          imported = await importExample(editor, MODULE, example.name);
          assert.equal(imported.length, example.nodes.filter((node) => node.type !== 'tab').length);
          assert.deepEqual(
            imported.filter((node) => node.type === 'unknown' || !node.valid),
            [],
          );
          const tab = imported.find((node) => node.z !== '')?.z ?? '';
          await editor.showTab(tab);
          await editor.deploy();
          assert.equal(await editor.page.locator('.red-ui-notification-error').count(), 0);
        });

        inPage('fits beside palette and sidebar, with no node on another node or on a wire', async () => {
          await editor.debugMessages();
          const chart = await boxOf(editor.page.locator('#red-ui-workspace-chart'));
          // In 5.0 the flow goes on below the sidebar and the buttons at its foot.
          const sidebar = await boxOf(editor.page.locator('#red-ui-sidebar'));
          const foot = await boxOf(editor.page.locator('#red-ui-workspace-footer'));
          const drawn = await editor.drawnNodes();
          assert.equal(drawn.length, imported.filter(({ z }) => z !== '').length);
          for (const { name, left, right, top, bottom } of drawn) {
            const isSeen =
              left >= chart.x &&
              right <= Math.min(chart.x + chart.width, sidebar.x) &&
              top >= chart.y &&
              bottom <= Math.min(chart.y + chart.height, foot.y);
            assert.ok(isSeen, `${name}: ${left}–${right}, ${top}–${bottom}`);
          }
          assert.deepEqual(await editor.nodesOnOthers(SLACK), []);
        });

        inPage('opens the dialogs of its nodes without changing anything', async () => {
          for (const { id } of ofType(/^wireband-/)) {
            const dialog = await NodeDialog.open(editor, id);
            assert.equal(await dialog.tray.locator('.input-error').count(), 0);
            await dialog.done();
          }
          assert.equal(await editor.hasChanges(), false);
        });

        if (!example.needsBroker) {
          inPage('shows debug messages and statuses once its buttons are pressed', async () => {
            for (const { id } of numberedButtons()) await editor.inject(id);
            const messages = await editor.debugMessages();
            if (!SPEAKS_OF_OUTAGES.includes(example.name)) await messages.first().waitFor();
            for (const { id } of ofType(/^wireband-uplink$/)) {
              await editor.node(id).locator('.red-ui-flow-node-status-label').waitFor();
              assert.match(await editor.statusText(id), /^(?!wireband-).+/);
            }
          });
        }

        if (example.name === '20 - Live dashboard') {
          inPage('shows its charts on its own page', async () => {
            const [on, , , off] = numberedButtons();
            assert.ok(on && off);
            await editor.inject(on.id);
            const page = await editor.page.context().newPage();
            await page.goto(`${red.url}${NODES_ROOT}/wireband-live`);
            await page.locator('section circle').nth(3).waitFor();
            assert.equal(await page.locator('section').count(), 4);
            assert.match(await page.locator('#state').innerText(), /\d+ delivered, \d+ waiting/);
            await page.close();
            await editor.inject(off.id);
          });
        }

        it('leaves no error in the log of the runtime', () => {
          const log = red.output().slice(logged).split('\n');
          assert.deepEqual(
            log.filter((line) => line.includes('[error]') && !MEANT_TO_BE_LOGGED.test(line)),
            [],
          );
        });
      });
    }
  });
}
