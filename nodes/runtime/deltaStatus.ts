import type { Node, NodeAPI, NodeStatus } from 'node-red';
import { StatusReporter } from './StatusReporter';

/** Shows under a delta node how much of what came since its start was suppressed. */
export class DeltaStatus {
  private received = 0;
  private suppressed = 0;
  private percent = -1;
  private readonly reporter: StatusReporter;

  constructor(
    private readonly RED: NodeAPI,
    node: Node,
  ) {
    this.reporter = new StatusReporter(node);
  }

  /** Called for every message: only another percentage costs more than a division. */
  count(isSuppressed: boolean): void {
    this.received++;
    if (isSuppressed) this.suppressed++;
    // Rounded down: 100 % only when nothing passed.
    const percent = Math.floor((this.suppressed / this.received) * 100);
    if (percent === this.percent) return;
    this.percent = percent;
    this.reporter.update(this.read);
  }

  close(): void {
    this.reporter.close();
  }

  private readonly read = (): NodeStatus => {
    const { percent } = this;
    return { fill: 'grey', shape: 'dot', text: this.RED._('wireband-delta.status.suppressed', { percent }) };
  };
}
