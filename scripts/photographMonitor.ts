import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { boxOf, Editor } from '../test/harness/editor/editor';
import type { RedInstallation } from '../test/harness/nodeRed/installations';
import { type FlowNode, startNodeRed } from '../test/harness/nodeRed/nodeRed';
import { repository } from '../test/harness/package/packedPackage';
import { sleep } from '../test/harness/until';

declare const RED: { sidebar: { show(id: string): void } };

/** Tall enough, in pixels, for an unfolded uplink. */
const WINDOW = { width: 1300, height: 1180 };

/** Duration of a request in milliseconds, so that a backlog takes a while to drain. */
const ANSWER_MS = 450;

/** Milliseconds until the plot has something to show. */
const PLOTTED_MS = 60_000;

/** Milliseconds within which the plot is redrawn. */
const REDRAWN_MS = 6000;

const TAB = 'e000000000000001';

/** Two uplinks under load, one of which gets events that its backend rejects. */
function flowOf(backend: string): FlowNode[] {
  const props = [{ p: 'payload' }, { p: 'topic', vt: 'str' }];
  const inject = { type: 'inject', z: TAB, props, once: false, onceDelay: 0.1, x: 140 };
  const settings = { z: TAB, type: 'wireband-uplink', storage: 'disk', x: 560, wires: [[], []] };
  const script = {
    type: 'function',
    z: TAB,
    outputs: 1,
    timeout: 0,
    noerr: 0,
    initialize: '',
    finalize: '',
    libs: [],
  };
  const path = { type: 'wireband-backend', url: backend, format: 'json', deviceId: 'plant-7' };
  return [
    { id: TAB, type: 'tab', label: 'Plant 7' },
    { ...path, id: 'b1', path: '/plant' },
    { ...path, id: 'b2', path: '/energy' },
    {
      ...inject,
      id: 'i1',
      name: 'plant',
      repeat: '0.1',
      topic: '',
      payload: '',
      payloadType: 'date',
      y: 80,
      wires: [['f1']],
    },
    {
      ...{ ...script, id: 'f1', name: 'sensors', x: 340, y: 80, wires: [['u1']] },
      func: `const kinds = ['temperature', 'humidity', 'pressure'];
        for (let i = 0; i < 6; i++) node.send({ topic: 'hall/' + (1 + (i % 2)) + '/' + kinds[i % 3], payload: Math.round(200 + 50 * Math.random()) / 10 });`,
    },
    {
      ...settings,
      id: 'u1',
      name: 'Plant',
      backend: 'b1',
      flushBatch: 60,
      flushInterval: 0.5,
      backoffMax: 1,
      y: 80,
    },
    {
      ...inject,
      id: 'i2',
      name: 'energy',
      repeat: '0.5',
      topic: '',
      payload: '',
      payloadType: 'date',
      y: 180,
      wires: [['f2']],
    },
    {
      ...{ ...script, id: 'f2', name: 'meters', x: 340, y: 180, wires: [['u2']] },
      func: `const n = context.get('n') || 0; context.set('n', n + 1);
        node.send({ topic: 'energy/main/power', payload: Math.round(4000 + 900 * Math.random()) });
        if (n % 40 === 20) node.send({ topic: 'energy/meter3/status', payload: { state: 'ERR 17', code: n } });`,
    },
    { ...settings, id: 'u2', name: 'Energy', backend: 'b2', flushBatch: 1, flushInterval: 0.5, y: 180 },
  ];
}

/** Answers the plant slowly, with 503 while it is away; rejects states that are not numbers. */
async function startBackend() {
  const state = { isAway: true };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk;
    });
    request.on('end', () => {
      const isPlant = request.url === '/plant';
      const isBad = body.includes('ERR 17');
      const status = isPlant && state.isAway ? 503 : isBad ? 422 : 200;
      const text = isBad ? 'field "state" of energy/meter3/status is no number' : '';
      setTimeout(() => response.writeHead(status).end(text), isPlant ? ANSWER_MS : 0);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the backend has no port');
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { state, url: `http://127.0.0.1:${address.port}`, stop };
}

/** Photographs the monitor, with a draining backlog and with a quarantine, in both themes and two widths. */
export async function photographMonitor(
  red: RedInstallation,
  browser: string,
  pathOf: (name: string) => string,
): Promise<void> {
  const backend = await startBackend();
  const running = await startNodeRed({ red, flows: flowOf(backend.url), packageFolder: repository });
  try {
    const editor = await Editor.open(browser, running.url, { viewport: WINDOW });
    const { page } = editor;
    await page.evaluate(() => RED.sidebar.show('wireband-monitor'));
    // The debug sidebar takes up half the height.
    await page.locator('button:has(i.fa-bug):visible').first().click();
    await unfold(page, 'Plant');
    await sleep(PLOTTED_MS);
    backend.state.isAway = false;
    await page.locator('.wireband-drain-text:visible').first().waitFor();
    await photographLooks(editor, (look) => pathOf(`monitor-draining${look}`));
    await unfold(page, 'Energy');
    await page.locator('.wireband-uplink details:visible summary', { hasText: 'Quarantine' }).click();
    await photographLooks(editor, (look) => pathOf(`monitor-quarantine${look}`));
    await editor[Symbol.asyncDispose]();
  } finally {
    await running.stop();
    backend.stop();
  }
}

async function unfold(page: Page, name: string): Promise<void> {
  const head = page.locator('.wireband-uplink-head', { hasText: name });
  if ((await head.getAttribute('aria-expanded')) !== 'true') await head.click();
}

/** In both themes; with the sidebar wide enough to read tables, and about as narrow as it gets. */
async function photographLooks(editor: Editor, pathOf: (look: string) => string): Promise<void> {
  const { page } = editor;
  for (const theme of ['', '-dark']) {
    const isDark = theme !== '';
    await page.evaluate((dark) => document.documentElement.classList.toggle('nr-theme-dark', dark), isDark);
    for (const [width, pixels] of [
      ['', 440],
      ['-narrow', 260],
    ] as const) {
      await resize(page, pixels);
      // The curves take on the colors of the theme when they are next drawn.
      await sleep(REDRAWN_MS);
      await photograph(page, pathOf(`${width}${theme}`));
    }
  }
}

/** Drags the edge of the sidebar. */
async function resize(page: Page, pixels: number): Promise<void> {
  const separator = await boxOf(page.locator('#red-ui-sidebar-separator, .red-ui-sidebar-separator').last());
  const { width } = await boxOf(page.locator('.wireband-monitor'));
  const [x, y] = [separator.x + separator.width / 2, separator.y + separator.height / 3];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + width - pixels, y, { steps: 8 });
  await page.mouse.up();
}

async function photograph(page: Page, path: string): Promise<void> {
  await page.mouse.move(5, 5);
  const { x, y, width, height } = await boxOf(page.locator('.wireband-monitor'));
  // Without the empty space below the last uplink.
  const list = await boxOf(page.locator('.wireband-uplinks'));
  const seen = Math.min(height, list.y + list.height - y);
  await page.screenshot({ path, clip: { x, y, width, height: seen } });
}
