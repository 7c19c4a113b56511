import type { Node, NodeAPI, NodeStatus } from 'node-red';
import type { StatedLimit } from '../../src/delta';
import { grouped, StatusReporter } from './StatusReporter';

/** The share of incoming messages that was suppressed for good. */
export class SuppressedShare {
  private received = 0;
  private suppressed = 0;

  /** A message arrived, and passed or was suppressed. */
  count(isSuppressed: boolean): void {
    this.received++;
    if (isSuppressed) this.suppressed++;
  }

  /** A suppressed message is forwarded after all; it may have arrived before counting began. */
  takeBack(): void {
    if (this.suppressed > 0) this.suppressed--;
  }

  /** Rounded down: 100 only if nothing was forwarded. */
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

/** Shows under a delta node the share of messages suppressed since its start, or how many series were forgotten. */
export class DeltaStatus {
  private readonly share = new SuppressedShare();
  private forgotten = 0;
  private readonly reporter: StatusReporter;

  /** @param limits what mode auto has decided for each number; undefined in other modes, or if too many. */
  constructor(
    private readonly RED: NodeAPI,
    node: Node,
    private readonly limits: () => readonly StatedLimit[] | undefined,
  ) {
    this.reporter = new StatusReporter(node);
  }

  /**
   * Called for every message: it only counts; the figures are worked out when they are shown.
   * @param forgotten series forgotten so far for lack of room.
   */
  count(isSuppressed: boolean, forgotten: number): void {
    this.share.count(isSuppressed);
    this.forgotten = forgotten;
    this.reporter.updateSoon(this.read);
  }

  /** Called for every message that was counted as suppressed and is now forwarded; shown with the next message. */
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

  /** How many series are still being learned; for a single series, its limit and the reason. Undefined for several. */
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
