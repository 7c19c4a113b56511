import type { Figures } from './DemoReport';
import type { Plug } from './Plug';

/** Seconds of normal operation before the automatic outage. */
const CALM_SECONDS = 10;

/** Pulls the plug once automatically, and on request, and explains what is happening. */
export class OutageShow {
  private timer: NodeJS.Timeout | undefined;
  private hasBegun = false;
  /** Peak number of waiting events since the outage began; undefined once its backlog is delivered. */
  private highest: number | undefined;
  private droppedBefore = 0;
  /** Total of delivered and dropped events that means the backlog is gone, as of when the plug went back in. */
  private owed: number | undefined;

  /**
   * @param say prints a line.
   * @param seconds duration of the automatic outage; 0 for none.
   * @param hasKey whether the user can press p.
   */
  constructor(
    private readonly plug: Plug,
    private readonly say: (line: string) => void,
    private readonly seconds: number,
    private readonly hasKey: boolean,
  ) {}

  /** Takes the figures of each summary. */
  onFigures({ delivered, buffered, dropped }: Figures): void {
    if (!this.hasBegun && delivered > 0 && this.seconds > 0) {
      this.hasBegun = true;
      this.timer = setTimeout(() => void this.pull(this.seconds), CALM_SECONDS * 1000);
    }
    if (this.highest === undefined) {
      this.droppedBefore = dropped;
      return;
    }
    this.highest = Math.max(this.highest, buffered);
    if (!this.plug.isIn) return;
    this.owed ??= delivered + dropped + buffered;
    if (delivered + dropped < this.owed) return;
    const lost = dropped - this.droppedBefore;
    const what = lost === 0 ? 'and none was lost' : `and ${lost} were dropped`;
    this.say(`-- The backlog is delivered: up to ${this.highest} events waited on disk, ${what}.`);
    this.highest = undefined;
    this.owed = undefined;
  }

  /** On the key: pulls the plug, or plugs it in again. */
  async toggle(): Promise<void> {
    this.hasBegun = true;
    clearTimeout(this.timer);
    if (this.plug.isIn) await this.pull();
    else await this.putIn();
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private async pull(seconds?: number): Promise<void> {
    this.highest ??= 0;
    this.owed = undefined;
    await this.plug.pull();
    const ends = [
      ...(this.hasKey ? ['press p to plug it in again'] : []),
      ...(seconds === undefined ? [] : [`it is plugged in again after ${seconds} seconds`]),
    ].join(', or wait: ');
    this.say(`-- The plug is pulled: the backend cannot be reached, events wait on disk; ${ends}.`);
    if (seconds !== undefined) this.timer = setTimeout(() => void this.putIn(), seconds * 1000);
  }

  private async putIn(): Promise<void> {
    try {
      await this.plug.putIn();
    } catch (error) {
      this.say(`-- The plug cannot be put in again: ${error instanceof Error ? error.message : error}.`);
      return;
    }
    this.say(
      '-- The plug is in again: the gateway tries within seconds, and delivers what waited, in order.',
    );
  }
}
