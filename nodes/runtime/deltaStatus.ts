import type { Node, NodeAPI, NodeStatus } from 'node-red';
import type { StatedLimit } from '../../src/delta';
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

/** `0.2 Cel`, `2 %`; empty if any change passes. */
function thresholdText({ mode, threshold, unit = '' }: StatedLimit): string {
  if (threshold === 0) return '';
  return mode === 'relative'
    ? `${Number((100 * threshold).toPrecision(6))} %`
    : `${threshold} ${unit}`.trim();
}

/** Shows under a delta node how much of what came since its start was suppressed, and that series were forgotten. */
export class DeltaStatus {
  private readonly share = new SuppressedShare();
  private forgotten = 0;
  private readonly reporter: StatusReporter;

  /** @param limits what mode auto has decided for which number; undefined if it is of no use. */
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
      return { fill: 'grey', shape: 'dot', text: this.limitText(percent) ?? this.shareText(percent) };
    }
    const text = this.RED._('wireband-delta.status.forgotten', { n: grouped(forgotten) });
    return { fill: 'yellow', shape: 'dot', text };
  };

  private shareText(percent: number): string {
    return this.RED._('wireband-delta.status.suppressed', { percent });
  }

  /** How many series are still learned; of the only series, its limit and why it has it. Undefined for several. */
  private limitText(percent: number): string | undefined {
    const limits = this.limits() ?? [];
    const n = limits.filter(({ why }) => why === 'learning').length;
    if (n > 0) return this.RED._('wireband-delta.status.learning', { n: grouped(n) });
    const [only] = limits;
    if (!only || limits.length > 1) return undefined;
    const why = this.RED._(`wireband-delta.status.limit-${only.why}`);
    return `${percent} %, ${thresholdText(only)} ${why}`.replace(/ +/g, ' ');
  }
}
