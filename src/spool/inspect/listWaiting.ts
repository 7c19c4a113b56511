import type { EdgeEvent } from '../../frame';
import { quarantineId } from '../shared/quarantineId';
import { readSpool } from './readSpool';

/** The first and last waiting events, or those that match a search. */
export interface WaitingList {
  readonly first: readonly EdgeEvent[];
  /** Excludes those in `first`. */
  readonly last: readonly EdgeEvent[];
  /** How many events matched in total: those with the search text in their topic. */
  readonly found: number;
}

/** Events shown from each end. */
const SHOWN = 20;

/** Goes through waiting events and keeps the first and last. */
export class WaitingLook {
  private readonly first: EdgeEvent[] = [];
  private last: EdgeEvent[] = [];
  private found = 0;

  /** @param search a part of the topic; empty matches all. */
  constructor(private readonly search: string) {}

  add(event: EdgeEvent): void {
    if (!event.topic.includes(this.search)) return;
    this.found++;
    if (this.first.length < SHOWN) {
      this.first.push(event);
      return;
    }
    this.last.push(event);
    if (this.last.length > 2 * SHOWN) this.last = this.last.slice(-SHOWN);
  }

  get list(): WaitingList {
    return { first: this.first, last: this.last.slice(-SHOWN), found: this.found };
  }
}

/** Passes the waiting events of a spool, which may be in use, to `look`. @throws as readSpool(). */
export async function listWaiting(directory: string, look: WaitingLook): Promise<void> {
  const reading = await readSpool(directory);
  try {
    for await (const { place, event } of reading.events()) if (place !== 'quarantine') look.add(event);
  } finally {
    await reading.close();
  }
}

/** An event in quarantine, with an ID for it. */
export interface ListedQuarantine {
  readonly id: string;
  readonly event: EdgeEvent;
  readonly error: string;
}

/** Lists the quarantine of a spool, which may be in use. @throws as readSpool(). */
export async function listQuarantine(directory: string): Promise<readonly ListedQuarantine[]> {
  const reading = await readSpool(directory);
  try {
    return reading.quarantine.map((each) => ({ id: quarantineId(each), ...each }));
  } finally {
    await reading.close();
  }
}
