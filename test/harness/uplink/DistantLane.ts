import type { BatchRequest, Exchange, Lane } from '../../../src/uplink';

type Turn = Parameters<Lane['post']>[1];

/** Carries calls one way, in their order; each arrives a turn of the event loop later, at the earliest. */
class Way {
  private last = Promise.resolve();

  carry(act: () => void): void {
    const before = this.last;
    this.last = new Promise<void>((resolve) => setImmediate(resolve)).then(() => before).then(act);
  }
}

/** A lane in another thread, as far as order goes: what one side says and what the other does cross on the way. */
export class DistantLane implements Lane {
  readonly takesAhead = true;
  private readonly there = new Way();
  private readonly back = new Way();

  constructor(private readonly lane: Lane) {}

  post(request: BatchRequest, turn: Turn): Promise<Exchange> {
    return new Promise((resolve) => {
      this.there.carry(() => {
        void this.lane.post(request, turn).then((exchange) => this.back.carry(() => resolve(exchange)));
      });
    });
  }

  recall(): void {
    this.there.carry(() => this.lane.recall());
  }

  collect(): void {}

  close(): void {
    this.there.carry(() => this.lane.close());
  }
}
