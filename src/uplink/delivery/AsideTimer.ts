import type { Clock } from '../../clock';
import type { Spool } from '../../spool';

/** Fires when the first of the deferred batches may be retried. */
export class AsideTimer {
  /** When it fires; monotonic. */
  private set: { readonly at: number; readonly cancel: () => void } | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly spool: Pick<Spool, 'asideUntil'>,
    private readonly onOver: () => void,
  ) {}

  /** Sets it to the current time from the spool. */
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
