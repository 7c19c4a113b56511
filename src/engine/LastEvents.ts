import type { BatchFormat, EdgeEvent } from '../frame';

/** So many events are enough to see what a request looks like. */
const MAX_EVENTS = 5;

/** Characters of topics and payloads together. */
const MAX_TEXT = 8192;

/** The first few events of a backend's last batch, which its dialog shows a request with. */
export class LastEvents {
  private kept: readonly EdgeEvent[] = [];

  get events(): readonly EdgeEvent[] {
    return this.kept;
  }

  /** A batch is written; one of events that are all too large to be kept changes nothing. */
  note(batch: readonly EdgeEvent[]): void {
    const kept: EdgeEvent[] = [];
    let text = 0;
    for (const event of batch.slice(0, MAX_EVENTS)) {
      const length = event.topic.length + event.data.length;
      if (text + length > MAX_TEXT) continue;
      text += length;
      kept.push(event);
    }
    if (kept.length > 0) this.kept = kept;
  }

  /** The same format; every batch that it writes is noted. */
  noting(format: BatchFormat): BatchFormat {
    return {
      ...format,
      encode: (events, context) => {
        this.note(events);
        return format.encode(events, context);
      },
    };
  }
}
