/** A place between two events of a log. `n`: number of the event that follows. */
export interface Position {
  readonly segment: number;
  readonly offset: number;
  readonly n: number;
}
