import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { build } from 'esbuild';
import type { Stats } from '../../../src/uplink';
import { until } from '../until';
import type { LifePlan, LifeReport } from './killGateway';

type ReportOf<K extends LifeReport['kind']> = Extract<LifeReport, { readonly kind: K }>;

/**
 * Bundles programs, by their paths below test/harness, each into one `.js` in the folder, which starts quickly. What
 * they import by this package's name is not bundled: the folder must have that installed.
 */
export async function bundlePrograms(folder: string, ...names: string[]): Promise<void> {
  await build({
    entryPoints: names.map((name) => join(__dirname, '..', `${name}.ts`)),
    outdir: folder,
    entryNames: '[name]',
    bundle: true,
    external: ['@wireband/node-red-edge'],
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
}

/** The environment of a life. */
export interface LifeSurroundings {
  readonly env?: NodeJS.ProcessEnv;
  /** A program that is loaded first. */
  readonly preload?: string;
  /** Flags of Node.js. */
  readonly flags?: readonly string[];
  /** The user that it runs as; only root may choose. */
  readonly uid?: number;
}

/** One life of a gateway in its own process, which a test may end at any moment. */
export class KillableLife {
  /** Numbers of the events that it reported as stored, in order. */
  readonly stored: number[] = [];
  readonly told: ReportOf<'told'>['event'][] = [];
  opened: ReportOf<'opened'> | undefined;
  closed: { readonly taken: number; readonly stats: Stats } | undefined;
  /** Fulfilled with the exit code or the signal, once all its output has been read. */
  readonly ended: Promise<number | string>;
  private readonly child: ChildProcess;
  private errors = '';
  private readonly openings: (() => void)[] = [];

  /** @param program from bundlePrograms(). */
  constructor(
    program: string,
    readonly plan: LifePlan,
    { env = {}, preload, flags = [], uid }: LifeSurroundings = {},
  ) {
    const required = preload === undefined ? [] : ['--require', preload];
    this.child = spawn(process.execPath, [...flags, ...required, program, JSON.stringify(plan)], {
      ...(uid !== undefined && { uid }),
      env: { ...process.env, NODE_OPTIONS: '', NO_PROXY: '*', no_proxy: '*', ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.errors += chunk;
    });
    this.ended = this.run(this.child.stdio[3]);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** What it wrote to stderr: nothing if all is well. */
  get stderr(): string {
    return this.errors;
  }

  /** Resolves when it has opened its spool or has ended. */
  async hasOpened(): Promise<void> {
    if (this.opened) return;
    await Promise.race([new Promise<void>((resolve) => this.openings.push(resolve)), this.ended]);
  }

  /** Resolves when it has reported `count` events as stored or has ended. */
  async hasStored(count: number): Promise<void> {
    let isOver = false;
    void this.ended.finally(() => {
      isOver = true;
    });
    await until(`${count} events are stored`, () => isOver || this.stored.length >= count);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  private async run(reports: unknown): Promise<number | string> {
    const ended = once(this.child, 'close');
    if (isReadable(reports)) await this.read(reports);
    const [code, signal] = await ended;
    return code ?? signal;
  }

  private async read(reports: Readable): Promise<void> {
    for await (const line of createInterface({ input: reports })) {
      const report = parse(line);
      if (report) this.keep(report);
    }
  }

  private keep(report: LifeReport): void {
    switch (report.kind) {
      case 'opened':
        this.opened = report;
        for (const resolve of this.openings) resolve();
        return;
      case 'stored':
        this.stored.push(report.number);
        return;
      case 'told':
        this.told.push(report.event);
        return;
      case 'closed':
        this.closed = report;
        return;
    }
  }
}

function isReadable(stream: unknown): stream is Readable {
  return typeof stream === 'object' && stream !== null && 'on' in stream;
}

/** A line that a kill cut off does not count: the process had not finished saying it. */
function parse(line: string): LifeReport | undefined {
  try {
    const report: LifeReport = JSON.parse(line);
    return report;
  } catch {
    return undefined;
  }
}
