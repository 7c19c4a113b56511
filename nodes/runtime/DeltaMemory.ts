import { existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Node } from 'node-red';
import { DeltaFilter, type DeltaState } from '../../src/delta';
import { openStateFile, saveStateFile } from '../../src/delta/persist';
import { RecentReadings } from '../../src/delta/preview/RecentReadings';
import { ownFolder } from '../../src/spool';
import { readMessage, writeMessage } from './keptMessage';
import { type IncomingMessage, toError } from './register';

/** What a delta node leaves for its successor. */
interface Left {
  readonly state: DeltaState<IncomingMessage>;
  readonly readings: RecentReadings;
  /** Writes what has to outlive the process. */
  save(): void;
}

/** By the key of the node, while a deploy has it stopped. */
const waiting = new Map<string, Left>();

/** Whether a listener for the end of the process is installed. */
let isEndWatched = false;

/** Writes what nodes without a successor left, because Node-RED is exiting. Must be synchronous. */
export function saveWhatIsLeft(): void {
  for (const [key, left] of waiting) {
    waiting.delete(key);
    left.save();
  }
}

/** Folder of the files, within a user directory. */
const FOLDER = join('wireband', 'delta');

/** Only the messages held in a state, without anything else it remembers. */
function heldOnly(state: DeltaState<IncomingMessage>): DeltaState<IncomingMessage> {
  const filter = new DeltaFilter<IncomingMessage>();
  filter.restore(state);
  filter.resetAll();
  return filter.takeState();
}

/**
 * What a delta node remembers beyond its own life. Across a deploy: everything, in memory, including the messages that
 * it holds. Across a restart: in a file, everything if `persist` is on, otherwise only the messages that it holds.
 */
export class DeltaMemory {
  private readings = new RecentReadings();
  private readonly file: string | undefined;
  /** File of a release that kept the files of all projects in one folder. */
  private readonly oldFile: string | undefined;
  private readonly key: string;

  /**
   * @param userDir Node-RED's user directory; without one nothing survives a restart.
   * @param project the open one; two projects may have nodes with the same ID.
   */
  constructor(
    private readonly node: Pick<Node, 'id' | 'warn' | 'error'>,
    private readonly persist: boolean,
    private readonly userDir: string | undefined,
    project?: string,
  ) {
    this.key = ownFolder({ nodeId: node.id, project });
    this.file = userDir && join(userDir, FOLDER, `${this.key}.json`);
    if (project !== undefined) this.oldFile = userDir && join(userDir, FOLDER, `${basename(this.key)}.json`);
    if (persist && this.file === undefined) {
      node.warn('This Node-RED has no user directory: nothing is remembered across a restart.');
    }
  }

  /** Restores what its predecessor knew into a new filter. Returns the readings for the preview. */
  take(filter: DeltaFilter<IncomingMessage>): RecentReadings {
    const left = waiting.get(this.key);
    waiting.delete(this.key);
    // The file is outdated as soon as the filter continues.
    if (left) this.removeFile();
    const state = left?.state ?? this.openFile();
    if (state) filter.restore(state);
    this.readings = left?.readings ?? this.readings;
    return this.readings;
  }

  /** Keeps what a filter knows for its successor. A deploy writes nothing; only the end of the process does. */
  leave(filter: DeltaFilter<IncomingMessage>): void {
    const state = filter.takeState();
    const leftAt = Date.now();
    waiting.set(this.key, { state, readings: this.readings, save: () => this.save(state, leftAt) });
    if (!isEndWatched) process.once('exit', saveWhatIsLeft);
    isEndWatched = true;
  }

  private save(state: DeltaState<IncomingMessage>, leftAt: number): void {
    if (this.file === undefined || !existsSync(this.userDir ?? '')) return;
    const kept = this.persist ? state : heldOnly(state);
    if (!this.persist && kept.released.length === 0) return;
    try {
      saveStateFile(this.file, kept, writeMessage, leftAt);
    } catch (error) {
      this.node.error(`The saved state of the change filter is lost: ${toError(error).message}`);
    }
  }

  private openFile(): DeltaState<IncomingMessage> | undefined {
    if (this.file === undefined) return undefined;
    const isOld = this.oldFile !== undefined && !existsSync(this.file);
    const { state, warning } = openStateFile((isOld && this.oldFile) || this.file, readMessage);
    if (warning !== undefined) this.node.warn(warning);
    return state && !this.persist ? heldOnly(state) : state;
  }

  /** Called when the node is deleted or disabled, or the file is outdated. */
  removeFile(): void {
    try {
      if (this.file !== undefined) rmSync(this.file, { force: true });
    } catch (error) {
      this.node.warn(toError(error).message);
    }
  }
}
