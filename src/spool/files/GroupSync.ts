/** Many callers share a sync: each gets one that began after its call, and at most one runs at a time. */
export class GroupSync {
  private running: Promise<void> = Promise.resolve();
  private waiting: Promise<void> | undefined;
  private isRunning = false;

  constructor(private readonly syncNow: () => Promise<void>) {}

  /** Whether a sync is running or about to. */
  get isBusy(): boolean {
    return this.isRunning || this.waiting !== undefined;
  }

  sync(): Promise<void> {
    this.waiting ??= this.after(this.running);
    return this.waiting;
  }

  private async after(running: Promise<void>): Promise<void> {
    await running.catch(() => undefined);
    this.waiting = undefined;
    this.running = this.run();
    return this.running;
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    try {
      await this.syncNow();
    } finally {
      this.isRunning = false;
    }
  }
}
