/** The maximum delay of a JavaScript timer; a longer wait takes several timers. */
const MAX_WAIT_MS = 2_147_483_647;

/** One timer for everything due in a node, set to the earliest due time. It does not keep the process alive. */
export class DueTimer {
  private timer: NodeJS.Timeout | undefined;
  private setFor = Number.POSITIVE_INFINITY;

  constructor(private readonly onDue: () => void) {}

  /** @param time when something is due, milliseconds since the epoch; undefined for never. */
  set(time: number | undefined): void {
    if (time === undefined || time >= this.setFor) return;
    this.clear();
    this.setFor = time;
    const wait = Math.min(Math.max(time - Date.now(), 0), MAX_WAIT_MS);
    this.timer = setTimeout(() => {
      this.clear();
      this.onDue();
    }, wait);
    this.timer.unref();
  }

  clear(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.setFor = Number.POSITIVE_INFINITY;
  }
}
