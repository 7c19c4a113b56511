import type { Clock } from '../../clock';
import type { Spool } from '../../spool';

/** Fires when the first of the batches that wait aside has waited for long enough. */
export class AsideTimer {
  /** What it is set to; monotonic. */
  private set: { readonly at: number; readonly cancel: () => void } | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly spool: Pick<Spool, 'asideUntil'>,
    private readonly onOver: () => void,
  ) {}

  /** Sets it to what the spool says now. */
  update(): void {
    const { asideUntil: at = Number.POSITIVE_INFINITY } = this.spool;
    if (this.set?.at === at) return;
    this.stop();
    if (at === Number.POSITIVE_INFINITY) return;
    const cancel = this.clock.after(Math.max(0, at - this.clock.monotonic()), () => {
      this.set = undefined;
      this.onOver();
    });
    this.set = { at, cancel };
  }

  stop(): void {
    this.set?.cancel();
    this.set = undefined;
  }
}
