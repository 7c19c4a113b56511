/** Learns which of the caller's messages are held. */
export interface HeldWatch<Ref> {
  onHeld(ref: Ref): void;
  /** It is no longer held: not needed any more, or about to be forwarded in the result of check(), due() or flush(). */
  onLetGo(ref: Ref): void;
}

/** Counts in how many places a message is held, and reports the first hold and the last release. */
export class HeldRefs<Ref> {
  watch: HeldWatch<Ref> | undefined;
  private readonly counts = new Map<Ref, number>();

  hold(ref: Ref | undefined): void {
    if (ref === undefined || !this.watch) return;
    const count = this.counts.get(ref) ?? 0;
    this.counts.set(ref, count + 1);
    if (count === 0) this.watch.onHeld(ref);
  }

  letGo(ref: Ref | undefined): void {
    if (ref === undefined) return;
    const count = this.counts.get(ref);
    if (count === undefined) return;
    if (count > 1) this.counts.set(ref, count - 1);
    else {
      this.counts.delete(ref);
      this.watch?.onLetGo(ref);
    }
  }
}
