/** What dialogs and prompts in the editor need to know about a running uplink. */
export interface RunningUplinkFigures {
  readonly id: string;
  readonly name: string;
  readonly waiting: number;
  readonly quarantined: number;
  /** Waiting events are lost when the uplink or Node-RED stops. */
  readonly isInMemory: boolean;
  /** Events received per second, over the last 24 hours or since Node-RED started; null before any is known. */
  readonly perSecond: number | null;
  /** Bytes per event as the buffer counts them; null before any event has waited. */
  readonly bytesPerEvent: number | null;
}
