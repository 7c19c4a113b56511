import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { PATIENCE_MS } from './until';

export interface ProgramOptions {
  readonly cwd?: string;
  /** Replaces the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Gives it its own process group, as a shell gives each command that is typed in. */
  readonly ownGroup?: boolean;
}

/** A program that a test started, with what it has written so far. */
export class RunningProgram {
  /** Output on stdout and stderr. */
  output = '';
  /** Fulfilled with the exit code, or with the name of the signal that ended it. */
  readonly ended: Promise<number | string>;
  readonly pid: number;
  private readonly child: ChildProcess;
  private readonly listeners = new Set<() => void>();
  private over = false;

  constructor(program: string, args: readonly string[], { cwd, env, ownGroup = false }: ProgramOptions = {}) {
    this.child = spawn(program, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...(env ?? process.env), NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: ownGroup,
    });
    this.pid = this.child.pid ?? 0;
    const append = (chunk: Buffer): void => {
      this.output += chunk.toString('utf8');
      this.notify();
    };
    this.child.stdout?.on('data', append);
    this.child.stderr?.on('data', append);
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code, signal) => {
        this.over = true;
        this.notify();
        resolve(code ?? signal ?? 'unknown');
      });
    });
  }

  /** Resolves as soon as the output matches. */
  waitFor(pattern: RegExp, timeoutMs = PATIENCE_MS): Promise<RegExpMatchArray> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.listeners.delete(check);
      };
      const fail = (reason: string): void => {
        finish();
        reject(new Error(`${reason} ${pattern}; it wrote:\n${this.output}`));
      };
      const check = (): void => {
        const match = this.output.match(pattern);
        if (match) {
          finish();
          resolve(match);
        } else if (this.over) fail('the program ended before');
      };
      const timer = setTimeout(() => fail(`within ${timeoutMs} ms there was no`), timeoutMs);
      this.listeners.add(check);
      check();
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Signals its whole group, as Ctrl-C in a terminal does; needs `ownGroup`. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  /** Kills it if it is still running, with everything that it started. */
  async kill(): Promise<void> {
    if (this.over) return;
    const started = descendants(this.pid);
    this.child.kill('SIGKILL');
    for (const { pid } of started) killIfThere(pid);
    await this.ended;
  }

  private notify(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

export interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  /** Its arguments as every user of the machine sees them. */
  readonly shown: string;
}

/** The list of running processes, as any user gets it; without those that have ended and wait to be reaped. */
export function listProcesses(): ListedProcess[] {
  const list = execFileSync('ps', ['-axww', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' });
  return [...list.matchAll(/^\s*(\d+)\s+(\d+)\s+([^Z\s]\S*)\s+(.*)$/gm)].map(
    ([, pid, parent, , shown = '']) => {
      return { pid: Number(pid), parent: Number(parent), shown };
    },
  );
}

/** The processes that a process started, and those that they started. */
export function descendants(pid: number, all: readonly ListedProcess[] = listProcesses()): ListedProcess[] {
  const children = all.filter(({ parent }) => parent === pid);
  return children.flatMap((child) => [child, ...descendants(child.pid, all)]);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
