import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDevices, Tutorial } from '../test/browser/Tutorial';
import { startVictoriaMetrics } from '../test/harness/backend/engines';
import { boxOf, Editor } from '../test/harness/editor/editor';
import type { NodeDialog } from '../test/harness/editor/editorDialogs';
import { startMosquitto } from '../test/harness/network/mosquitto';
import type { RedInstallation } from '../test/harness/nodeRed/installations';
import { startNodeRed } from '../test/harness/nodeRed/nodeRed';
import { repository } from '../test/harness/package/packedPackage';
import { sleep } from '../test/harness/until';

/** The window of a small laptop, in pixels. */
const WINDOW = { width: 1366, height: 560 };

/** Heights, in pixels, of a window that shows a dialog in full. */
const RULE_HEIGHT = 1360;
const BACKEND_HEIGHT = 960;

/** The same as in the tutorial, so that the pictures show what its readers see. */
const DATABASE_PORT = 8428;

/** Milliseconds of readings needed for a picture: of the debug sidebar, and of the plot of an outage. */
const SOME_READINGS_MS = 8000;
const OUTAGE_MS = 60_000;

export interface TutorialPrograms {
  readonly mosquitto: string;
  readonly mosquittoPasswd: string;
  readonly openssl: string;
  readonly victoriaMetrics: string;
}

/** Takes the pictures of docs/tutorial.md while following its steps, in the light theme. */
export async function photographTutorial(
  red: RedInstallation,
  browser: string,
  programs: TutorialPrograms,
  pathOf: (name: string) => string,
): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'wireband-tutorial-'));
  const broker = await startMosquitto(programs);
  const database = await startVictoriaMetrics(programs.victoriaMetrics, [], DATABASE_PORT);
  const running = await startNodeRed({ red, flows: [], packageFolder: repository });
  const devices = startDevices(home, broker.openPort);
  try {
    await using editor = await Editor.open(browser, running.url, { viewport: WINDOW });
    const tutorial = new Tutorial(editor, broker.openPort, `http://localhost:${DATABASE_PORT}`);
    const whole = async (name: string): Promise<void> => {
      await editor.invoke('core:select-none');
      for (const type of ['wireband-mqtt-in', 'wireband-classify']) {
        await editor.paletteEntry(type).scrollIntoViewIfNeeded();
      }
      await editor.page
        .locator(':focus')
        .evaluateAll((fields: { blur(): void }[]) => fields.map((field) => field.blur()));
      await editor.page.mouse.move(0, 0);
      await editor.page.locator('.red-ui-popover:visible').waitFor({ state: 'detached' });
      await editor.page.waitForFunction(() => !globalThis.document.querySelector('.red-ui-notification'));
      await editor.page.screenshot({ path: pathOf(name) });
    };
    const tray = async (dialog: NodeDialog, name: string, windowHeight: number): Promise<void> => {
      await editor.page.setViewportSize({ ...WINDOW, height: windowHeight });
      await dialog.tray.locator('.form-row:visible').first().scrollIntoViewIfNeeded();
      await editor.settles();
      const { y, height } = await boxOf(dialog.tray);
      const { x, width } = await boxOf(dialog.tray.locator('.red-ui-tray-body'));
      await editor.page.screenshot({ path: pathOf(name), clip: { x, y, width, height } });
      await editor.page.setViewportSize(WINDOW);
    };
    /** Shows or hides one of the two panels of the sidebar, so that the other one can fill it. */
    const toggle = (icon: string) => editor.page.locator(`button:has(i.${icon}):visible`).first().click();
    await tutorial.pasteFlow();
    await tutorial.seeReading(/SENSOR_TEMP/);
    await toggle('fa-info');
    await sleep(SOME_READINGS_MS);
    await whole('tutorial-readings');
    const classify = await tutorial.makeRule('home/cellar/x17', 'SENSOR_HUMIDITY');
    await tray(classify, 'tutorial-rule', RULE_HEIGHT);
    await classify.done();
    const { uplink, backend } = await tutorial.addUplink();
    await tutorial.sendToVictoriaMetrics(backend);
    await tutorial.check(backend);
    await tray(backend, 'tutorial-backend', BACKEND_HEIGHT);
    await backend.done();
    await uplink.done();
    await editor.deploy();
    await tutorial.waitForStatus('wireband-uplink', /^delivered$/);
    await tutorial.showMonitor();
    await toggle('fa-bug');
    await sleep(SOME_READINGS_MS);
    await database.pause();
    await tutorial.waitForStatus('wireband-uplink', /^ECONNREFUSED/);
    await sleep(OUTAGE_MS);
    await whole('tutorial-outage');
    const problems = editor.takeProblems();
    if (problems.length > 0) throw new Error(problems.join('\n'));
  } finally {
    await devices.kill();
    await running.stop();
    await database.stop();
    await broker.close();
    rmSync(home, { recursive: true, force: true });
  }
}
