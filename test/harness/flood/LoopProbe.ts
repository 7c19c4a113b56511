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
  /** By how much the main loop's timers were late since the last mark(): 99th percentile and maximum, milliseconds. */
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
  readonly gcMs: number;
  /** Resident memory, bytes. */
  readonly rss: number;
  /** Milliseconds that each reading of the file took which ended since the last report. */
  readonly reads: readonly number[];
}

const NOTHING: LoopReport = {
  at: 0,
  turns: 0,
  busyMs: 0,
  cpuMs: 0,
  delayP99Ms: 0,
  delayMaxMs: 0,
  gcMs: 0,
  rss: 0,
  reads: [],
};

/** Hears what the preloaded probe tells. */
export class LoopProbe {
  latest = NOTHING;
  /** Largest resident memory so far, bytes. */
  peakRss = 0;
  /** Milliseconds that each reading of the file took since the last mark(). */
  reads: number[] = [];
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

  /**
   * Resolves with the environment that makes a Node.js program tell.
   * @param file that it reads again and again, to see how long that takes; none where absent.
   */
  async listen(file?: string): Promise<Readonly<Record<string, string>>> {
    return {
      NODE_OPTIONS: `--require ${join(__dirname, 'loopProbe.js')}`,
      LOOP_PROBE_PORT: String(await listen(this.server)),
      ...(file !== undefined && { LOOP_PROBE_FILE: file }),
    };
  }

  /** The loop's delay and the readings of the file are measured from now on. */
  mark(): void {
    this.probed?.write('mark\n');
    this.reads = [];
  }

  close(): void {
    this.server.close();
  }

  private take(report: LoopReport): void {
    this.latest = report;
    this.peakRss = Math.max(this.peakRss, report.rss);
    this.reads.push(...report.reads);
  }
}
