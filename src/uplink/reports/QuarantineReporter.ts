import type { EdgeEvent } from '../../frame';
import type { QuarantinedEvent, Spool } from '../../spool';

/** Sees to it that the spool knows of which events in quarantine somebody has heard. */
export class QuarantineReporter {
  private told: EdgeEvent[] = [];
  private hearing: Promise<void> | undefined;

  /**
   * @param report tells of an event that is in quarantine.
   * @param isHeard whether somebody hears what is told.
   */
  constructor(
    private readonly spool: Pick<Spool, 'unreportedQuarantine' | 'quarantineReported'>,
    private readonly report: (quarantined: QuarantinedEvent) => void,
    private readonly isHeard: () => Promise<boolean>,
  ) {}

  /** Tells of what was put in quarantine before a restart or a deploy, and that nobody heard of then. */
  recover(): void {
    for (const quarantined of this.spool.unreportedQuarantine) {
      this.report(quarantined);
      this.onTold(quarantined.event);
    }
  }

  /** Somebody was told of an event. */
  onTold(event: EdgeEvent): void {
    this.told.push(event);
    this.hearing ??= this.hear();
  }

  /** Resolves when it is known of all that was told whether it was heard. */
  async settled(): Promise<void> {
    await this.hearing;
  }

  private async hear(): Promise<void> {
    while (this.told.length > 0) {
      // All that is told in this turn is asked for together.
      await Promise.resolve();
      const told = this.told.splice(0);
      if (await this.isHeard()) this.spool.quarantineReported(told);
    }
    this.hearing = undefined;
  }
}
