import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SinkOrder, SinkReport } from './sinkProcess';

/** The backend, in its own process. */
export class FloodSink {
  private constructor(
    private readonly child: ChildProcess,
    private latest: SinkReport,
  ) {
    child.on('message', (report: SinkReport) => {
      this.latest = report;
    });
  }

  /** @param latencyMs how long it takes per request. */
  static async start(latencyMs: number): Promise<FloodSink> {
    const child = fork(join(__dirname, 'sinkProcess.ts'), [String(latencyMs)]);
    const [report]: SinkReport[] = await once(child, 'message');
    if (!report) throw new Error('The backend says nothing.');
    return new FloodSink(child, report);
  }

  get report(): SinkReport {
    return this.latest;
  }

  tell(order: SinkOrder): void {
    this.child.send(order);
  }

  close(): void {
    this.child.disconnect();
  }
}
