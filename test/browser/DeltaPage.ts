import type { Context } from 'mocha';
import type { Locator } from 'playwright-core';
import { Editor } from '../harness/editor/editor';
import { NodeDialog } from '../harness/editor/editorDialogs';
import type { RedInstallation } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { chromium, need, type Requirement } from '../harness/requirements';
import { until } from '../harness/until';

/** A node that release 0.1.0 saved. */
export const OLD = 'b000000000000002';
/** One that received temperatures and humidities. */
export const CLIMATE = 'b000000000000003';
/** One that received nothing, with nothing set. */
export const FRESH = 'b000000000000007';
export const SINK = 'b000000000000008';
/** One with a wire on its output for stale series. */
export const WIRED = 'b000000000000009';

/** One in mode auto that received the same. */
export const AUTO = 'b00000000000000d';

const TAB = 'b000000000000001';
const GO = 'b000000000000004';
const SOURCE = 'b000000000000005';
const CLASSIFY = 'b000000000000006';
const GO_MANY = 'b00000000000000a';
const MANY = 'b00000000000000b';
/** One that receives more topics than are kept for the preview. */
export const CROWDED = 'b00000000000000c';

/** What release 0.1.0 saved for a delta node with its second output. */
export const savedBy010 = {
  name: '',
  mode: 'absolute',
  threshold: 0.5,
  floor: 0,
  maxSeries: 100000,
  outputs: 2,
};

/** Readings of each series that the flow makes. */
export const READINGS = 10_000;

/** A temperature that swings by 2 °C and flickers by a tenth, and a humidity in whole percent. */
const CLIMATE_FUNCTION = `
const messages = [];
const start = Date.now() - ${READINGS * 1000};
for (let i = 0; i < ${READINGS}; i++) {
  const temperature = Math.round((21 + Math.sin(i / 300) + ((i * 7919) % 11) / 100) * 100) / 100;
  const humidity = Math.round(45 + 8 * Math.cos(i / 500));
  messages.push({ topic: 'hall/climate', timestamp: start + i * 1000, payload: { temperature, humidity } });
}
return [messages];`;

/** A number on each of many topics, the wanted one last. */
const MANY_FUNCTION = `
const topics = Array.from({ length: 60 }, (_, i) => 'hall/' + i);
return [[...topics, 'cellar/boiler'].map((topic, i) => ({ topic, payload: i }))];`;

const node = (id: string, type: string, x: number, y: number, properties: object): FlowNode => {
  return { id, type, z: TAB, x, y, ...properties };
};

const flows: readonly FlowNode[] = [
  { id: TAB, type: 'tab', label: 'Deltas' },
  node(GO, 'inject', 120, 80, { name: 'go', props: [], repeat: '', once: false, wires: [[SOURCE]] }),
  node(SOURCE, 'function', 260, 80, {
    name: 'climate',
    func: CLIMATE_FUNCTION,
    outputs: 1,
    wires: [[CLASSIFY]],
  }),
  node(CLASSIFY, 'wireband-classify', 400, 80, {
    topicSymbols: [],
    keywordSymbols: [],
    wires: [[CLIMATE, AUTO]],
  }),
  node(AUTO, 'wireband-delta', 550, 20, { mode: 'auto', threshold: 0.02, wires: [[]] }),
  node(CLIMATE, 'wireband-delta', 550, 80, {
    mode: 'absolute',
    threshold: 0.2,
    rules: [{ match: 'humidity', by: 'quantity', mode: 'absolute', threshold: 2 }],
    wires: [[]],
  }),
  node(GO_MANY, 'inject', 120, 480, { name: 'go', props: [], repeat: '', once: false, wires: [[MANY]] }),
  node(MANY, 'function', 260, 480, { name: 'many', func: MANY_FUNCTION, outputs: 1, wires: [[CROWDED]] }),
  node(CROWDED, 'wireband-delta', 420, 480, { name: 'crowded', wires: [[]] }),
  node(OLD, 'wireband-delta', 300, 200, { ...savedBy010, wires: [[], [SINK]] }),
  node(FRESH, 'wireband-delta', 300, 300, { name: 'fresh', wires: [[]] }),
  node(WIRED, 'wireband-delta', 300, 400, {
    name: 'wired',
    staleOutput: true,
    staleAfter: 60,
    outputs: 2,
    wires: [[], [SINK]],
  }),
  node(SINK, 'debug', 600, 300, { name: 'sink', active: false, complete: 'payload', targetType: 'msg' }),
];

/** Delta nodes of several kinds in the editor, one of them with readings for its preview. */
export class DeltaPage {
  private constructor(
    readonly red: NodeRed,
    readonly editor: Editor,
  ) {}

  static async open(test: Context, version: Requirement<RedInstallation>): Promise<DeltaPage> {
    const browser = need(test, chromium);
    const installation = need(test, version);
    await packThisPackage();
    const red = await startNodeRed({ red: installation, packageFolder: repository, flows });
    try {
      await red.inject(GO);
      return new DeltaPage(red, await Editor.open(browser, red.url));
    } catch (error) {
      await red.stop();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.editor[Symbol.asyncDispose]();
    await this.red.stop();
  }

  /** Opens a dialog, and closes it even if its use failed, so that the next test finds the flow. */
  async inDialog(
    id: string,
    end: 'done' | 'cancel',
    use: (dialog: NodeDialog) => Promise<void>,
  ): Promise<void> {
    const dialog = await NodeDialog.open(this.editor, id);
    try {
      await use(dialog);
    } catch (error) {
      await dialog.cancel();
      throw error;
    }
    await dialog[end]();
  }

  /** What is saved for a node in the flow file. */
  async saved(id: string): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.red.url}/flows`);
    const nodes: FlowNode[] = await response.json();
    return Object(nodes.find((each) => each.id === id));
  }

  /** Sends one message on each of more topics than are kept. */
  sendMany(): Promise<void> {
    return this.red.inject(GO_MANY);
  }
}

export const seriesField = ({ tray }: NodeDialog): Locator => tray.locator('#wireband-preview-series');
export const result = ({ tray }: NodeDialog): Locator => tray.locator('#wireband-preview-result');

/** What the preview says: readings that pass, of how many, and the largest error. */
export async function figures(
  dialog: NodeDialog,
): Promise<{ passed: number; of: number; error: number } | undefined> {
  const text = (await result(dialog).textContent()) ?? '';
  const [, passed, of] = /^([\d,]+) of ([\d,]+) (?:readings|messages) pass/.exec(text) ?? [];
  const [, error] = /off by at most ([\d.,]+)/.exec(text) ?? [];
  if (passed === undefined || of === undefined || error === undefined) return undefined;
  const number = (digits: string): number => Number(digits.replace(/,/g, ''));
  return { passed: number(passed), of: number(of), error: number(error) };
}

/** Waits until the preview shows other figures than before. */
export function otherFigures(dialog: NodeDialog, before: { readonly passed: number }) {
  return until('the preview is updated', async () => {
    const now = await figures(dialog);
    return now && now.passed !== before.passed && now;
  });
}

/** Chooses the series of the preview whose name matches, and waits for its figures. */
export async function choose(dialog: NodeDialog, name: RegExp) {
  const option = seriesField(dialog).locator('option', { hasText: name });
  await until('the series is offered', async () => (await option.count()) > 0);
  await seriesField(dialog).selectOption((await option.first().getAttribute('value')) ?? '');
  const plot = dialog.tray.locator('svg.wireband-plot');
  return until('its readings are shown', async () => {
    const now = await figures(dialog);
    const isDrawn = name.test(((await plot.getAttribute('aria-label')) ?? '').split('.')[0] ?? '');
    return now && now.of === READINGS && isDrawn && now;
  });
}

export async function openAllSections({ tray }: NodeDialog): Promise<void> {
  await tray
    .locator('details')
    .evaluateAll((sections: { setAttribute(name: string, value: string): void }[]) => {
      for (const section of sections) section.setAttribute('open', '');
    });
}
