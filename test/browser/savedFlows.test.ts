import assert from 'node:assert/strict';
import { Editor } from '../harness/editor/editor';
import { NodeDialog } from '../harness/editor/editorDialogs';
import { SAVED_FLOWS, savedFlows } from '../harness/examples/savedExamples';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { chromium, need } from '../harness/requirements';
import { testsInPage } from './pageTest';

/** Settings of our nodes that differ from what was saved. */
function lost(saved: readonly FlowNode[], now: readonly FlowNode[]): string[] {
  const byId = new Map(now.map((node) => [node.id, node]));
  const ours = saved.filter(({ type }) => type.startsWith('wireband-'));
  return ours.flatMap((node) =>
    Object.entries(node)
      .filter(([key, value]) => JSON.stringify(byId.get(node.id)?.[key]) !== JSON.stringify(value))
      .map(([key]) => `${node.type} ${node.id}: ${key}`),
  );
}

for (const version of nodeRedVersions) {
  describe(`The flows that 0.1.0 saved, in the editor of ${version.name}`, () => {
    let red: NodeRed;
    let editor: Editor;

    before(async function () {
      const browser = need(this, chromium);
      const installation = need(this, version);
      await packThisPackage();
      red = await startNodeRed({ red: installation, packageFolder: repository });
      editor = await Editor.open(browser, red.url);
    });

    after(async () => {
      await editor?.[Symbol.asyncDispose]();
      await red?.stop();
    });

    const inPage = testsInPage(() => editor);

    for (const [name, nodes] of [...savedFlows(), ...savedFlows(SAVED_FLOWS)]) {
      inPage(`${name}: has no unknown or invalid node, and its dialogs keep the saved settings`, async () => {
        await red.deploy(nodes);
        await editor.reload();
        // What the open page said about nodes that were gone.
        editor.takeProblems();
        const loaded = await editor.nodes();
        assert.deepEqual(
          loaded.filter(({ type, valid }) => type === 'unknown' || !valid),
          [],
        );
        assert.equal(loaded.length, nodes.filter(({ type }) => type !== 'tab').length);
        const changed: string[] = [];
        for (const { id, type, z } of loaded) {
          if (z === '' || !type.startsWith('wireband-')) continue;
          await editor.showTab(z);
          const dialog = await NodeDialog.open(editor, id);
          assert.equal(await dialog.tray.locator('.input-error').count(), 0, type);
          await dialog.done();
          if (await editor.hasChanges()) changed.push(`${type} ${id}`);
        }
        assert.deepEqual(changed, []);
      });
    }

    inPage('are saved again without a loss', async () => {
      const saved = [...savedFlows().values()].flat();
      await red.deploy(saved);
      await editor.reload();
      editor.takeProblems();
      await editor.page.evaluate(touchAll);
      await editor.deploy();
      const now: FlowNode[] = await (await fetch(`${red.url}/flows`)).json();
      assert.deepEqual(lost(saved, now), []);
    });
  });
}

declare const RED: {
  nodes: {
    eachNode(visit: (node: { changed: boolean; dirty: boolean }) => void): void;
    dirty(isDirty: boolean): void;
  };
};

/** Marks every node as if it had been moved, so that the editor writes all of them anew. */
function touchAll(): void {
  RED.nodes.eachNode((node) => {
    node.changed = true;
  });
  RED.nodes.dirty(true);
}
