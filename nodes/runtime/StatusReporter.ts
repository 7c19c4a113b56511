import type { Node, NodeStatus } from 'node-red';

/** The editor gets every status over a socket: no more often than this, and only what changed. */
const MIN_INTERVAL_MS = 500;

/** Shows a node's status, the latest within half a second, without flooding the editor. */
export class StatusReporter {
  private shown = '';
  private shownAt = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private read: () => NodeStatus = () => ({});

  constructor(private readonly node: Node) {}

  /** @param read gives the status when it is shown; later states within the interval are seen by it. */
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
   * Like update(), for what changes with every message: the status is read once an interval, not at every call. The
   * first is shown at once.
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
    const text = JSON.stringify(status);
    if (text === this.shown) return;
    this.shown = text;
    this.shownAt = performance.now();
    this.node.status(status);
  }
}

/** Thousands are set apart by a space, which no language takes for a decimal sign. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, '\u00a0');
}
