import type { Editor } from '../harness/editor/editor';
import { importExample } from '../harness/editor/editorDialogs';
import { sleep, until } from '../harness/until';

declare const RED: {
  nodes: { eachNode(visit: (node: { id: string; name?: string; z: string }) => void): void };
};

declare const document: { getElementById(id: string): PageElement | null };
declare const MutationObserver: new (
  report: () => void,
) => {
  observe(target: PageElement | null, options: Readonly<Record<string, boolean>>): void;
};

interface PageElement {
  readonly textContent: string | null;
  querySelector(selector: string): PageElement | null;
}

/** The statuses that the page has shown since watch(), one for each change. */
declare const window: { shownStatuses?: string[] };

/** A second until a flush, a quarter until the answer, and what a busy machine adds, milliseconds. */
const AT_REST_MS = 2500;

/** The example "Outage drill" in the editor, used as its reader uses it: by the names shown there. */
export class OutageDrill {
  private constructor(
    readonly editor: Editor,
    private readonly ids: ReadonlyMap<string, string>,
  ) {}

  /** Imports the example and deploys. */
  static async begin(editor: Editor): Promise<OutageDrill> {
    const imported = await importExample(editor, '@wireband/node-red-edge', '08 - Outage drill');
    const tab = imported.find((node) => node.z !== '')?.z ?? '';
    await editor.showTab(tab);
    await editor.deploy();
    const named = await editor.page.evaluate((z) => {
      const found: [string, string][] = [];
      RED.nodes.eachNode((node) => {
        if (node.z === z) found.push([(node.name ?? '').replace(/^\d+ · /, ''), node.id]);
      });
      return found;
    }, tab);
    return new OutageDrill(editor, new Map(named));
  }

  /** @param name of a button without its number. @throws {Error} if the example has no node of this name. */
  id(name: string): string {
    const id = this.ids.get(name);
    if (id === undefined) throw new Error(`the example has no node named "${name}"`);
    return id;
  }

  /** Presses the button of an inject node. */
  press(name: string): Promise<void> {
    return this.editor.inject(this.id(name));
  }

  /** Waits until the text under a node matches; resolves with the first match. */
  async waitForStatus(name: string, pattern: RegExp): Promise<string> {
    let shown = '';
    return until(
      () => `"${shown}" under ${name} matches ${pattern}`,
      async () => {
        shown = await this.editor.statusText(this.id(name));
        return pattern.exec(shown)?.[0];
      },
    );
  }

  /** Waits until the text under a node has stayed the same for longer than a flush and a slow answer take. */
  async comesToRest(name: string): Promise<void> {
    let before: string | undefined;
    await until(`the text under ${name} no longer changes`, async () => {
      const now = await this.editor.statusText(this.id(name));
      if (now === before) return true;
      before = now;
      await sleep(AT_REST_MS);
      return false;
    });
  }

  /** Starts to record every text that the page shows under a node. */
  async watch(name: string): Promise<void> {
    const now = await this.editor.statusText(this.id(name));
    await this.editor.page.evaluate(
      ([id, first]) => {
        const shown = [first];
        window.shownStatuses = shown;
        const node = document.getElementById(id);
        new MutationObserver(() => {
          const text = node?.querySelector('.red-ui-flow-node-status-label')?.textContent?.trim() ?? '';
          if (text !== '' && text !== shown.at(-1)) shown.push(text);
        }).observe(node, { subtree: true, childList: true, characterData: true });
      },
      [this.id(name), now] as const,
    );
  }

  /** The texts since watch(), in order. */
  shown(): Promise<string[]> {
    return this.editor.page.evaluate(() => window.shownStatuses ?? []);
  }
}
