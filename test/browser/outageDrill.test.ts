import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Editor } from '../harness/editor/editor';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type NodeRed, type NodeRedOptions, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { chromium, need } from '../harness/requirements';
import { OutageDrill } from './OutageDrill';
import { testsInPage } from './pageTest';

const NOTHING_LOST = /^(\d+) received, 0 missing, 0 twice, in order$/;

/** With at least this many readings: the uplink reads "delivered" when no more than two batches wait. */
const nothingLostOf = (tens: number) =>
  new RegExp(`^([${tens}-9]\\d|\\d{3,}) received, 0 missing, 0 twice, in order$`);

for (const version of nodeRedVersions) {
  describe(`The outage drill in the editor of ${version.name}`, () => {
    let red: NodeRed;
    let editor: Editor;
    let drill: OutageDrill;
    let userDir: string | undefined;
    let options: NodeRedOptions;

    before(async function () {
      const browser = need(this, chromium);
      const installation = need(this, version);
      await packThisPackage();
      userDir = mkdtempSync(join(tmpdir(), 'wireband-drill-'));
      options = { red: installation, packageFolder: repository, userDir };
      red = await startNodeRed({ ...options, flows: [] });
      editor = await Editor.open(browser, red.url);
      drill = await OutageDrill.begin(editor);
    });

    after(async () => {
      await editor?.[Symbol.asyncDispose]();
      await red?.stop();
      if (userDir !== undefined) rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
    });

    const inPage = testsInPage(() => editor);

    inPage(
      'shows the cause of the outage, draining and delivered under the uplink, in this order',
      async () => {
        await drill.press('Sensor on');
        await drill.waitForStatus('To the backend', /^delivered$/);
        await drill.press('Sensor off');
        await drill.comesToRest('Ledger');
        await drill.watch('To the backend');

        // Only one event: how many readings come before the backend is given up depends on the machine's speed.
        await drill.press('Backend off');
        await drill.press('Raise an alarm');
        await drill.waitForStatus('To the backend', /^HTTP 503 · 1 waiting/);
        await drill.press('Sensor on');
        await drill.waitForStatus('To the backend', /^HTTP 503 · \d{3} waiting/);
        await drill.press('Backend on');
        await drill.waitForStatus('To the backend', /^delivered$/);

        const shown = await drill.shown();
        const words = shown.map((status) => /^(HTTP 503|[a-z]*)/.exec(status)?.[0]);
        const turns = words.filter((word, index) => word !== words[index - 1]);
        assert.deepEqual(turns, ['delivered', 'HTTP 503', 'draining', 'delivered'], shown.join(', '));
      },
    );

    inPage('counts a backlog that grows during the outage and shrinks after it', async () => {
      const shown = await drill.shown();
      for (const [turn, direction] of [
        [/^HTTP 503 · (\d+) waiting/, 1],
        [/^draining (\d+)/, -1],
      ] as const) {
        const counts = shown.flatMap((status) => {
          const [, count] = turn.exec(status) ?? [];
          return count === undefined ? [] : [Number(count)];
        });
        assert.ok(counts.length >= 2, `${turn}: ${counts.join(', ')}`);
        const [first = 0, last = 0] = [counts[0], counts.at(-1)];
        assert.ok((last - first) * direction > 0, `${turn}: ${counts.join(', ')}`);
      }
    });

    inPage('loses nothing, duplicates nothing and keeps the order', async () => {
      await drill.waitForStatus('Ledger', nothingLostOf(6));
    });

    inPage('lets an alarm overtake the backlog, which follows whole and in order', async () => {
      await drill.press('Backend off');
      await drill.waitForStatus('To the backend', /^HTTP 503 · ([6-9]\d|\d{3}) waiting/);
      await drill.press('Raise an alarm');
      await drill.press('Backend on');
      await drill.waitForStatus('Alarm desk', /^The alarm overtook ([4-9]\d|\d{3,}) readings$/);
      await drill.press('Sensor off');
      await drill.waitForStatus('To the backend', /^delivered$/);
      await drill.waitForStatus('Ledger', NOTHING_LOST);
    });

    it('leaves no error in the log of the runtime', () => {
      const log = red.output().split('\n');
      assert.deepEqual(
        log.filter((line) => line.includes('[error]')),
        [],
      );
    });

    inPage('keeps the backlog across a restart of Node-RED, and delivers it whole', async () => {
      await drill.press('Sensor on');
      await drill.press('Backend off');
      // What "delivered" may leave, two batches of ten, belongs to the run before, whose book the ledger closes.
      await drill.waitForStatus('To the backend', /^HTTP 503 · ([6-9]\d|\d{3}) waiting/);
      const uiPort = Number(new URL(red.url).port);
      await red.stop();
      editor.takeProblems();
      red = await startNodeRed({ ...options, settings: { uiPort } });
      await editor.reload();
      editor.takeProblems();
      await drill.waitForStatus('Ledger', nothingLostOf(3));
      await drill.waitForStatus('To the backend', /^delivered$/);
    });
  });
}
