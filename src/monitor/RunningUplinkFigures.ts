/** What dialogs and questions of the editor need to know of an uplink that runs. */
export interface RunningUplinkFigures {
  readonly id: string;
  readonly name: string;
  readonly waiting: number;
  readonly quarantined: number;
  /** What waits is lost with the uplink, and with Node-RED. */
  readonly isInMemory: boolean;
  /** Events that came in a second, over the last 24 hours or since Node-RED started; null before any is known. */
  readonly perSecond: number | null;
  /** Of an event as the buffer counts it; null before any has waited. */
  readonly bytesPerEvent: number | null;
}
