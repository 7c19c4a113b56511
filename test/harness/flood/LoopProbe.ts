import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { listen } from '../network/listening';

/** What the preloaded probe tells of Node-RED; times in milliseconds since its start, summed up. */
export interface LoopReport {
  readonly at: number;
  /** Turns of the main thread's event loop. */
  readonly turns: number;
  readonly busyMs: number;
  /** Of all threads. */
  readonly cpuMs: number;
  /** Of the main thread alone; absent where the system does not tell. */
  readonly mainCpuMs?: number;
  /** By how much the main loop's timers were late, the 99th percentile since the last mark(), milliseconds. */
  readonly delayP99Ms: number;
  readonly gcMs: number;
  /** Resident memory, bytes. */
  readonly rss: number;
}

const NOTHING: LoopReport = { at: 0, turns: 0, busyMs: 0, cpuMs: 0, delayP99Ms: 0, gcMs: 0, rss: 0 };

/** Hears what the preloaded probe tells. */
export class LoopProbe {
  latest = NOTHING;
  /** Largest resident memory so far, bytes. */
  peakRss = 0;
  private probed: Socket | undefined;
  private readonly server = createServer((socket) => {
    let unread = '';
    this.probed = socket;
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.on('data', (text: string) => {
      const lines = (unread + text).split('\n');
      unread = lines.pop() ?? '';
      for (const line of lines) this.take(JSON.parse(line));
    });
  });

  /** Resolves with the environment that makes a Node.js program tell. */
  async listen(): Promise<Readonly<Record<string, string>>> {
    const port = await listen(this.server);
    return { NODE_OPTIONS: `--require ${join(__dirname, 'loopProbe.js')}`, LOOP_PROBE_PORT: String(port) };
  }

  /** The loop's delay is measured from now on. */
  mark(): void {
    this.probed?.write('mark\n');
  }

  close(): void {
    this.server.close();
  }

  private take(report: LoopReport): void {
    this.latest = report;
    this.peakRss = Math.max(this.peakRss, report.rss);
  }
}
