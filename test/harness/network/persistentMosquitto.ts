import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { until } from '../until';
import { freePort } from './listening';
import { accepts } from './mosquitto';

/** A real mosquitto that keeps sessions and messages on disk, and can be restarted. */
export class PersistentMosquitto {
  private child: ChildProcess | undefined;
  private log = '';

  private constructor(
    private readonly program: string,
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(program: string): Promise<PersistentMosquitto> {
    const folder = mkdtempSync(join(tmpdir(), 'wireband-mosquitto-'));
    chmodSync(folder, 0o755);
    const port = await freePort();
    const settings = [
      `user ${userInfo().username}`,
      'persistence true',
      `persistence_location ${folder}/`,
      'max_queued_messages 0',
      'max_inflight_messages 0',
      `listener ${port} 127.0.0.1`,
      'allow_anonymous true',
    ];
    writeFileSync(join(folder, 'mosquitto.conf'), settings.join('\n'));
    const broker = new PersistentMosquitto(program, folder, port);
    await broker.run();
    return broker;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  /** Stops it, which makes it write what it holds, and starts it again. */
  async restart(): Promise<void> {
    await this.end();
    await this.run();
  }

  async close(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async run(): Promise<void> {
    const child = spawn(this.program, ['-c', join(this.folder, 'mosquitto.conf')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.on('data', (chunk: Buffer) => {
      this.log += chunk.toString('utf8');
    });
    this.child = child;
    await until(
      () => `mosquitto listens; it wrote:\n${this.log}`,
      () => accepts(this.port),
    );
  }

  private async end(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child) return;
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}
