import assert from 'node:assert/strict';
import { Editor } from '../harness/editor/editor';
import { importExample } from '../harness/editor/editorDialogs';
import { readExamples } from '../harness/examples/exampleFlows';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { chromium, need } from '../harness/requirements';
import { testsInPage } from './pageTest';

/** Seconds that a person reads and aims before each step, far longer than the machine takes. */
const PERSON_SECONDS = 8;

/** Seconds within which the first event must arrive. */
const MINUTE = 60;

for (const version of nodeRedVersions) {
  describe(`The first event in the editor of ${version.name}`, () => {
    let red: NodeRed;
    let editor: Editor;
    let browser: string;

    before(async function () {
      browser = need(this, chromium);
      const installation = need(this, version);
      await packThisPackage();
      red = await startNodeRed({ red: installation, packageFolder: repository });
    });

    after(async () => {
      await editor?.[Symbol.asyncDispose]();
      await red?.stop();
    });

    const inPage = testsInPage(() => editor);

    inPage(
      'arrives within a minute of opening an empty flow in the editor, using the first example',
      async () => {
        const steps: [string, number][] = [];
        editor = await Editor.open(browser, red.url);
        let last = performance.now();
        const took = (step: string): void => {
          const now = performance.now();
          steps.push([step, (now - last) / 1000]);
          last = now;
        };
        const first =
          readExamples().find(({ number }) => number === 1) ?? assert.fail('there is no first example');
        const nodes = await importExample(editor, '@wireband/node-red-edge', first.name);
        took('import the example');
        const tab = nodes.find(({ z }) => z !== '')?.z ?? '';
        await editor.showTab(tab);
        await editor.deploy();
        took('deploy');
        const button = nodes.find(({ type }) => type === 'inject') ?? assert.fail('it has no button');
        await editor.inject(button.id);
        took('press the first button');
        await (await editor.debugMessages())
          .filter({ hasText: arrivesAt(first.nodes) })
          .first()
          .waitFor();
        took('see the event');
        const seconds = steps.reduce((sum, [, each]) => sum + each, 0);
        const told = steps.map(([step, each]) => `${step} ${each.toFixed(1)} s`).join(', ');
        console.log(`      ${told}: ${seconds.toFixed(1)} s`);
        assert.ok(seconds + steps.length * PERSON_SECONDS < MINUTE, told);
      },
    );
  });
}

/** The name of the debug node that shows what the backend received. */
function arrivesAt(nodes: readonly FlowNode[]): string {
  const [first] = Object(nodes.find(({ type }) => type === 'wireband-decode')).wires;
  const shown = nodes.find(({ id, type }) => type === 'debug' && first.includes(id));
  return String(shown?.name ?? assert.fail('the example shows no event at the backend'));
}
