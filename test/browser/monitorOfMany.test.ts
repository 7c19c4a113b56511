import assert from 'node:assert/strict';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import { Editor } from '../harness/editor/editor';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { chromium, need } from '../harness/requirements';
import { until } from '../harness/until';
import { testsInPage } from './pageTest';

/** The page's own objects. */
declare const RED: { sidebar: { show(id: string): void } };

const UPLINKS = 50;

/** Messages per second to each uplink. */
const LOAD = 2;

const TAB = 'd000000000000002';

/** Uplinks with a steady load each; the first also gets an event that its backend rejects, between good ones. */
function flowOf(backend: string): FlowNode[] {
  const ids = Array.from({ length: UPLINKS }, (_, i) => `u${i + 1}`);
  const source = { type: 'inject', z: TAB, props: [{ p: 'payload' }, { p: 'topic', vt: 'str' }], x: 120 };
  return [
    { id: TAB, type: 'tab', label: 'Many' },
    { id: 'b', type: 'wireband-backend', url: backend, path: '/in', format: 'json', compression: 'none' },
    {
      ...{ ...source, id: 'load', repeat: String(1 / LOAD), once: false, onceDelay: 0.1, y: 60 },
      ...{ topic: 'hall/temperature', payload: '21', payloadType: 'num', wires: [ids] },
    },
    {
      ...{ ...source, id: 'bad', repeat: '', once: true, onceDelay: 2, y: 120 },
      ...{ topic: 'bad/1', payload: '1', payloadType: 'num', wires: [['u1']] },
    },
    ...ids.map((id, i) => ({
      ...{ id, type: 'wireband-uplink', z: TAB, name: `Line ${String(i + 1).padStart(2, '0')}` },
      ...{ backend: 'b', storage: 'memory', flushBatch: 1, flushInterval: 0.5, x: 500, y: 60 + 40 * i },
      wires: [[], []],
    })),
  ];
}

for (const version of nodeRedVersions) {
  describe(`The monitor of ${UPLINKS} uplinks in ${version.name}, for read-only users`, () => {
    let backend: HttpBackend;
    let red: NodeRed;
    let program: string;
    let editor: Editor;

    before(async function () {
      const installation = need(this, version);
      program = need(this, chromium);
      await packThisPackage();
      backend = await startHttpBackend();
      backend.reply = ({ body }) =>
        String(body).includes('bad/') ? { status: 400, body: 'no number' } : 200;
      // Anyone who does not log in.
      const adminAuth = { type: 'credentials', users: [], default: { permissions: 'read' } };
      const flows = flowOf(backend.url);
      red = await startNodeRed({
        ...{ red: installation, packageFolder: repository, flows, settings: { adminAuth } },
      });
      editor = await Editor.open(program, red.url);
    });

    after(async () => {
      await editor?.[Symbol.asyncDispose]();
      await red?.stop();
      await backend?.stop();
    });

    const inPage = testsInPage(() => editor);

    const show = ({ page }: Editor): Promise<void> =>
      page.evaluate(() => RED.sidebar.show('wireband-monitor'));

    /** The rates shown for each uplink. */
    const rates = ({ page }: Editor): Promise<string[]> =>
      page.locator('.wireband-uplink-rates').allTextContents();

    /** The incoming messages per second of each uplink. */
    const incoming = async (of: Editor): Promise<number[]> =>
      (await rates(of)).map((text) => Number(/in ([\d.]+)\/s/.exec(text)?.[1]));

    const isLoad = (rate: number): boolean => Math.abs(rate - LOAD) <= LOAD / 2;

    inPage('shows the figures of all uplinks', async () => {
      await show(editor);
      await until('all uplinks show their load', async () => {
        const seen = await incoming(editor);
        return seen.length === UPLINKS && seen.every(isLoad);
      });
      const names = await editor.page.locator('.wireband-uplink-name').allTextContents();
      assert.deepEqual([names[0], names.at(-1)], ['Line 01', 'Line 50']);
    });

    inPage(
      'shows the quarantine, and disables every button that would change anything in an uplink',
      async () => {
        const card = editor.page.locator('.wireband-uplink').first();
        await card.locator('.wireband-uplink-head').click();
        const panel = card.locator('.wireband-panel', { hasText: 'Quarantine' });
        await panel.locator('summary').click();
        let shown = '';
        await until(
          () => `the event is in quarantine; shown is ${shown}`,
          async () => {
            shown = (await card.textContent()) ?? '';
            return panel.locator('tbody tr', { hasText: 'bad/1' }).isVisible();
          },
        );
        const steering = ['Pause', 'Flush', 'Retry all', 'Discard all', 'Retry: bad/1'];
        for (const name of steering) {
          assert.equal(await card.getByRole('button', { name, exact: true }).isEnabled(), false, name);
        }
        assert.equal(await panel.getByRole('button', { name: 'Export JSON' }).isEnabled(), true);
        const answer = await editor.page.evaluate(async () => {
          const options = { method: 'POST', headers: { 'Content-Type': 'application/json' } };
          const paths = ['command', 'quarantine/retry', 'quarantine/discard'];
          const answers = paths.map((path) =>
            fetch(`wireband/uplinks/u1/${path}`, { ...options, body: '{}' }),
          );
          return Promise.all(answers.map(async (each) => (await each).status));
        });
        assert.deepEqual(answer, [401, 401, 401]);
        editor.takeProblems();
      },
    );

    inPage('shows the same in a second window, and continues when that is closed', async () => {
      const second = await Editor.open(program, red.url);
      try {
        await show(second);
        await until('the second window shows them', async () => {
          const seen = await incoming(second);
          return seen.length === UPLINKS && seen.every(isLoad);
        });
        assert.deepEqual(second.takeProblems(), []);
      } finally {
        await second[Symbol.asyncDispose]();
      }
      // Under a steady load the figures may stay the same for minutes.
      backend.reply = () => 503;
      await until('the first shows that every backlog grows', async () =>
        (await rates(editor)).every((text) => Number(/waiting (\d+)/.exec(text)?.[1]) > LOAD),
      );
    });
  });
}
