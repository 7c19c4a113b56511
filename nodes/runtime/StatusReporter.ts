import type { NodeStatus } from 'node-red';

/** The editor receives every status over a socket: no more often than this, and only changes. */
const MIN_INTERVAL_MS = 500;

/** Between the parts of a status: the cause, then the next step. */
export const SEPARATOR = ' \u00b7 ';

/** Shows the latest status of a node within half a second, without flooding the editor. */
export class StatusReporter {
  private shown = '';
  /** When a status was last read, even if it was the one shown: reading it takes time, too. */
  private shownAt = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private read: () => NodeStatus = () => ({});

  constructor(private readonly node: { status(status: NodeStatus): void }) {}

  /** @param read called when the status is shown, so that it covers later changes within the interval. */
  update(read: () => NodeStatus): void {
    this.read = read;
    if (this.timer) return;
    const wait = this.shownAt + MIN_INTERVAL_MS - performance.now();
    if (wait <= 0) {
      this.show(read());
      return;
    }
    this.showIn(wait);
  }

  /**
   * Like update(), for a status that changes with every message: it is read once per interval, not on every call. The
   * first one is shown at once.
   */
  updateSoon(read: () => NodeStatus): void {
    this.read = read;
    if (this.timer) return;
    if (this.shown === '') this.show(read());
    else this.showIn(MIN_INTERVAL_MS);
  }

  close(): void {
    clearTimeout(this.timer);
    this.node.status({});
  }

  private showIn(milliseconds: number): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.show(this.read());
    }, milliseconds);
  }

  private show(status: NodeStatus): void {
    this.shownAt = performance.now();
    const text = JSON.stringify(status);
    if (text === this.shown) return;
    this.shown = text;
    this.node.status(status);
  }
}

/** Separates thousands with a space, which no language uses as a decimal separator. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
}
