/** A position between two events of a log. `n`: number of the following event. */
export interface Position {
  readonly segment: number;
  readonly offset: number;
  readonly n: number;
}
