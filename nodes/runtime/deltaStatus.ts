import type { Node, NodeAPI, NodeStatus } from 'node-red';
import { LIMIT_REASONS, type StatedLimit } from '../../src/delta';
import { grouped, StatusReporter } from './StatusReporter';

/** How much of what came was suppressed for good. */
export class SuppressedShare {
  private received = 0;
  private suppressed = 0;

  /** A message came, and passed or was suppressed. */
  count(isSuppressed: boolean): void {
    this.received++;
    if (isSuppressed) this.suppressed++;
  }

  /** A message that was suppressed is forwarded after all; it may have come before this began to count. */
  takeBack(): void {
    if (this.suppressed > 0) this.suppressed--;
  }

  /** Rounded down: 100 only when nothing was forwarded. */
  get percent(): number {
    return this.received === 0 ? 0 : Math.floor((this.suppressed / this.received) * 100);
  }
}

/** `0.2 Cel`, `2 %`. */
function thresholdText({ mode, threshold, unit = '' }: StatedLimit): string {
  return mode === 'relative'
    ? `${Number((100 * threshold).toPrecision(6))} %`
    : `${threshold} ${unit}`.trim();
}

/** Shows under a delta node how much of what came since its start was suppressed, and that series were forgotten. */
export class DeltaStatus {
  private readonly share = new SuppressedShare();
  private forgotten = 0;
  private readonly reporter: StatusReporter;

  /** @param limits what mode auto has decided for which number; undefined where it is of no use. */
  constructor(
    private readonly RED: NodeAPI,
    node: Node,
    private readonly limits: () => readonly StatedLimit[] | undefined,
  ) {
    this.reporter = new StatusReporter(node);
  }

  /**
   * Called for every message: it only counts, what comes of it is worked out when it is shown.
   * @param forgotten series forgotten so far for want of room.
   */
  count(isSuppressed: boolean, forgotten: number): void {
    this.share.count(isSuppressed);
    this.forgotten = forgotten;
    this.reporter.updateSoon(this.read);
  }

  /** Called for every message that was counted as suppressed and is forwarded now; shown with the next message. */
  takeBack(): void {
    this.share.takeBack();
  }

  close(): void {
    this.reporter.close();
  }

  private readonly read = (): NodeStatus => {
    const { forgotten } = this;
    const { percent } = this.share;
    if (forgotten === 0) {
      const text = this.RED._('wireband-delta.status.suppressed', { percent });
      return { fill: 'grey', shape: 'dot', text: [text, ...this.limitTexts()].join(', ') };
    }
    const text = this.RED._('wireband-delta.status.forgotten', { n: grouped(forgotten) });
    return { fill: 'yellow', shape: 'dot', text };
  };

  /** The limit of the only series; of several, how many there are for which reason. */
  private limitTexts(): string[] {
    const limits = this.limits() ?? [];
    const [only] = limits;
    if (only && limits.length === 1) {
      const why = this.RED._(`wireband-delta.status.limit-${only.why}`, { n: 1 });
      return [only.threshold === 0 ? why : `${why}: ${thresholdText(only)}`];
    }
    return LIMIT_REASONS.flatMap((why) => {
      const n = limits.filter((limit) => limit.why === why).length;
      return n === 0 ? [] : [this.RED._(`wireband-delta.status.limit-${why}`, { n: grouped(n) })];
    });
  }
}
