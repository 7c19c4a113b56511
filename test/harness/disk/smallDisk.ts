import { execFileSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';

/** As root, and as a user who may become root without being asked. */
const WAYS: readonly (readonly string[])[] = [[], ['sudo', '-n']];

/** A file system of its own, in memory, with this many bytes. */
export class SmallDisk {
  private constructor(
    readonly path: string,
    private readonly way: readonly string[],
  ) {}

  /** Mounts one there; undefined if this machine does not permit it, or WIREBAND_NO_MOUNT is set. */
  static mount(path: string, bytes: number): SmallDisk | undefined {
    mkdirSync(path, { recursive: true });
    if (process.env.WIREBAND_NO_MOUNT) return undefined;
    const user = process.getuid?.() ?? 0;
    const options = `size=${bytes},mode=0700,uid=${user}`;
    const way = WAYS.find((way) => run(way, 'mount', '-t', 'tmpfs', '-o', options, 'tmpfs', path));
    return way && new SmallDisk(path, way);
  }

  get freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.path);
    return bavail * bsize;
  }

  /** @throws {Error} if that fails; it cannot become read-only while a file on it is open for writing. */
  remount(options: string): void {
    if (!run(this.way, 'mount', '-o', `remount,${options}`, this.path)) throw new Error(`remount,${options}`);
  }

  unmount(): void {
    run(this.way, 'umount', '-l', this.path);
  }
}

function run(way: readonly string[], ...command: string[]): boolean {
  const [program = '', ...args] = [...way, ...command];
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
