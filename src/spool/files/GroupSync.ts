/** Many callers share a sync: each gets one that began after its call, and at most one runs at a time. */
export class GroupSync {
  private running: Promise<void> = Promise.resolve();
  private waiting: Promise<void> | undefined;
  private isRunning = false;
  private begun = 0;

  constructor(private readonly syncNow: () => Promise<void>) {}

  /** Whether a sync is running or about to. */
  get isBusy(): boolean {
    return this.isRunning || this.waiting !== undefined;
  }

  sync(): Promise<void> {
    this.waiting ??= this.after(this.running);
    return this.waiting;
  }

  /** Like sync(), but shares one that has begun when `wait` is over. */
  async shared(wait: Promise<void>): Promise<void> {
    const { begun } = this;
    await wait;
    return this.begun > begun ? this.running : this.sync();
  }

  private async after(running: Promise<void>): Promise<void> {
    await running.catch(() => undefined);
    this.waiting = undefined;
    this.running = this.run();
    return this.running;
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    this.begun++;
    try {
      await this.syncNow();
    } finally {
      this.isRunning = false;
    }
  }
}
