/** The current figures of an uplink. Rates in events per second, times in seconds. */
export interface UplinkFigures {
  readonly in: number;
  readonly out: number;
  readonly suppressed: number;
  readonly dropped: number;
  readonly waiting: number;
  readonly bytes: number;
  /** Age of the oldest waiting event. */
  readonly oldest: number;
  /** Until the spool is full at the current rate; null if it is not filling. */
  readonly roomLeft: number | null;
  /** Until nothing waits at the current rate; null if it is not draining. */
  readonly drainLeft: number | null;
  /** Maximum waiting events since it last drained; for the bar. */
  readonly highest: number;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly lastError: string | null;
  /** Milliseconds since the epoch. */
  readonly lastErrorAt: number | null;
  /** Bytes received per byte sent; 0 until something is delivered. */
  readonly ratio: number;
  readonly quarantined: number;
  readonly droppedInAll: number;
  /** When the last gap was reported, milliseconds since the epoch. */
  readonly gapAt: number | null;
  readonly capacity: number;
  readonly maxBytes: number;
}

/** An uplink as the sidebar tab shows it. */
export interface UplinkRow extends UplinkFigures {
  readonly id: string;
  readonly name: string;
  /** As its node shows it. */
  readonly status: {
    readonly fill?: string | undefined;
    readonly shape?: string | undefined;
    readonly text?: string | undefined;
  };
  readonly isPaused: boolean;
}
