import type { EdgeEvent } from '../frame';
import type { Engine } from './Engine';
import type { BackendPlan } from './messages';

/** A backend of one engine, as its uplinks see it. The engine keeps it while anything uses it. */
export class EngineBackend {
  private users = 0;
  private isClosed = false;

  constructor(
    readonly engine: Engine,
    readonly id: number,
    readonly plan: BackendPlan,
    /** Its address to show to people, without secrets. */
    readonly url: string,
  ) {}

  get isUsed(): boolean {
    return this.users > 0;
  }

  /** Keeps the backend and its connections until every user has called the function that this returns. */
  use(): () => void {
    if (this.users++ === 0) this.engine.addBackend(this);
    return () => {
      this.users--;
      this.forgetIfUnused();
    };
  }

  close(): void {
    this.isClosed = true;
    this.forgetIfUnused();
  }

  /** The first few events of its last batch; empty if nothing was sent. */
  lastEvents(): Promise<readonly EdgeEvent[]> {
    return this.engine.lastEvents(this);
  }

  private forgetIfUnused(): void {
    if (this.isClosed && this.users === 0) this.engine.forgetBackend(this);
  }
}
