import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { RunningProgram } from '../test/harness/runningProgram';

const TMPFS = 0x01021994;
const RESULT = /^result (.*)$/m;
const TIMEOUT_MS = 300_000;

/** A folder for measurements that is on a disk: the system's own for such things, unless that is in memory. */
export function folderOnDisk(): string {
  const isInMemory = statfsSync(tmpdir()).type === TMPFS;
  return mkdtempSync(join(isInMemory ? resolve(__dirname, '..') : tmpdir(), 'wireband-bench-'));
}

/** A program of its own, which the engine looks for beside itself. */
const ENGINE_THREAD = resolve(__dirname, '../src/engine/engineThread.ts');

/**
 * Programs that are measured in processes of their own, bundled beforehand: no TypeScript loader is measured. They
 * get one argument, JSON, and say `result` and JSON.
 */
export class Workers {
  private constructor(readonly folder: string) {}

  /** @param sources paths of their entry points. */
  static async build(sources: readonly string[]): Promise<Workers> {
    const folder = folderOnDisk();
    const entries = [...sources, ENGINE_THREAD].map((path) => [basename(path, '.ts'), path]);
    await build({
      entryPoints: Object.fromEntries(entries),
      outdir: join(folder, 'programs'),
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      logOverride: { 'require-resolve-not-external': 'silent' },
    });
    return new Workers(folder);
  }

  /** A path below the folder that goes at the end. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** Starts a worker; it runs on after its result until it ends by itself. */
  start(source: string, options: object): RunningProgram {
    const program = join(this.folder, 'programs', `${basename(source, '.ts')}.js`);
    return new RunningProgram(process.execPath, [program, JSON.stringify(options)]);
  }

  /** Runs a worker to its end. @throws {Error} when it fails. */
  async run<T>(source: string, options: object, timeoutMs = TIMEOUT_MS): Promise<T> {
    const worker = this.start(source, options);
    try {
      const result = await resultOf<T>(worker, timeoutMs);
      await worker.ended;
      return result;
    } finally {
      await worker.kill();
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function resultOf<T>(worker: RunningProgram, timeoutMs = TIMEOUT_MS): Promise<T> {
  const [, json = ''] = await worker.waitFor(RESULT, timeoutMs);
  const result: T = JSON.parse(json);
  return result;
}
