import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Editor, type NodeSummary } from '../harness/editor/editor';
import { importExample, NodeDialog } from '../harness/editor/editorDialogs';
import { fleetVariables } from '../harness/examples/fleetVariables';
import type { nodeRedVersions } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { chromium, need } from '../harness/requirements';
import { testsInPage } from './pageTest';

const MODULE = '@wireband/node-red-edge';
const FOLDER = join(repository, 'examples');

/** A port of this machine that no broker and no backend has: discard, RFC 863. */
const NOBODY_LISTENS = 9;

/** Their debug nodes say nothing while all is well; test/system/examples.test.ts makes an outage. */
const SPEAKS_OF_OUTAGES = ['9 - Statistics and alerts'];

const examples = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  .map((file) => {
    const nodes: FlowNode[] = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
    return {
      name: basename(file, '.json'),
      nodes,
      needsBroker: nodes.some(({ type }) => type === 'mqtt in' || type === 'wireband-mqtt-in'),
    };
  });

/**
 * Declares the tests of all examples in the editor of one major. They take longer than any other suite, so each major has a
 * file of its own, which may run beside the other.
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
      red = await startNodeRed({ red: installation, tarball, env });
      editor = await Editor.open(browser, red.url);
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
      for (const { name } of examples) await dialog.getByText(name, { exact: true }).waitFor();
      await editor.page.locator('#red-ui-clipboard-dialog-cancel').click();
    });

    for (const example of examples) {
      describe(example.name, () => {
        let imported: NodeSummary[];

        function ofType(pattern: RegExp): NodeSummary[] {
          return imported.filter((node) => node.z !== '' && pattern.test(node.type));
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
          await editor.setTabVariable(tab, 'BACKEND_URL', red.url);
          await editor.deploy();
          assert.equal(await editor.page.locator('.red-ui-notification-error').count(), 0);
        });

        inPage('opens the dialogs of its nodes, which change nothing by themselves', async () => {
          for (const { id } of ofType(/^wireband-/)) {
            const dialog = await NodeDialog.open(editor, id);
            assert.equal(await dialog.tray.locator('.input-error').count(), 0);
            await dialog.done();
          }
          assert.equal(await editor.hasChanges(), false);
        });

        // On one major: test/system/examples.test.ts presses them on both, and sees what the editor is told.
        if (!example.needsBroker && version.version === '5.0') {
          inPage('shows debug messages and statuses once its buttons are pressed', async () => {
            for (const { id } of ofType(/^inject$/)) await editor.inject(id);
            const messages = await editor.debugMessages();
            if (!SPEAKS_OF_OUTAGES.includes(example.name)) await messages.first().waitFor();
            for (const { id } of ofType(/^wireband-uplink$/)) {
              await editor.node(id).locator('.red-ui-flow-node-status-label').waitFor();
              assert.match(await editor.statusText(id), /^(?!wireband-).+/);
            }
          });
        }

        it('leaves no error in the log of the runtime', () => {
          const log = red.output().slice(logged).split('\n');
          assert.deepEqual(
            // What a backend rejects is meant to be in the log.
            log.filter((line) => line.includes('[error]') && !line.includes('] Quarantined: ')),
            [],
          );
        });
      });
    }
  });
}
