import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { listen } from '../network/listening';

/** What the preloaded probe reports about Node-RED; times in milliseconds since its start, cumulative. */
export interface LoopReport {
  readonly at: number;
  /** Turns of the main thread's event loop. */
  readonly turns: number;
  readonly busyMs: number;
  /** Of all threads. */
  readonly cpuMs: number;
  /** Of the main thread alone; absent if the system does not report it. */
  readonly mainCpuMs?: number;
  /** By how much the main loop's timers were late since the last mark(): 99th percentile and maximum, milliseconds. */
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
  readonly gcMs: number;
  /** Resident memory, bytes. */
  readonly rss: number;
  /** Milliseconds that each read of the file took, for those that ended since the last report. */
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

/** Receives what the preloaded probe reports. */
export class LoopProbe {
  latest = NOTHING;
  /** Peak resident memory so far, bytes. */
  peakRss = 0;
  /** Milliseconds that each read of the file has taken since the last mark(). */
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
   * Resolves with the environment that makes a Node.js program report.
   * @param file that it reads over and over, to see how long that takes; none if absent.
   */
  async listen(file?: string): Promise<Readonly<Record<string, string>>> {
    return {
      NODE_OPTIONS: `--require ${join(__dirname, 'loopProbe.js')}`,
      LOOP_PROBE_PORT: String(await listen(this.server)),
      ...(file !== undefined && { LOOP_PROBE_FILE: file }),
    };
  }

  /** From now on measures the loop's delay and the reads of the file. */
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
