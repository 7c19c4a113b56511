import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { RunningProgram } from '../test/harness/runningProgram';

const TMPFS = 0x01021994;
const RESULT = /^result (.*)$/m;
const TIMEOUT_MS = 300_000;

/** A folder on a disk for measurements: in the system's folder for temporary files, unless that is in memory. */
export function folderOnDisk(): string {
  const isInMemory = statfsSync(tmpdir()).type === TMPFS;
  return mkdtempSync(join(isInMemory ? resolve(__dirname, '..') : tmpdir(), 'wireband-bench-'));
}

/** A separate program, which the engine looks for next to itself. */
const ENGINE_THREAD = resolve(__dirname, '../src/engine/engineThread.ts');

/**
 * Programs measured in their own processes, bundled in advance so that no TypeScript loader is measured. They take
 * one argument, JSON, and print `result` and JSON.
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

  /** A path below the folder that is removed at the end. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** Starts a worker; after its result it runs on until it ends by itself. */
  start(source: string, options: object): RunningProgram {
    const program = join(this.folder, 'programs', `${basename(source, '.ts')}.js`);
    return new RunningProgram(process.execPath, [program, JSON.stringify(options)]);
  }

  /** Runs a worker to its end. @throws {Error} if it fails. */
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
