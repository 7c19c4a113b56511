import type { Context } from 'mocha';
import { Editor } from '../harness/editor/editor';
import { NodeDialog } from '../harness/editor/editorDialogs';
import type { RedInstallation } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { chromium, need, type Requirement } from '../harness/requirements';

const TAB = 'c000000000000001';
const CLASSIFY = 'c000000000000002';
const INJECT = 'c000000000000003';
const FUNCTION = 'c000000000000004';

/** Topics that no rule recognizes, and that a page could stumble over. */
export const hostileTopics = [
  `<img src=x onerror="throw 1">/${'z'.repeat(65_000)}`,
  'qzx\u0000\u202e\n\u001b[31m/qzq',
  '',
  'x'.repeat(65_000),
  '__proto__',
  ' wide/+/qzx# ',
];

export const topicSymbols = [
  { topic: 'plant/+/boiler', symbol: 'SENSOR_TEMP' },
  { topic: 'say "hello", world; all', symbol: '0xfc67' },
];
export const keywordSymbols = [{ keyword: 'shake', symbol: 'SENSOR_VIBRATION' }];

const flows: readonly FlowNode[] = [
  { id: TAB, type: 'tab', label: 'Classify' },
  {
    id: INJECT,
    type: 'inject',
    z: TAB,
    name: 'go',
    props: [{ p: 'payload' }],
    repeat: '',
    crontab: '',
    once: false,
    onceDelay: 0.1,
    topic: '',
    payload: '1',
    payloadType: 'num',
    x: 100,
    y: 100,
    wires: [[FUNCTION]],
  },
  {
    id: FUNCTION,
    type: 'function',
    z: TAB,
    name: 'many',
    outputs: 1,
    timeout: 0,
    noerr: 0,
    initialize: '',
    finalize: '',
    libs: [],
    func: `for (const topic of ${JSON.stringify(['dc1/rack4/qzx', ...hostileTopics])}) node.send({ topic, payload: { v: 5 } });`,
    x: 300,
    y: 100,
    wires: [[CLASSIFY]],
  },
  {
    id: CLASSIFY,
    type: 'wireband-classify',
    z: TAB,
    name: 'rules',
    topicSymbols,
    keywordSymbols,
    fallback: 'SENSOR_POLL',
    mode: 'message',
    topicProperty: 'topic',
    payloadProperty: 'payload',
    x: 300,
    y: 200,
    wires: [[]],
  },
];

/** A classify node with rules in the editor, behind a button that sends it unknown topics. */
export class ClassifyPage {
  private constructor(
    readonly red: NodeRed,
    readonly editor: Editor,
  ) {}

  static async open(test: Context, version: Requirement<RedInstallation>): Promise<ClassifyPage> {
    const browser = need(test, chromium);
    const installation = need(test, version);
    await packThisPackage();
    const red = await startNodeRed({ red: installation, packageFolder: repository, flows });
    try {
      return new ClassifyPage(red, await Editor.open(browser, red.url));
    } catch (error) {
      await red.stop();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.editor[Symbol.asyncDispose]();
    await this.red.stop();
  }

  /** Opens the dialog, and closes it even if its use failed, so that the next test finds the flow. */
  async inDialog(end: 'done' | 'cancel', use: (dialog: NodeDialog) => Promise<void>): Promise<void> {
    const dialog = await NodeDialog.open(this.editor, CLASSIFY);
    try {
      await use(dialog);
    } catch (error) {
      await dialog.cancel();
      throw error;
    }
    await dialog[end]();
  }

  async tryOut({ tray }: NodeDialog, topic: string, payload: string): Promise<void> {
    await tray.locator('#wireband-try-topic').fill(topic);
    await tray.locator('#wireband-try-payload').fill(payload);
    await this.editor.settles();
  }

  /** Sends one message for each unknown topic. */
  sendUnknown(): Promise<void> {
    return this.red.inject(INJECT);
  }

  /** The status under the classify node. */
  badge(): Promise<string> {
    return this.editor.statusText(CLASSIFY);
  }

  /** The classify node as it was last deployed. */
  async savedNode(): Promise<FlowNode | undefined> {
    const nodes: FlowNode[] = await (await fetch(`${this.red.url}/flows`)).json();
    return nodes.find((node) => node.id === CLASSIFY);
  }
}

/** The rules in the two lists, from top to bottom. */
export async function rulesOf({ tray }: NodeDialog): Promise<string[][]> {
  const rows = await tray.locator('.wireband-rule').all();
  return Promise.all(
    rows.map(async (row) => [
      await row.locator('.wireband-rule-name').inputValue(),
      await row.locator('.wireband-rule-symbol').inputValue(),
    ]),
  );
}

export async function importText({ tray }: NodeDialog, table: string, how: string): Promise<void> {
  await tray.locator('#wireband-import-text').fill(table);
  await tray.locator('#wireband-import-how').selectOption(how);
  await tray.locator('#wireband-import-take').click();
}
