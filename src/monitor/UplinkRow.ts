/** What the figures of an uplink come to. Rates in events a second, times in seconds. */
export interface UplinkFigures {
  readonly in: number;
  readonly out: number;
  readonly suppressed: number;
  readonly dropped: number;
  readonly waiting: number;
  readonly bytes: number;
  /** Of the oldest event that waits. */
  readonly oldest: number;
  /** Until the spool is full at the present rate; null if it does not fill. */
  readonly roomLeft: number | null;
  /** Until nothing waits at the present rate; null if it does not drain. */
  readonly drainLeft: number | null;
  /** The most that waited since it last drained; for the bar. */
  readonly highest: number;
  readonly p50: number | null;
  readonly p99: number | null;
  readonly lastError: string | null;
  /** Milliseconds since the epoch. */
  readonly lastErrorAt: number | null;
  /** Bytes as received for each byte as sent; 0 while nothing was delivered. */
  readonly ratio: number;
  readonly quarantined: number;
  readonly droppedInAll: number;
  /** When a gap was reported last, milliseconds since the epoch. */
  readonly gapAt: number | null;
  readonly capacity: number;
  readonly maxBytes: number;
}

/** An uplink as the tab of the sidebar shows it. */
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
