import { createServer } from 'node:net';
import { listen } from '../network/listening';

/** What the preloaded probe tells of Node-RED; times in milliseconds since its start, summed up. */
export interface LoopReport {
  readonly at: number;
  /** Turns of the main thread's event loop. */
  readonly turns: number;
  readonly busyMs: number;
  /** Of all threads. */
  readonly cpuMs: number;
  readonly gcMs: number;
  /** Resident memory, bytes. */
  readonly rss: number;
}

/** Hears what the preloaded probe tells. */
export class LoopProbe {
  latest: LoopReport = { at: 0, turns: 0, busyMs: 0, cpuMs: 0, gcMs: 0, rss: 0 };
  /** Largest resident memory so far, bytes. */
  peakRss = 0;
  private readonly server = createServer((socket) => {
    let unread = '';
    socket.setEncoding('utf8');
    socket.on('error', () => socket.destroy());
    socket.on('data', (text: string) => {
      const lines = (unread + text).split('\n');
      unread = lines.pop() ?? '';
      for (const line of lines) this.take(JSON.parse(line));
    });
  });

  /** Resolves with its port. */
  listen(): Promise<number> {
    return listen(this.server);
  }

  close(): void {
    this.server.close();
  }

  private take(report: LoopReport): void {
    this.latest = report;
    this.peakRss = Math.max(this.peakRss, report.rss);
  }
}
