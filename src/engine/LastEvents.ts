import type { BatchFormat, EdgeEvent } from '../frame';

/** Enough events to see what a request looks like. */
const MAX_EVENTS = 5;

/** Maximum characters of topics and payloads together. */
const MAX_TEXT = 8192;

/** The first few events of a backend's last batch. Its dialog shows a request made of them. */
export class LastEvents {
  private kept: readonly EdgeEvent[] = [];

  get events(): readonly EdgeEvent[] {
    return this.kept;
  }

  /** Notes a batch that is being encoded. If all its events are too large to keep, nothing changes. */
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

  /** The same format, but every batch that it encodes is noted. */
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
