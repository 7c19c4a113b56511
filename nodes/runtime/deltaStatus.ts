import type { Node, NodeAPI, NodeStatus } from 'node-red';
import { StatusReporter } from './StatusReporter';
import { SuppressedShare } from './SuppressedShare';

/** Shows under a delta node how much of what came since its start was suppressed. */
export class DeltaStatus {
  private readonly share = new SuppressedShare();
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
    this.share.count(isSuppressed);
    const { percent } = this.share;
    if (percent === this.percent) return;
    this.percent = percent;
    this.reporter.update(this.read);
  }

  /** Called for every message that was counted as suppressed and is forwarded now; shown with the next message. */
  takeBack(): void {
    this.share.takeBack();
  }

  close(): void {
    this.reporter.close();
  }

  private readonly read = (): NodeStatus => {
    const { percent } = this;
    return { fill: 'grey', shape: 'dot', text: this.RED._('wireband-delta.status.suppressed', { percent }) };
  };
}
