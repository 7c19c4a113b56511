import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { until } from '../harness/until';
import { rawKeys } from './dialogChecks';
import { LOAD, lonelyUplink, MonitorPage, monitorFlow } from './MonitorPage';
import { testsInPage } from './pageTest';
import { seriousFaults } from './seriousFaults';

interface PageElement {
  readonly tagName: string;
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
}

declare const document: { readonly activeElement: PageElement | null };

async function download(page: MonitorPage, button: Locator): Promise<{ name: string; text: string }> {
  const [saved] = await Promise.all([page.editor.page.waitForEvent('download'), button.click()]);
  return { name: saved.suggestedFilename(), text: readFileSync(await saved.path(), 'utf8') };
}

for (const version of nodeRedVersions) {
  describe(`The monitor in the sidebar of ${version.name}`, () => {
    let page: MonitorPage;

    before(async function () {
      page = await MonitorPage.open(this, version);
    });

    after(() => page?.close());

    const inPage = testsInPage(() => page.editor);

    inPage('stays hidden until it is opened', async () => {
      assert.equal(await page.tab.isVisible(), false);
      await page.show();
    });

    inPage('shows the rates of a known load, and the status text', async () => {
      await page.unfold('Plant');
      await until('the rates in and out match the load', async () => {
        const rates = await Promise.all(['In', 'Out'].map((label) => page.figure('Plant', label)));
        return rates.every((rate) => Math.abs(Number.parseFloat(rate) - LOAD) <= LOAD * 0.25);
      });
      const card = page.card('Plant');
      await card.getByText('delivered').waitFor();
      assert.match(await page.figure('Plant', 'Latency'), /ms|sec/);
      await card.locator('.u-legend').waitFor();
      await until('the plot says what it shows', async () =>
        /in: \d.*out: \d/.test((await card.locator('.wireband-plot-place').getAttribute('aria-label')) ?? ''),
      );
      await page.card('Cellar').waitFor();
    });

    inPage('pauses and resumes with the keyboard alone', async () => {
      const card = await page.unfold('Plant');
      await card.locator('.wireband-uplink-head').focus();
      await page.editor.page.keyboard.press('Tab');
      await page.editor.page.keyboard.press('Enter');
      await card.getByRole('button', { name: 'Resume', exact: true }).waitFor();
      await card.locator('.wireband-uplink-status', { hasText: /paused/i }).waitFor();
      const waiting = async (): Promise<number> => Number.parseFloat(await page.figure('Plant', 'Waiting'));
      await until('events wait', async () => (await waiting()) > 5);
      const panel = await page.panel('Plant', 'Waiting events');
      await panel.locator('tbody tr').first().getByText('hall/temperature').waitFor();
      await panel.getByRole('searchbox').fill('no such topic');
      await panel.getByRole('searchbox').press('Enter');
      await panel.getByText('No such events are waiting.').waitFor();
      await card.getByRole('button', { name: 'Resume', exact: true }).press('Enter');
      await card.getByRole('button', { name: 'Pause', exact: true }).waitFor();
      await until('nothing waits', async () => (await waiting()) < 10);
    });

    inPage(
      'shows the quarantine by cause, retries one event, exports, and asks before discarding the rest',
      async () => {
        page.backend.reply = ({ body }) =>
          String(body).includes('bad/') ? { status: 400, body: 'value must be a number' } : 200;
        await page.editor.inject('reject');
        const panel = await page.panel('Plant', 'Quarantine');
        const rows = panel.locator('tbody tr');
        await until('three events are shown', async () => (await rows.count()) === 3);
        await panel.getByRole('heading', { name: /HTTP 400: value must be a number/ }).waitFor();
        await panel.locator('summary', { hasText: 'Quarantine (3)' }).waitFor();

        const json = await download(page, panel.getByRole('button', { name: 'Export JSON' }));
        const events: { topic: string; payload: object }[] = JSON.parse(json.text);
        assert.deepEqual(
          events.map(({ topic }) => topic),
          ['bad/1', 'bad/2', 'bad/3'],
        );
        assert.deepEqual(events[0]?.payload, { why: 'bad', text: '=1+1,"q"' });
        const csv = await download(page, panel.getByRole('button', { name: 'Export CSV' }));
        assert.match(csv.text, /^topic,payload,time,error\r\nbad\/1,"\{""why"":""bad"",/);
        assert.match(csv.name, /^quarantine-u\.csv$/);

        page.backend.reply = () => 200;
        const before = page.backend.requests.length;
        await rows.filter({ hasText: 'bad/2' }).getByRole('button', { name: /Retry/ }).click();
        await until('the event is delivered', () =>
          page.backend.requests.slice(before).some(({ body }) => String(body).includes('bad/2')),
        );
        await until('two events are left', async () => (await rows.count()) === 2);
        assert.deepEqual(
          page.backend.requests.slice(before).filter(({ body }) => /bad\/[13]/.test(String(body))),
          [],
        );

        const cause = panel.getByRole('checkbox', { name: /value must be a number/ });
        await cause.press('Space');
        await panel.getByRole('button', { name: 'Retry 2 selected' }).waitFor();
        await panel.getByRole('checkbox', { name: 'Select bad/1' }).press('Space');
        await panel.getByRole('button', { name: 'Discard 1 selected' }).waitFor();
        assert.equal(await cause.isChecked(), false);
        await panel.getByRole('checkbox', { name: 'Select bad/3' }).press('Space');

        await panel.getByRole('button', { name: 'Discard all' }).click();
        const question = panel.getByRole('alertdialog');
        await question.getByText('Discard 2 events for good?').waitFor();
        await question.getByRole('button', { name: 'Cancel' }).click();
        assert.equal(await rows.count(), 2);
        await panel.getByRole('button', { name: 'Discard all' }).click();
        await question.getByRole('button', { name: 'Discard' }).click();
        await panel.getByText('The backend has not rejected any events.').waitFor();
        const gaps = await page.panel('Plant', 'Gaps');
        await gaps.locator('tbody tr', { hasText: 'bad/1' }).getByText('discarded').waitFor();
      },
    );

    inPage(
      'counts the busiest series, and turns an unclassified topic into a rule with one click',
      async () => {
        await page.tab.getByRole('tab', { name: 'Series' }).click();
        const series = page.tab.getByRole('row', { name: /dc1\/rack4\/qzx Filter/ });
        await until('the series is counted', async () => {
          const cells = await series.getByRole('cell').allTextContents();
          return Number(cells[2]) >= 5 && Number.parseFloat(cells[3] ?? '') > 50;
        });
        await page.tab.getByRole('button', { name: 'Make rule: dc1/rack4/qzx' }).click();
        const tray = page.editor.page.locator('.red-ui-tray').last();
        await tray.locator('.wireband-rule-symbol:focus').waitFor();
        assert.equal(await tray.locator('.wireband-rule-name').last().inputValue(), 'dc1/rack4/qzx');
        await page.editor.page.locator('#node-dialog-cancel').click();
        await tray.waitFor({ state: 'detached' });
      },
    );

    inPage(
      'has no serious accessibility fault in any view, and does not grow wider than the sidebar',
      async () => {
        for (const view of ['Series', 'Spools', 'Uplinks']) {
          await page.tab.getByRole('tab', { name: view }).click();
          assert.deepEqual(await seriousFaults(page.editor.page, '.wireband-monitor'), [], view);
          const excess = await page.tab
            .locator('.wireband-monitor-body')
            .evaluate((body: PageElement) => body.scrollWidth - body.clientWidth);
          assert.equal(excess, 0, `${view} is ${excess} pixels too wide`);
        }
        assert.deepEqual(await rawKeys(page.tab), []);
      },
    );

    inPage('lets the keyboard reach every button and field', async () => {
      const { page: browser } = page.editor;
      await page.panel('Plant', 'Quarantine');
      let [wanted, reached] = [0, -1];
      // If a list is rebuilt meanwhile, goes through it once more.
      for (let rounds = 0; rounds < 3 && reached !== wanted; rounds++) {
        wanted = await page.tab
          .locator(
            'button:visible:not([tabindex="-1"]):enabled, select:visible, input:visible, summary:visible',
          )
          .count();
        assert.ok(wanted > 10);
        await page.tab.getByRole('tab', { name: 'Uplinks' }).focus();
        reached = 0;
        for (let presses = 0; presses < wanted + 5; presses++) {
          const tag = await browser.evaluate(() => document.activeElement?.tagName ?? '');
          if (['BUTTON', 'SELECT', 'INPUT', 'SUMMARY'].includes(tag)) reached++;
          if (reached === wanted) break;
          await browser.keyboard.press('Tab');
        }
      }
      assert.equal(reached, wanted);
      await page.tab.getByRole('tab', { name: 'Uplinks' }).press('ArrowRight');
      await page.tab.getByRole('tab', { name: 'Series', selected: true }).waitFor();
    });

    inPage('continues after a deploy, and has another uplink adopt the spool of a deleted one', async () => {
      await page.editor.inject('send2');
      await page.tab.getByRole('tab', { name: 'Uplinks' }).click();
      await page.unfold('Cellar');
      await until('an event is waiting', async () => /^1 event/.test(await page.figure('Cellar', 'Waiting')));
      await page.red.deploy(monitorFlow(page.backend.url));
      await page.card('Cellar').waitFor({ state: 'detached' });
      await page.unfold('Plant');
      await until('figures still come', async () => Number.parseFloat(await page.figure('Plant', 'In')) > 5);

      await page.tab.getByRole('tab', { name: 'Spools' }).click();
      const spool = page.tab.locator('.wireband-spools > li').filter({ hasText: 'Cellar' });
      await spool.getByText('1 event,').waitFor();
      const exported = await download(page, spool.getByRole('button', { name: 'Export' }));
      assert.match(exported.text, /^\{"topic":"cellar\/pump".*"payload":7.*\}\n$/);
      await spool.getByRole('combobox').selectOption({ label: 'Plant' });
      await spool.getByRole('button', { name: 'Adopt' }).click();
      await page.tab.getByText('1 event adopted.').waitFor();
      await page.tab.getByText('No orphaned spools.').waitFor();
      await until('the event is delivered', () => page.arrived('cellar/pump') > 0);
    });

    inPage('asks before it deletes the spool of a deleted uplink', async () => {
      await page.red.deploy(monitorFlow(page.backend.url, lonelyUplink()));
      await page.editor.reload();
      page.editor.takeProblems();
      await page.show();
      await page.editor.inject('send2');
      await page.tab.getByRole('tab', { name: 'Uplinks' }).click();
      await page.unfold('Cellar');
      await until('an event is waiting', async () => /^1 event/.test(await page.figure('Cellar', 'Waiting')));
      await page.red.deploy(monitorFlow(page.backend.url));
      await page.card('Cellar').waitFor({ state: 'detached' });
      await page.tab.getByRole('tab', { name: 'Spools' }).click();
      const spool = page.tab.locator('.wireband-spools > li').filter({ hasText: 'Cellar' });
      await spool.getByRole('button', { name: 'Discard' }).click();
      await spool.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
      await page.tab.getByText('No orphaned spools.').waitFor();
    });
  });
}
