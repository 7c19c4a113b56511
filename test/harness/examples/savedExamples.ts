import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EditorWatch } from '../nodeRed/EditorWatch';
import type { FlowNode, NodeRed } from '../nodeRed/nodeRed';
import { repository } from '../package/packedPackage';
import { sleep, until } from '../until';
import { nodeNamed } from './exampleFlows';

/** The flows that release 0.1.0 saved. */
export const SAVED_FLOWS = join(repository, 'test', 'fixtures', 'flows-0.1.0');

/** The result of pressing a button: what debug nodes showed, by name. */
export interface Press {
  readonly button: string;
  readonly shown: Readonly<Record<string, readonly unknown[]>>;
}

/** The results of an example's buttons, in order, by the example's name. */
export type Recording = Readonly<Record<string, readonly Press[]>>;

/**
 * Buttons that show the same each time, and need nothing besides this Node-RED; all of an example if the list is empty.
 * The others draw random numbers, show times and figures, or need a broker.
 */
const BUTTONS: Readonly<Record<string, readonly string[]>> = {
  '1 - Quick start': ['21.4 °C', '21.5 °C', '25 °C', 'Motor started', 'Door opened'],
  '4 - Programs and serial lines': ['Run the program', 'Three lines of text'],
  '5 - Custom mappings': [],
  '6 - Delta filter': ['The same value twice'],
  '7 - Node-RED as backend': [],
  '8 - Outage drill': ['Raise an alarm'],
  '10 - Device conventions': [],
  '11 - One message per reading': [],
  '13 - InfluxDB line protocol': [],
  '14 - OpenTelemetry': [],
  '15 - JSON to any endpoint': [],
  '16 - NDJSON': [],
  '17 - Columnar batches': ['Motor running'],
  '19 - Formats for other backends': [],
};

/** Long enough for a flush and for what a backend in the same Node-RED does with it. */
const QUIET_MS = 2500;

/** The flows that 0.1.0 saved, by the names of their files. */
export function savedFlows(folder = join(SAVED_FLOWS, 'examples')): ReadonlyMap<string, FlowNode[]> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'shown.json');
  return new Map(
    files.map((file) => [basename(file, '.json'), JSON.parse(readFileSync(join(folder, file), 'utf8'))]),
  );
}

/** The examples of 0.1.0, deployed in one Node-RED, whose buttons are pressed. */
export class SavedExamples {
  readonly names = Object.keys(BUTTONS);

  private constructor(
    private readonly red: NodeRed,
    private readonly watch: EditorWatch,
    private readonly flows: ReadonlyMap<string, readonly FlowNode[]>,
  ) {}

  static async deploy(red: NodeRed): Promise<SavedExamples> {
    const saved = savedFlows();
    const flows = new Map<string, readonly FlowNode[]>();
    for (const name of Object.keys(BUTTONS)) flows.set(name, withBackendUrl(saved.get(name) ?? [], red.url));
    await red.deploy([...flows.values()].flat());
    await red.waitForOutput(/Started flows[\s\S]*Started flows/);
    return new SavedExamples(red, await EditorWatch.open(red.url), flows);
  }

  close(): void {
    this.watch.close();
  }

  /** Presses the buttons of an example and waits for what was recorded for each; resolves with what came. */
  async play(name: string, recorded: readonly Press[]): Promise<Press[]> {
    const seen = new Map<string, number>();
    const presses: Press[] = [];
    for (const { button, shown } of recorded) {
      await this.press(name, button);
      const wanted = Object.entries(shown).map(([debug, { length }]) => ({ debug, length }));
      await until(
        () => `${name}, ${button}: ${JSON.stringify(wanted)}, came ${JSON.stringify(this.since(name, seen))}`,
        () => wanted.every(({ debug, length }) => (this.since(name, seen)[debug]?.length ?? 0) >= length),
      );
      presses.push({ button, shown: this.take(name, seen) });
    }
    return presses;
  }

  /** Presses the buttons of an example and records what each causes until nothing more comes. */
  async record(name: string): Promise<Press[]> {
    const seen = new Map<string, number>();
    const buttons = BUTTONS[name] ?? [];
    const all = this.nodesOf(name).filter(({ type }) => type === 'inject');
    const presses: Press[] = [];
    for (const button of buttons.length > 0 ? buttons : all.map(({ name }) => String(name))) {
      await this.press(name, button);
      await sleep(QUIET_MS);
      presses.push({ button, shown: this.take(name, seen) });
    }
    return presses;
  }

  /** How many messages each debug node of an example has shown. */
  counts(name: string): Record<string, number> {
    return Object.fromEntries(
      Object.entries(this.since(name, new Map())).map(([debug, values]) => [debug, values.length]),
    );
  }

  press(name: string, button: string): Promise<void> {
    return this.red.inject(nodeNamed(this.nodesOf(name), button).id);
  }

  private take(name: string, seen: Map<string, number>): Record<string, unknown[]> {
    const shown = this.since(name, seen);
    for (const [debug, values] of Object.entries(shown)) {
      seen.set(debug, (seen.get(debug) ?? 0) + values.length);
    }
    return shown;
  }

  /** What came besides what was seen already. */
  private since(name: string, seen: ReadonlyMap<string, number>): Record<string, unknown[]> {
    const shown: Record<string, unknown[]> = {};
    for (const node of this.nodesOf(name)) {
      if (node.type !== 'debug') continue;
      const values = this.watch.messages(node.id).filter(({ value }) => !isReport(value));
      const label = String(node.name);
      const fresh = values.slice(seen.get(label) ?? 0);
      if (fresh.length > 0) shown[label] = fresh.map(({ value }) => lasting(value));
    }
    return shown;
  }

  private nodesOf(name: string): readonly FlowNode[] {
    const nodes = this.flows.get(name);
    if (!nodes) throw new Error(`0.1.0 saved no example named "${name}"`);
    return nodes;
  }
}

/** True for receipts and statistics: how events are grouped into requests depends on timing. */
function isReport(value: unknown): boolean {
  return typeof Object(value).event === 'string';
}

/** What is the same each time: without times, ids, and what Node-RED adds to a message. */
function lasting(value: unknown): unknown {
  if (typeof value === 'string') return lastingText(value);
  if (Array.isArray(value)) return value.map(lasting);
  if (typeof value === 'number') return value > 1e12 ? '<time>' : value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !PASSING.has(key));
  return Object.fromEntries(entries.map(([key, each]) => [key, lasting(each)]));
}

const PASSING = new Set(['_msgid', 'req', 'res', 'timestamp', 'batch', 'id', 'parts', '_event']);

function lastingText(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/\b\d{10}\.\d{1,3}\b|\b1\d{12,18}\b/g, '<time>')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replace(/\b[0-9a-f]{32}\b/g, '<id>');
}

/** Tells every example with a backend in its own flow the address of this Node-RED. */
function withBackendUrl(nodes: readonly FlowNode[], url: string): FlowNode[] {
  return nodes.map((node) => {
    if (!Array.isArray(node.env)) return node;
    const env = node.env.map((entry: { name: string }) => {
      return entry.name === 'BACKEND_URL' ? { ...entry, value: url } : entry;
    });
    return { ...node, env };
  });
}
