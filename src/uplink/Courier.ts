import type { Turn } from '../spool';
import { errorText } from './errorText';
import { type BatchRequest, type Exchange, type Lane, unreachable } from './Transport';

/** Sends requests by a lane, and calls them off when it is told to. */
export class Courier {
  private hasStopped = false;

  constructor(private readonly lane: Lane) {}

  /** Whether more requests may be handed over than may be under way. */
  get takesAhead(): boolean {
    return this.lane.takesAhead;
  }

  get isStopped(): boolean {
    return this.hasStopped;
  }

  /** Never rejects. The request is on its way, or waits for its turn, when this returns. */
  async send(request: BatchRequest, turn: Turn): Promise<Exchange> {
    try {
      return await this.lane.post(request, turn);
    } catch (error) {
      return unreachable(`internal error: ${errorText(error)}`);
    }
  }

  /** Has those that are not under way yet come back. */
  recall(): void {
    this.lane.recall();
  }

  /** Settles what was answered by now. */
  collect(): void {
    this.lane.collect();
  }

  /** Calls off what is under way, and has the rest come back. */
  stop(): void {
    this.hasStopped = true;
    this.lane.close();
  }
}
