/** Many callers share a sync: each gets one that began after its call, and at most one runs at a time. */
export class GroupSync {
  private running: Promise<void> = Promise.resolve();
  private waiting: Promise<void> | undefined;

  constructor(private readonly syncNow: () => Promise<void>) {}

  sync(): Promise<void> {
    this.waiting ??= this.after(this.running);
    return this.waiting;
  }

  private async after(running: Promise<void>): Promise<void> {
    await running.catch(() => undefined);
    this.waiting = undefined;
    this.running = this.syncNow();
    return this.running;
  }
}
