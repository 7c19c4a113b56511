/**
 * Takes the pictures for the documentation in the real editor of Node-RED 5, into docs/images/: the quick start flow,
 * the dialogs (the change filter's with its preview of a signal, and in mode auto), the outage drill and the monitor,
 * in the light and the dark theme, and the steps of the tutorial. Needs a build, Chromium, mosquitto, VictoriaMetrics
 * and `npm run node-red-5`. `npm run screenshots -- tutorial` takes only those of the tutorial, `-- monitor` only those
 * of the monitor.
 */
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { OutageDrill } from '../test/browser/OutageDrill';
import { victoriaMetrics } from '../test/harness/backend/engines';
import { boxOf, Editor, type NodeSummary } from '../test/harness/editor/editor';
import { importExample, NodeDialog, useDarkTheme } from '../test/harness/editor/editorDialogs';
import { listen } from '../test/harness/network/listening';
import { nodeRed5 } from '../test/harness/nodeRed/installations';
import { type NodeRed, startNodeRed } from '../test/harness/nodeRed/nodeRed';
import { repository } from '../test/harness/package/packedPackage';
import { chromium, mosquitto, mosquittoPasswd, onPath, type Requirement } from '../test/harness/requirements';
import { until } from '../test/harness/until';
import { photographMonitor } from './photographMonitor';
import { photographTutorial } from './photographTutorial';

const MODULE = '@wireband/node-red-edge';
const FOLDER = join(repository, 'docs', 'images');

/** Size, in pixels, of a window that every example fits, with palette and sidebar open. */
const WINDOW = { width: 1366, height: 768 };

/** Height, in pixels, of a window that shows a dialog in full without much empty space. */
const DIALOG_HEIGHTS = {
  classify: 1460,
  delta: 1080,
  'delta-auto': 850,
  uplink: 1050,
  decode: 560,
  backend: 960,
  'backend-check-failed': 960,
  'mqtt-in': 760,
} as const;

type DialogName = keyof typeof DIALOG_HEIGHTS;

/** Milliseconds within which the notifications at the top of the editor disappear by themselves. */
const NOTES_TIMEOUT_MS = 20_000;

const OPENSSL: Requirement<string> = {
  name: 'openssl',
  find: () => onPath('openssl'),
  install: 'install openssl (Debian: apt-get install openssl)',
};

function find<T>(requirement: Requirement<T>): T {
  const found = requirement.find();
  if (found === undefined) throw new Error(`${requirement.name} is missing: ${requirement.install}`);
  return found;
}

function idOf(nodes: readonly NodeSummary[], type: string): string {
  const node = nodes.find((candidate) => candidate.type === type);
  if (node === undefined) throw new Error(`the example has no ${type}`);
  return node.id;
}

async function photographDialog(
  editor: Editor,
  dialog: NodeDialog,
  name: DialogName,
  suffix: string,
): Promise<void> {
  await editor.page.setViewportSize({ width: WINDOW.width, height: DIALOG_HEIGHTS[name] });
  // The dark theme frames the focused field in red, like an invalid value.
  await dialog.tray
    .locator(':focus')
    .evaluateAll((fields: { blur(): void }[]) => fields.map((field) => field.blur()));
  const { y, height } = await boxOf(dialog.tray);
  // To the left of its body, a tray may have a strip through which the flow is visible.
  const { x, width } = await boxOf(dialog.tray.locator('.red-ui-tray-body'));
  await editor.page.screenshot({ path: join(FOLDER, `${name}${suffix}.png`), clip: { x, y, width, height } });
}

/** Milliseconds until the readings of an example have passed its filters and the preview is up to date. */
const PREVIEW_READINGS_MS = 1000;

/** Size of the outage drill on the flow, in pixels: the flow is empty to the right of it and below. */
const DRILL_SIZE = { width: 760, height: 600 };

/** Plays the outage drill: pictures of its uplink at each stage, above one of the whole flow as the backlog grows. */
async function photographDrill(editor: Editor, suffix: string): Promise<void> {
  await editor.page.setViewportSize(WINDOW);
  const drill = await OutageDrill.begin(editor);
  const uplink = editor.node(drill.id('To the backend'));
  const turn = async (status: RegExp): Promise<Buffer> => {
    await drill.waitForStatus('To the backend', status);
    const { x, y, width, height } = await boxOf(uplink);
    const clip = { x: x - 4, y: y - 4, width: width + 8, height: height + 8 };
    return editor.page.screenshot({ clip });
  };
  await drill.press('Sensor on');
  await drill.waitForStatus('To the backend', /^delivered$/);
  await drill.press('Backend off');
  const offline = await turn(/^HTTP 503 · \d+ waiting/);
  const buffered = await turn(/^HTTP 503 · 1\d\d waiting/);
  await waitUntilNotesAreGone(editor);
  const { x, y } = await boxOf(editor.page.locator('#red-ui-workspace-chart'));
  const whole = await editor.page.screenshot({ clip: { x, y, ...DRILL_SIZE } });
  await drill.press('Backend on');
  const draining = await turn(/^draining/);
  const delivered = await turn(/^delivered$/);
  const path = join(FOLDER, `outage-drill${suffix}.png`);
  await composePicture(editor, [offline, buffered, draining, delivered], whole, path);
}

/** Arranges pictures in a row above another one, on the background color of the editor's flow. */
async function composePicture(
  editor: Editor,
  row: readonly Buffer[],
  below: Buffer,
  path: string,
): Promise<void> {
  const image = (png: Buffer): string => `<img src="data:image/png;base64,${png.toString('base64')}">`;
  const colours = (await editor.isDark())
    ? 'background: #1c1c1f; color: #ddd'
    : 'background: #fff; color: #444';
  const page = await editor.page.context().newPage();
  await page.setContent(`
    <body style="margin: 0; font: 28px sans-serif; ${colours}">
      <main style="width: ${DRILL_SIZE.width}px">
        <div style="display: flex; justify-content: space-evenly; align-items: center; padding: 16px">
          ${row.map(image).join('<span>→</span>')}
        </div>
        ${image(below)}
      </main>
    </body>`);
  await page.locator('main').screenshot({ path });
  await page.close();
}

/** The notifications that slide in at the top would cover the picture; they disappear by themselves. */
async function waitUntilNotesAreGone(editor: Editor): Promise<void> {
  await editor.page.mouse.move(0, 0);
  await editor.page.waitForFunction(
    () => !globalThis.document.querySelector('.red-ui-notification'),
    undefined,
    { timeout: NOTES_TIMEOUT_MS },
  );
}

/** Imports an example and shows its tab, ready to be photographed. */
async function showExample(editor: Editor, name: string): Promise<NodeSummary[]> {
  const nodes = await importExample(editor, MODULE, name);
  await editor.showTab(nodes.find((node) => node.z !== '')?.z ?? '');
  await waitUntilNotesAreGone(editor);
  return nodes;
}

async function photographFlow(editor: Editor, suffix: string): Promise<NodeSummary[]> {
  const flow = await showExample(editor, '01 - Quick start');
  await editor.deploy();
  for (const { id } of flow.filter((node) => node.type === 'inject')) await editor.inject(id);
  const messages = await editor.debugMessages();
  await messages.nth(3).waitFor();
  await editor.invoke('core:select-none');
  await editor.paletteEntry('wireband-decode').scrollIntoViewIfNeeded();
  await waitUntilNotesAreGone(editor);
  await editor.page.screenshot({ path: join(FOLDER, `flow${suffix}.png`) });
  return flow;
}

/** The dialog of a change filter that has received an example's readings, with the lines that the receiver draws. */
async function photographPreview(editor: Editor, suffix: string): Promise<void> {
  const filters = await showExample(editor, '12 - Four filters, one signal');
  await editor.deploy();
  await editor.inject(idOf(filters, 'inject'));
  await waitUntilNotesAreGone(editor);
  await editor.page.waitForTimeout(PREVIEW_READINGS_MS);
  const dialog = await NodeDialog.open(editor, idOf(filters, 'wireband-delta'));
  await dialog.field('mode').selectOption('swinging-door');
  await dialog.tray.locator('#wireband-preview-result', { hasText: 'of 600 readings' }).waitFor();
  await editor.page.waitForTimeout(PREVIEW_READINGS_MS);
  await photographDialog(editor, dialog, 'delta', suffix);
  await dialog.cancel();
}

/** The dialog of a change filter in mode auto, with the threshold of each series that it has received. */
async function photographAuto(editor: Editor, suffix: string): Promise<void> {
  const nodes = await showExample(editor, '18 - One filter, nothing set');
  await editor.deploy();
  await editor.inject(idOf(nodes, 'inject'));
  await waitUntilNotesAreGone(editor);
  await editor.page.waitForTimeout(PREVIEW_READINGS_MS);
  const dialog = await NodeDialog.open(editor, idOf(nodes, 'wireband-delta'));
  await dialog.tray.locator('#wireband-limits td', { hasText: 'usual for temperature' }).waitFor();
  await dialog.tray.locator('#wireband-preview-result', { hasText: 'of 1,440 readings' }).waitFor();
  await editor.page.waitForTimeout(PREVIEW_READINGS_MS);
  await photographDialog(editor, dialog, 'delta-auto', suffix);
  await dialog.cancel();
}

/** The source that acknowledges a message once it is stored. */
async function photographMqttIn(editor: Editor, suffix: string): Promise<void> {
  const nodes = await showExample(editor, '17 - From the broker without a gap');
  const dialog = await NodeDialog.open(editor, idOf(nodes, 'wireband-mqtt-in'));
  await photographDialog(editor, dialog, 'mqtt-in', suffix);
  await dialog.cancel();
}

/** The default port of InfluxDB 2, so that the picture shows its usual address. */
const INFLUX_PORT = 8086;

/** Stands in for an InfluxDB 2 with a single token. */
function influxDb2(): Server {
  return createServer((request, response) => {
    request.resume().on('end', () => {
      const isRight = request.headers.authorization === 'Token right';
      response.writeHead(isRight ? 204 : 401, { 'Content-Type': 'application/json' });
      response.end(isRight ? undefined : '{"code":"unauthorized","message":"unauthorized access"}');
    });
  });
}

/** A backend for InfluxDB 2 after a check that stored the sample, and after one with a wrong token. */
async function photographBackend(
  editor: Editor,
  flow: readonly NodeSummary[],
  suffix: string,
): Promise<void> {
  const server = influxDb2();
  await listen(server, INFLUX_PORT);
  const uplink = await NodeDialog.open(editor, idOf(flow, 'wireband-uplink'));
  const backend = await uplink.openConfig('backend', 'edit');
  await backend.tray.locator('#wireband-system').selectOption('influxdb2');
  await backend.fill('url', `http://localhost:${INFLUX_PORT}`);
  const fields = backend.tray.locator('#wireband-system-fields');
  await fields.getByLabel('Organization').fill('plant');
  await fields.getByLabel('Bucket').fill('readings');
  const check = async (token: string, says: string): Promise<void> => {
    await backend.fill('apiKey', token);
    await backend.tray.locator('#wireband-check').click();
    await backend.tray.locator('#wireband-check-result', { hasText: says }).waitFor();
  };
  await check('right', 'Stored');
  await photographDialog(editor, backend, 'backend', suffix);
  await check('wrong', 'Wrong key');
  await photographDialog(editor, backend, 'backend-check-failed', suffix);
  await backend.cancel();
  await uplink.cancel();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** All pictures in one theme; `suffix` is appended to their names. */
async function photographAll(editor: Editor, red: NodeRed, suffix: string): Promise<void> {
  const flow = await photographFlow(editor, suffix);
  for (const name of ['uplink', 'decode'] as const) {
    const dialog = await NodeDialog.open(editor, idOf(flow, `wireband-${name}`));
    await photographDialog(editor, dialog, name, suffix);
    await dialog.cancel();
  }
  await photographClassify(editor, red, suffix);
  await photographPreview(editor, suffix);
  await photographAuto(editor, suffix);
  await photographMqttIn(editor, suffix);
  await photographBackend(editor, flow, suffix);
  await photographDrill(editor, suffix);
}

/** Messages that nothing recognizes, as in a plant with naming of its own. */
const UNKNOWN_MESSAGES = [
  { topic: 'plant/line1/x17', payload: '{"v":3.2}' },
  { topic: 'plant/line1/x18', payload: '{"v":3.3}' },
  { topic: 'dc1/rack4/k2', payload: '"idle"' },
  { topic: 'plant/line1/x17', payload: '{"v":3.1}' },
] as const;

async function photographClassify(editor: Editor, red: NodeRed, suffix: string): Promise<void> {
  const mappings = await showExample(editor, '05 - Custom mappings');
  await editor.deploy();
  const button = idOf(mappings, 'inject');
  await until('the example runs', () =>
    red.inject(button).then(
      () => true,
      () => false,
    ),
  );
  for (const { topic, payload } of UNKNOWN_MESSAGES) await injectMessage(red, button, topic, payload);
  await waitUntilNotesAreGone(editor);
  const dialog = await NodeDialog.open(editor, idOf(mappings, 'wireband-classify'));
  await dialog.tray.locator('#wireband-try-topic').fill('tele/sonoff-4/SENSOR');
  await dialog.tray.locator('#wireband-try-payload').fill('{"AM2301":{"Temperature":21.4,"Humidity":40.2}}');
  await dialog.tray.locator('#wireband-unclassified-list tr').first().waitFor();
  await photographDialog(editor, dialog, 'classify', suffix);
  await dialog.cancel();
}

/** Sends a custom message through the button of an inject node, as the editor does. */
async function injectMessage(red: NodeRed, button: string, topic: string, payload: string): Promise<void> {
  const props = [
    { p: 'topic', v: topic, vt: 'str' },
    { p: 'payload', v: payload, vt: 'json' },
  ];
  const answer = await fetch(`${red.url}/inject/${button}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ __user_inject_props__: props }),
  });
  if (!answer.ok) throw new Error(`the button answered ${answer.status}`);
}

async function main(): Promise<void> {
  const browser = find(chromium);
  const installation = find(nodeRed5);
  mkdirSync(FOLDER, { recursive: true });
  const pathOf = (name: string): string => join(FOLDER, `${name}.png`);
  const programs = {
    mosquitto: find(mosquitto),
    mosquittoPasswd: find(mosquittoPasswd),
    openssl: find(OPENSSL),
    victoriaMetrics: find(victoriaMetrics),
  };
  const [, , only] = process.argv;
  if (only !== 'monitor') await photographTutorial(installation, browser, programs, pathOf);
  if (only === 'tutorial') return;
  await photographMonitor(installation, browser, pathOf);
  if (only === 'monitor') return;
  for (const theme of ['light', 'dark']) {
    const red = await startNodeRed({ red: installation, packageFolder: repository, flows: [] });
    try {
      await using editor = await Editor.open(browser, red.url, { viewport: WINDOW });
      if (theme === 'dark') await useDarkTheme(editor);
      await photographAll(editor, red, theme === 'dark' ? '-dark' : '');
      const problems = editor.takeProblems();
      if (problems.length > 0) throw new Error(problems.join('\n'));
    } finally {
      await red.stop();
    }
  }
  console.log(`Pictures are in ${FOLDER}.`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
