import {
  type Browser,
  type BrowserContextOptions,
  chromium as engine,
  type Locator,
  type Page,
  type Response,
} from 'playwright-core';
import type { Login } from '../nodeRed/nodeRed';

/** The small part of the editor's own interface that the tests use inside the page. */
interface EditorNode {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly z: string;
  readonly valid: boolean;
}

declare const RED: {
  actions: { invoke(action: string): void };
  nodes: {
    eachNode(visit: (node: EditorNode) => void): void;
    eachConfig(visit: (node: EditorNode) => void): void;
    getNodeHelp(type: string): string | undefined;
  };
  sidebar: { show(id: string): void };
  workspaces: { show(id: string): void };
  view: { reveal(id: string, triggerHighlight?: boolean): void };
};

/** The page's jQuery, which scrolls the flow. */
declare const $: (selector: string) => { is(state: string): boolean };

declare const document: {
  documentElement: { classList: { contains(name: string): boolean } };
  querySelectorAll(selector: string): Iterable<PageElement>;
};

/** The small part of a page element that is used inside the page; the last three members are those of a path. */
interface PageElement {
  readonly textContent: string | null;
  closest(selector: string): PageElement | null;
  getBoundingClientRect(): { left: number; right: number; top: number; bottom: number };
  getScreenCTM(): object | null;
  getTotalLength(): number;
  getPointAtLength(at: number): { matrixTransform(matrix: object | null): { x: number; y: number } };
}

/** Where a node is on screen, in pixels. */
export interface DrawnNode {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface NodeSummary {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  /** Tab that the node is on; empty for a config node. */
  readonly z: string;
  readonly valid: boolean;
}

export interface EditorOptions
  extends Pick<
    BrowserContextOptions,
    'colorScheme' | 'viewport' | 'deviceScaleFactor' | 'locale' | 'httpCredentials'
  > {
  /** For an editor that requires a login. */
  readonly login?: Login;
}

/** Console messages to check: the editor reports exceptions in a node's code with `log` or `warning`. */
const LOOKED_AT = ['log', 'warning', 'error', 'assert'];

/** What a healthy editor logs while it loads: its versions, and that projects are disabled. */
const HARMLESS =
  /^(JQMIGRATE: Migrate is installed|Projects disabled|(Node-RED:|jQuery|jQuery UI|MONACO|D3|ACE) [\d.]+)/;

/** Thrown by Node-RED 5's debug sidebar for a message that comes before the editor has loaded its node's flow. */
const TOO_EARLY_FOR_DEBUG = /TypeError: Cannot read properties of undefined \(reading 'label'\)/;

/** Milliseconds that the page has for one step of a test. */
const ACTION_TIMEOUT_MS = 60_000;

/** The maximum delay of anything that the page puts off and a test waits for, milliseconds. */
const PUT_OFF_AT_MOST_MS = 50;

/** Size of the window in pixels: a common notebook. */
const WINDOW = { width: 1440, height: 900 };

/**
 * Node-RED's editor in a real browser. It collects every unusual console message of the page and every exception:
 * a test ends with an empty `takeProblems()`.
 */
export class Editor implements AsyncDisposable {
  private readonly problems: string[] = [];

  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
  ) {
    page.setDefaultTimeout(ACTION_TIMEOUT_MS);
    page.on('pageerror', (error) => this.problems.push(`page error: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      const text = message.text();
      if (!LOOKED_AT.includes(message.type()) || HARMLESS.test(text)) return;
      if (TOO_EARLY_FOR_DEBUG.test(text)) return;
      this.problems.push(`console ${message.type()}: ${text} (${message.location().url})`);
    });
  }

  /**
   * Opens the editor of a running Node-RED and waits until its flows are on screen. The palette manager, which asks
   * for the public catalog of packages, gets an empty list: tests do not need the internet.
   */
  static async open(executablePath: string, url: string, options: EditorOptions = {}): Promise<Editor> {
    const browser = await engine.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
    try {
      const { login, ...others } = options;
      const context = await browser.newContext({ viewport: WINDOW, locale: 'en-US', ...others });
      await context.route(
        (address) => address.pathname.endsWith('/catalogue.json'),
        (route) => route.fulfill({ json: { name: 'empty', modules: [] } }),
      );
      const editor = new Editor(browser, await context.newPage());
      await editor.page.goto(url);
      if (login) await editor.logIn(login);
      await editor.waitUntilLoaded();
      // Before the login the page is refused the settings, and logs that.
      if (login) editor.takeProblems();
      return editor;
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  private async logIn({ username, password }: Login): Promise<void> {
    await this.page.locator('#node-dialog-login-username').fill(username);
    await this.page.locator('#node-dialog-login-password').fill(password);
    await this.page.locator('#node-dialog-login-submit').click();
  }

  /** Reloads the page, as a user does to see what was really saved. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.waitUntilLoaded();
  }

  private async waitUntilLoaded(): Promise<void> {
    await this.page.locator('#red-ui-header-button-deploy').waitFor();
    await this.page.locator('#red-ui-loading-progress').waitFor({ state: 'hidden' });
    await this.page.locator('.red-ui-palette-node').first().waitFor({ state: 'attached' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
  }

  /** The errors since the last call. */
  takeProblems(): string[] {
    return this.problems.splice(0);
  }

  /** Nodes on the tabs and config nodes, as the editor has them now. */
  nodes(): Promise<NodeSummary[]> {
    return this.page.evaluate(() => {
      const found: NodeSummary[] = [];
      RED.nodes.eachNode(({ id, type, name = '', z, valid }) => found.push({ id, type, name, z, valid }));
      RED.nodes.eachConfig(({ id, type, name = '', valid }) => found.push({ id, type, name, z: '', valid }));
      return found;
    });
  }

  /** The nodes besides the known ones, as soon as there are any. */
  async addedNodes(known: readonly NodeSummary[]): Promise<NodeSummary[]> {
    await this.page.waitForFunction(
      (count) => {
        let nodes = 0;
        RED.nodes.eachNode(() => {
          nodes += 1;
        });
        return nodes > count;
      },
      known.filter((node) => node.z !== '').length,
    );
    const ids = new Set(known.map((node) => node.id));
    return (await this.nodes()).filter((node) => !ids.has(node.id));
  }

  paletteEntry(type: string): Locator {
    return this.page.locator(`.red-ui-palette-node[data-palette-type='${type}']`);
  }

  /** Resolves when the page has done what it put off, such as checking a field that was typed into. */
  settles(): Promise<void> {
    // With a timer of the page: it fires after those that were set before.
    return this.page.evaluate(
      (ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
      PUT_OFF_AT_MOST_MS,
    );
  }

  /** Drags a node from the palette to a place on the flow, in pixels from its corner; resolves with its id. */
  async drag(type: string, x: number, y: number): Promise<string> {
    const before = await this.nodes();
    const entry = this.paletteEntry(type);
    await entry.scrollIntoViewIfNeeded();
    const from = await boxOf(entry);
    const chart = await boxOf(this.page.locator('#red-ui-workspace-chart'));
    await this.page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(chart.x + x - 20, chart.y + y, { steps: 5 });
    await this.page.mouse.move(chart.x + x, chart.y + y, { steps: 5 });
    await this.page.mouse.up();
    const node = (await this.addedNodes(before)).find((added) => added.type === type);
    if (node === undefined) throw new Error(`dragging ${type} put no node on the flow`);
    return node.id;
  }

  /**
   * Presses Deploy and waits for the runtime's answer.
   * @throws {Error} if the runtime refuses, or the editor asks to confirm because a node is unknown or invalid.
   */
  async deploy(): Promise<void> {
    const answer = this.waitForPost('/flows');
    await this.page.locator('#red-ui-header-button-deploy').click();
    const response = await answer;
    if (!response.ok()) throw new Error(`Deploy answered ${response.status()}: ${await response.text()}`);
  }

  /** Whether there is something to deploy. */
  async hasChanges(): Promise<boolean> {
    const classes = await this.page.locator('#red-ui-header-button-deploy').getAttribute('class');
    return !(classes ?? '').split(/\s+/).includes('disabled');
  }

  /** The answer to the next POST to a path of the admin API, wherever its root is. */
  waitForPost(path: string, timeout = ACTION_TIMEOUT_MS): Promise<Response> {
    const isIt = (response: Response): boolean =>
      response.request().method() === 'POST' && new URL(response.url()).pathname.endsWith(path);
    return this.page.waitForResponse(isIt, { timeout });
  }

  /** The drawn node on the flow. */
  node(id: string): Locator {
    return this.page.locator(`[id="${id}"]`);
  }

  /** Presses the button of an inject node; resolves when the runtime has answered. */
  async inject(id: string): Promise<void> {
    await this.reveal(id);
    const answer = this.waitForPost(`/inject/${id}`);
    await this.node(id).locator('.red-ui-flow-node-button-button').click();
    await answer;
  }

  /** Text of the line under a node; empty while it has none. */
  async statusText(id: string): Promise<string> {
    const label = this.node(id).locator('.red-ui-flow-node-status-label');
    return (await label.count()) === 0 ? '' : ((await label.first().textContent()) ?? '').trim();
  }

  /** What the debug sidebar shows, one element per message, oldest first. */
  async debugMessages(): Promise<Locator> {
    await this.page.evaluate(() => RED.sidebar.show('debug'));
    return this.page.locator('.red-ui-debug-msg');
  }

  /** The help of a node type as HTML; empty when it has none. */
  help(type: string): Promise<string> {
    return this.page.evaluate((name) => RED.nodes.getNodeHelp(name) ?? '', type);
  }

  /** Scrolls the flow until the node is visible. */
  async reveal(id: string): Promise<void> {
    await this.page.evaluate((node) => RED.view.reveal(node, false), id);
    await this.page.waitForFunction(() => !$('#red-ui-workspace-chart').is(':animated'));
  }

  async showTab(id: string): Promise<void> {
    await this.page.evaluate((tab) => RED.workspaces.show(tab), id);
  }

  /** Where the nodes of the tab are on screen, pixels, with their buttons. */
  drawnNodes(): Promise<DrawnNode[]> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll('.red-ui-flow-node-group')].map((node) => {
        const { left, right, top, bottom } = node.getBoundingClientRect();
        return { name: node.textContent ?? '', left, right, top, bottom };
      }),
    );
  }

  /** Pairs that overlap by more than `slack` pixels: two nodes, or a node and a wire. */
  nodesOnOthers(slack: number): Promise<string[]> {
    return this.page.evaluate((tolerated) => {
      const nodes = [...document.querySelectorAll('rect.red-ui-flow-node')].map((node) => ({
        name: node.closest('g')?.textContent ?? '',
        box: node.getBoundingClientRect(),
      }));
      const found: string[] = [];
      for (const [i, { name, box }] of nodes.entries()) {
        for (const other of nodes.slice(i + 1)) {
          const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
          if (across > tolerated && down > tolerated) found.push(`${name} and ${other.name}`);
        }
      }
      for (const wire of document.querySelectorAll('path.red-ui-flow-link-line')) {
        const matrix = wire.getScreenCTM();
        const length = wire.getTotalLength();
        for (let at = 0; at < length; at += 2) {
          const { x, y } = wire.getPointAtLength(at).matrixTransform(matrix);
          const on = nodes.find(
            ({ box }) =>
              x > box.left + tolerated &&
              x < box.right - tolerated &&
              y > box.top + tolerated &&
              y < box.bottom - tolerated,
          );
          if (on) {
            found.push(`${on.name} and a wire`);
            break;
          }
        }
      }
      return found;
    }, slack);
  }

  invoke(action: string): Promise<void> {
    return this.page.evaluate((name) => RED.actions.invoke(name), action);
  }

  isDark(): Promise<boolean> {
    return this.page.evaluate(() => document.documentElement.classList.contains('nr-theme-dark'));
  }
}

/** Where an element is in the window, in pixels. */
export async function boxOf(
  locator: Locator,
): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`${locator} is not on screen`);
  return box;
}
