import type { EdgeEvent } from '../../frame';
import type { QuarantinedEvent, Spool } from '../../spool';

/** Tells the spool which quarantined events someone has heard of. */
export class QuarantineReporter {
  private told: EdgeEvent[] = [];
  private hearing: Promise<void> | undefined;

  /**
   * @param report reports an event that is in quarantine.
   * @param isHeard whether the reports are heard.
   */
  constructor(
    private readonly spool: Pick<Spool, 'unreportedQuarantine' | 'quarantineReported'>,
    private readonly report: (quarantined: QuarantinedEvent) => void,
    private readonly isHeard: () => Promise<boolean>,
  ) {}

  /** Reports events that were quarantined before a restart or deploy and that nobody heard of then. */
  recover(): void {
    for (const quarantined of this.spool.unreportedQuarantine) {
      this.report(quarantined);
      this.onTold(quarantined.event);
    }
  }

  /** An event was reported. */
  onTold(event: EdgeEvent): void {
    this.told.push(event);
    this.hearing ??= this.hear();
  }

  /** Resolves once it is known for all reports whether they were heard. */
  async settled(): Promise<void> {
    await this.hearing;
  }

  private async hear(): Promise<void> {
    while (this.told.length > 0) {
      // One question covers everything reported in this turn.
      await Promise.resolve();
      const told = this.told.splice(0);
      if (await this.isHeard()) this.spool.quarantineReported(told);
    }
    this.hearing = undefined;
  }
}
