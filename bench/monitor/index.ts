import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Editor } from '../../test/harness/editor/editor';
import { FloodSink } from '../../test/harness/flood/FloodSink';
import { nodeRed4 } from '../../test/harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../../test/harness/nodeRed/nodeRed';
import { repository } from '../../test/harness/package/packedPackage';
import { chromium, type Requirement } from '../../test/harness/requirements';
import { sleep, until } from '../../test/harness/until';
import type { Bench } from '../Bench';
import { median, table } from '../figures';
import { cpuMsOf } from './cpuOf';

declare const RED: { sidebar: { show(id: string): void } };

/** Messages per second for each uplink. */
const RATE = 2;

/** Share of the CPU time of one core, while the tab is open. */
const AIM_OPEN = 0.01;

/** The gateway forgets a tab that has not reported to be open for 15 seconds. */
const FORGOTTEN_MS = 17_000;

const WARM_UP_MS = 10_000;

/** Two gateways at the same time, so that other load on the machine affects both. */
interface Pair {
  readonly without: Gateway;
  readonly monitored: Gateway;
}

interface Gateway {
  readonly red: NodeRed;
  readonly editor: Editor;
}

/** CPU time as a share of one core. */
interface Shares {
  readonly without: number;
  readonly monitored: number;
  /** The main thread of the page of the gateway with the monitor. */
  readonly page: number;
}

interface Round {
  readonly closed: Shares;
  readonly open: Shares;
}

/** What the sidebar tab costs while someone looks and while no one does, compared with a package without it. */
export const monitorBench: Bench = {
  name: 'monitor',
  title: 'The monitor, open and closed',
  async run({ isQuick }) {
    const [rounds, ms] = isQuick ? [1, 5000] : [3, 15_000];
    const rows: string[][] = [];
    for (const uplinks of [1, 50]) rows.push([String(uplinks), ...(await measure(uplinks, rounds, ms))]);
    return [
      `Two gateways run at the same time, each with the given number of uplinks, which get ${RATE} messages per second each, and each`,
      'with an editor in Chromium: one with this package, one with the same package without its monitor. The tab is closed and',
      'open in turn, with one uplink unfolded while it is open. CPU time is that of the whole Node-RED process, as a percentage of',
      `one core; *page* is the main thread of the editor. Medians of ${rounds} rounds of ${ms / 1000} s; differences are formed within a`,
      `round. Aim: ${100 * AIM_OPEN} % open, nothing closed.`,
      '',
      table(
        [
          'uplinks',
          'without %',
          'closed %',
          'closed more',
          'open %',
          'open more',
          'page closed %',
          'page open %',
        ],
        rows,
      ),
    ].join('\n');
  },
};

async function measure(uplinks: number, rounds: number, ms: number): Promise<string[]> {
  const sink = await FloodSink.start(0);
  const bare = packageWithoutMonitor();
  const flows = flowOf(uplinks, sink.report.port);
  const started: Gateway[] = [];
  try {
    for (const packageFolder of [bare, repository]) started.push(await startGateway(packageFolder, flows));
    const [without, monitored] = started;
    if (!without || !monitored) throw new Error('There are not two gateways.');
    await sleep(WARM_UP_MS);
    const measured: Round[] = [];
    for (let round = 0; round < rounds; round++) {
      measured.push(await measureRound({ without, monitored }, ms));
      console.error(`${uplinks} uplinks: ${JSON.stringify(measured.at(-1))}`);
    }
    return figures(measured);
  } finally {
    for (const { editor, red } of started) {
      await editor[Symbol.asyncDispose]();
      await red.stop();
    }
    sink.close();
    rmSync(bare, { recursive: true, force: true });
  }
}

async function measureRound(pair: Pair, ms: number): Promise<Round> {
  const { page } = pair.monitored.editor;
  const closed = await shares(pair, ms);
  await page.evaluate(() => RED.sidebar.show('wireband-monitor'));
  const head = page.locator('.wireband-uplink-head').first();
  await head.waitFor();
  if ((await head.getAttribute('aria-expanded')) !== 'true') await head.click();
  await page.locator('.wireband-plot canvas').waitFor();
  const open = await shares(pair, ms);
  await page.evaluate(() => RED.sidebar.show('help'));
  await sleep(FORGOTTEN_MS);
  return { closed, open };
}

async function shares({ without, monitored }: Pair, ms: number): Promise<Shares> {
  const session = await monitored.editor.page.context().newCDPSession(monitored.editor.page);
  await session.send('Performance.enable');
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return {
      at: performance.now(),
      without: cpuMsOf(without.red.pid),
      monitored: cpuMsOf(monitored.red.pid),
      page: 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN),
    };
  };
  const before = await read();
  await sleep(ms);
  const after = await read();
  await session.detach();
  const share = (of: 'without' | 'monitored' | 'page'): number =>
    (after[of] - before[of]) / (after.at - before.at);
  return { without: share('without'), monitored: share('monitored'), page: share('page') };
}

function figures(rounds: readonly Round[]): string[] {
  const percent = (of: (round: Round) => number): string => (100 * median(rounds.map(of))).toFixed(2);
  return [
    percent(({ closed }) => closed.without),
    percent(({ closed }) => closed.monitored),
    percent(({ closed }) => closed.monitored - closed.without),
    percent(({ open }) => open.monitored),
    percent(({ open }) => open.monitored - open.without),
    percent(({ closed }) => closed.page),
    percent(({ open }) => open.page),
  ];
}

async function startGateway(packageFolder: string, flows: readonly FlowNode[]): Promise<Gateway> {
  const red = await startNodeRed({ red: find(nodeRed4), packageFolder, flows });
  const editor = await Editor.open(find(chromium), red.url);
  await editor.page.evaluate(() => RED.sidebar.show('help'));
  await until('the flow is drawn', () => editor.page.locator('.red-ui-flow-node').first().isVisible());
  return { red, editor };
}

/** This package without its monitor. */
function packageWithoutMonitor(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wireband-without-monitor-'));
  const description = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  delete description['node-red'].plugins;
  writeFileSync(join(folder, 'package.json'), JSON.stringify(description));
  for (const name of ['dist', 'examples', 'node_modules'])
    symlinkSync(join(repository, name), join(folder, name));
  return folder;
}

function flowOf(uplinks: number, port: number): FlowNode[] {
  const ids = Array.from({ length: uplinks }, (_, i) => `u${i}`);
  return [
    { id: 'tab', type: 'tab', label: 'Monitor' },
    { id: 'b', type: 'wireband-backend', url: `http://127.0.0.1:${port}`, deviceId: 'bench' },
    {
      ...{ id: 'load', type: 'inject', z: 'tab', props: [{ p: 'payload' }, { p: 'topic', vt: 'str' }] },
      ...{ repeat: String(1 / RATE), once: false, onceDelay: 0.1, topic: 'hall/temperature' },
      ...{ payload: '', payloadType: 'date', x: 120, y: 60, wires: [ids] },
    },
    ...ids.map((id, i) => ({
      ...{ id, type: 'wireband-uplink', z: 'tab', name: `Line ${i}`, backend: 'b', storage: 'disk' },
      ...{ x: 400, y: 60 + 40 * i, wires: [[], []] },
    })),
  ];
}

function find<T>({ find: look, name, install }: Requirement<T>): T {
  const found = look();
  if (found === undefined) throw new Error(`${name} is missing: ${install}`);
  return found;
}
