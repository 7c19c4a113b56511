import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cCompiler } from '../requirements';

/** A sync of a file or directory; milliseconds of one clock. */
export interface NotedSync {
  readonly begin: number;
  readonly end: number;
  readonly path: string;
}

/**
 * Makes every sync of a program slow, like that of an SD card: in the system call, so that it occupies a thread of
 * the program's pool however it was requested. Records each completed sync. Linux only.
 */
export class SlowSyncs {
  private readonly folder = mkdtempSync(join(tmpdir(), 'wireband-slow-'));

  /** @param ms by which each takes longer. @throws {Error} without a C compiler. */
  constructor(readonly ms: number) {
    try {
      const compiler = cCompiler.find();
      if (compiler === undefined) throw new Error(`${cCompiler.name} is missing: ${cCompiler.install}`);
      const source = join(__dirname, 'slowSync.c');
      execFileSync(compiler, ['-shared', '-fPIC', '-O1', '-o', this.library, source, '-ldl']);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  /** The environment that makes a program's syncs slow. */
  get environment(): Readonly<Record<string, string>> {
    return { LD_PRELOAD: this.library, SLOW_SYNC_MS: String(this.ms), SLOW_SYNC_LOG: this.log };
  }

  /** Completed syncs, in the order in which they ended. @param folder that they are below. */
  through(folder: string): NotedSync[] {
    if (!existsSync(this.log)) return [];
    const lines = readFileSync(this.log, 'utf8').matchAll(/^(\S+) (\S+) (.*)$/gm);
    return [...lines].flatMap(([, begin, end, path = '']) =>
      path.startsWith(folder) ? [{ begin: Number(begin), end: Number(end), path }] : [],
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get library(): string {
    return join(this.folder, 'slowSync.so');
  }

  private get log(): string {
    return join(this.folder, 'syncs');
  }
}

/** The maximum number of them in progress at one moment. */
export function mostAtOnce(syncs: readonly NotedSync[]): number {
  const changes = syncs.flatMap(({ begin, end }) => [
    { at: begin, by: 1 },
    { at: end, by: -1 },
  ]);
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let underWay = 0;
  let most = 0;
  for (const { by } of changes) {
    underWay += by;
    most = Math.max(most, underWay);
  }
  return most;
}
