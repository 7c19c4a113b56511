/** Wakes all waiters, so that waiting costs no CPU. */
export class Signal {
  private waiting: (() => void)[] = [];

  wait(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  fire(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }
}
