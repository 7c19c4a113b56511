/** A spool whose node is no longer in any flow. */
export interface OrphanedSpool {
  /** Identifies the spool. */
  readonly key: string;
  readonly node: string;
  readonly name: string;
  readonly device: string;
  readonly directory: string;
  readonly events: number;
  readonly quarantined: number;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly oldest: number | null;
  /** Why it cannot be read. */
  readonly error?: string;
}
