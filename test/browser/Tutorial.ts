import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { boxOf, type Editor } from '../harness/editor/editor';
import { NodeDialog } from '../harness/editor/editorDialogs';
import { repository } from '../harness/package/packedPackage';
import { RunningProgram } from '../harness/runningProgram';
import { until } from '../harness/until';
import { sendTo, systemField } from './backendSteps';

declare const RED: {
  sidebar: { show(id: string): void };
  nodes: { eachLink(visit: (link: { source: { id: string }; target: { id: string } }) => void): void };
};

/** Where the page says that the broker and the database are. */
const PAGE = { brokerPort: '1883', databaseUrl: 'http://localhost:8428' } as const;

/** Where the flow and the uplink are placed, in pixels from the corner of the workspace. */
const FLOW = { x: 110, y: 120 };
const UPLINK = { x: 650, y: 260 };

/** The blocks of the page to copy, in order: `bash` and `json`. */
export function blocksOf(language: 'bash' | 'json'): string[] {
  const page = readFileSync(join(repository, 'docs/tutorial.md'), 'utf8');
  const blocks = page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'));
  return [...blocks].map(([, text = '']) => text.trimEnd());
}

/** The commands of the page, in order. */
export function commandsOf() {
  const [installRed = '', install = '', devices = '', query = '', unplug = '', plugIn = '', queryMore = ''] =
    blocksOf('bash');
  return { installRed, install, devices, query, unplug, plugIn, queryMore };
}

/** The page's devices, in a terminal. @param home of its user, where mosquitto_pub finds the port. */
export function startDevices(home: string, brokerPort: number): RunningProgram {
  mkdirSync(join(home, '.config'));
  writeFileSync(join(home, '.config', 'mosquitto_pub'), `-p ${brokerPort}\n`);
  return new RunningProgram('bash', ['-c', commandsOf().devices], { env: { ...process.env, HOME: home } });
}

/** The steps of docs/tutorial.md in the editor, as its reader follows them. */
export class Tutorial {
  /** The node of each type on the flow. */
  private readonly ids = new Map<string, string>();

  /** @param brokerPort @param databaseUrl where they really are. */
  constructor(
    readonly editor: Editor,
    private readonly brokerPort: number,
    private readonly databaseUrl: string,
  ) {}

  /** A text of the page, with the real ports of the broker and the database. */
  adapted(text: string): string {
    return text
      .replaceAll(PAGE.databaseUrl, this.databaseUrl)
      .replaceAll(`"${PAGE.brokerPort}"`, `"${this.brokerPort}"`);
  }

  /** Step 2: pastes the flow, places it, and deploys. */
  async pasteFlow(): Promise<void> {
    const { editor } = this;
    const { page } = editor;
    const before = await editor.nodes();
    await editor.invoke('core:show-import-dialog');
    const text = page.locator('#red-ui-clipboard-dialog-import-text');
    await text.fill(this.adapted(blocksOf('json')[0] ?? ''));
    await text.press('Control+End');
    await page.locator('#red-ui-clipboard-dialog-ok').click();
    await page.locator('#red-ui-clipboard-dialog').waitFor({ state: 'hidden' });
    const chart = await boxOf(page.locator('#red-ui-workspace-chart'));
    await page.mouse.move(chart.x + FLOW.x, chart.y + FLOW.y, { steps: 5 });
    await page.mouse.click(chart.x + FLOW.x, chart.y + FLOW.y);
    const added = await editor.addedNodes(before);
    const invalid = added.filter(({ valid }) => !valid);
    if (invalid.length > 0) throw new Error(`invalid: ${invalid.map(({ type }) => type).join(', ')}`);
    for (const { type, id } of added) this.ids.set(type, id);
    await editor.deploy();
  }

  /** Opens the debug sidebar, and waits for a reading. */
  async seeReading(text: RegExp): Promise<Locator> {
    const readings = (await this.editor.debugMessages()).filter({ hasText: text });
    await readings.first().waitFor();
    return readings;
  }

  /** The dialog of classify, still open, with a rule made from a topic that no rule matched. */
  async makeRule(topic: string, symbol: string): Promise<NodeDialog> {
    const dialog = await NodeDialog.open(this.editor, this.id('wireband-classify'));
    const row = dialog.tray.locator('#wireband-unclassified-list tbody tr').filter({ hasText: topic });
    await row.getByRole('button', { name: 'Make a rule' }).click();
    await dialog.tray.locator('.wireband-rule-symbol:focus').fill(symbol);
    await this.editor.page.keyboard.press('Escape');
    return dialog;
  }

  /** Step 3, 1 and 2: an uplink behind the filter, and the dialog of a new backend above its own. */
  async addUplink(): Promise<{ readonly uplink: NodeDialog; readonly backend: NodeDialog }> {
    const { editor } = this;
    this.ids.set('wireband-uplink', await editor.drag('wireband-uplink', UPLINK.x, UPLINK.y));
    await until('delta is wired to the uplink', async () => {
      await this.wire('wireband-delta', 'wireband-uplink');
      return this.isWired('wireband-delta', 'wireband-uplink');
    });
    const uplink = await NodeDialog.open(editor, this.id('wireband-uplink'));
    await uplink.fill('name', 'to the database');
    return { uplink, backend: await uplink.openConfig('backend', 'add') };
  }

  /** Step 3, 3. */
  async sendToVictoriaMetrics(backend: NodeDialog): Promise<void> {
    await sendTo(backend, 'victoriametrics');
    const address = systemField(backend, 'Address');
    const filledIn = await address.inputValue();
    if (filledIn !== PAGE.databaseUrl) throw new Error(`the address is ${filledIn}`);
    await address.fill(this.databaseUrl);
    await backend.fill('deviceId', 'my-gateway');
  }

  /** Step 3, 4: presses Check, and waits until it says that the sample is stored. */
  async check(backend: NodeDialog): Promise<void> {
    await backend.tray.locator('#wireband-check').click();
    await backend.tray
      .locator('#wireband-check-result')
      .getByText(/^Stored: \d+ of \d+ events/)
      .waitFor();
  }

  async showMonitor(): Promise<void> {
    await this.editor.page.evaluate(() => RED.sidebar.show('wireband-monitor'));
    const head = this.editor.page.locator('.wireband-uplink-head');
    if ((await head.getAttribute('aria-expanded')) !== 'true') await head.click();
  }

  /** Waits until the line under the node of a type matches. */
  async waitForStatus(type: string, pattern: RegExp): Promise<string> {
    let shown = '';
    return until(
      () => `"${shown}" under ${type} matches ${pattern}`,
      async () => {
        shown = await this.editor.statusText(this.id(type));
        return pattern.test(shown) && shown;
      },
    );
  }

  /** @throws {Error} if the flow has no node of the type. */
  id(type: string): string {
    const id = this.ids.get(type);
    if (id === undefined) throw new Error(`the flow has no ${type}`);
    return id;
  }

  private async wire(from: string, to: string): Promise<void> {
    const { editor } = this;
    const port = (type: string, side: string) =>
      boxOf(editor.node(this.id(type)).locator(`.red-ui-flow-port-${side} .red-ui-flow-port`));
    const [start, end] = [await port(from, 'output'), await port(to, 'input')];
    // A double click may have selected text: the browser would drag that, and the editor import it as a flow.
    await editor.page.evaluate('getSelection().removeAllRanges()');
    await editor.page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
    await editor.page.mouse.down();
    await editor.page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 8 });
    await editor.page.mouse.up();
  }

  private isWired(from: string, to: string): Promise<boolean> {
    return this.editor.page.evaluate(
      ([source, target]) => {
        let isThere = false;
        RED.nodes.eachLink((link) => {
          if (link.source.id === source && link.target.id === target) isThere = true;
        });
        return isThere;
      },
      [this.id(from), this.id(to)] as const,
    );
  }
}
