import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Node } from 'node-red';
import type { DeltaFilter, DeltaState } from '../../src/delta';
import { openStateFile, saveStateFile } from '../../src/delta/persist';
import { RecentReadings } from '../../src/delta/preview/RecentReadings';
import { spoolDirectory } from '../../src/spool';
import { readMessage, writeMessage } from './keptMessage';
import { type IncomingMessage, toError } from './register';

/** What a delta node leaves for its successor. */
interface Left {
  readonly state: DeltaState<IncomingMessage>;
  readonly readings: RecentReadings;
}

/** By node id, while a deploy has their node stopped. */
const waiting = new Map<string, Left>();

/** Of the files, within a user directory. */
const FOLDER = join('wireband', 'delta');

/**
 * What a delta node remembers beyond its own life: over a deploy always, in memory with the messages that it holds;
 * over a restart in a file, if it is to persist.
 */
export class DeltaMemory {
  private readings = new RecentReadings();
  private readonly file: string | undefined;

  /** @param userDir Node-RED's user directory; without one nothing survives a restart. */
  constructor(
    private readonly node: Node,
    private readonly persist: boolean,
    userDir: string | undefined,
  ) {
    this.file = userDir && join(userDir, FOLDER, `${basename(spoolDirectory(userDir, node.id))}.json`);
    if (persist && this.file === undefined) {
      node.warn('Node-RED has no user directory here: nothing is remembered over a restart.');
    }
  }

  /** Gives a new filter what its predecessor knew. Returns the readings for the preview. */
  take(filter: DeltaFilter<IncomingMessage>): RecentReadings {
    const left = waiting.get(this.node.id);
    waiting.delete(this.node.id);
    // The file is opened in any case: what it holds is out of date as soon as the filter goes on.
    const saved = this.openFile();
    const state = left?.state ?? saved;
    if (state) filter.restore(state);
    this.readings = left?.readings ?? this.readings;
    return this.readings;
  }

  /** Keeps what a filter knows for its successor. */
  leave(filter: DeltaFilter<IncomingMessage>): void {
    const state = filter.takeState();
    waiting.set(this.node.id, { state, readings: this.readings });
    if (this.persist && this.file !== undefined) saveStateFile(this.file, state, writeMessage);
  }

  private openFile(): DeltaState<IncomingMessage> | undefined {
    if (this.file === undefined) return undefined;
    if (!this.persist) {
      this.removeFile();
      return undefined;
    }
    const { state, warning } = openStateFile(this.file, readMessage);
    if (warning !== undefined) this.node.warn(warning);
    return state;
  }

  /** The node is deleted or disabled, or is to remember nothing. */
  removeFile(): void {
    try {
      if (this.file !== undefined) rmSync(this.file, { force: true });
    } catch (error) {
      this.node.warn(toError(error).message);
    }
  }
}
