import type { EdgeEvent } from '../../frame';
import { quarantineId } from '../shared/quarantineId';
import { readSpool } from './readSpool';

/** The first and the last events that wait, or those of them that are looked for. */
export interface WaitingList {
  readonly first: readonly EdgeEvent[];
  /** None that is among the first. */
  readonly last: readonly EdgeEvent[];
  /** Of all that were looked through: those with these words in their topic. */
  readonly found: number;
}

/** Events shown of each end. */
const SHOWN = 20;

/** Goes through events that wait, and remembers the first and the last. */
export class WaitingLook {
  private readonly first: EdgeEvent[] = [];
  private last: EdgeEvent[] = [];
  private found = 0;

  /** @param search a part of the topic; empty for all. */
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

/** Looks into a spool, which may be in use, for what waits. @throws as readSpool(). */
export async function listWaiting(directory: string, look: WaitingLook): Promise<void> {
  const reading = await readSpool(directory);
  try {
    for await (const { place, event } of reading.events()) if (place !== 'quarantine') look.add(event);
  } finally {
    await reading.close();
  }
}

/** An event in quarantine, and what says which it is. */
export interface ListedQuarantine {
  readonly id: string;
  readonly event: EdgeEvent;
  readonly error: string;
}

/** What is in quarantine in a spool, which may be in use. @throws as readSpool(). */
export async function listQuarantine(directory: string): Promise<readonly ListedQuarantine[]> {
  const reading = await readSpool(directory);
  try {
    return reading.quarantine.map((each) => ({ id: quarantineId(each), ...each }));
  } finally {
    await reading.close();
  }
}
