import type { EdgeEvent } from '../../../src/frame';
import type { Drop, SpoolWatch } from '../../../src/spool';
import { DiskSpool } from '../../../src/spool/disk/DiskSpool';
import type { DiskSpoolOptions } from '../../../src/spool/diskSpoolOptions';
import { FakeClock, settled } from '../clock/FakeClock';
import type { SimulatedDisk } from '../disk/SimulatedDisk';
import { SimulatedFileSystem } from '../disk/SimulatedFileSystem';
import type { SeededRandom } from '../seededRandom';
import { freeLock, SPOOL_DIRECTORY } from './crashedSpool';

/** So small that a few events need several files. */
const SEGMENT_BYTES = 1500;

/** Maximum turns of the event loop for an operation on the disk. */
const MAX_PACE = 4;

/** Rounds within which a spool that does not hang finishes anything; now and then time passes, too. */
const MAX_ROUNDS = 1000;
const TIME_PASSES_EVERY = 50;
const PASSING_MS = 10;

const nothing = (): void => undefined;
const NO_WATCH: SpoolWatch = {
  onNumbered: nothing,
  onInMemory: nothing,
  onRefused: nothing,
  onRestamped: nothing,
  onBatch: nothing,
  onQuarantined: nothing,
  onSettled: nothing,
};

/** Milliseconds since the epoch. */
const FIRST_START = Date.UTC(2026, 0);

export interface LifeParts {
  readonly disk: SimulatedDisk;
  readonly options: DiskSpoolOptions;
  readonly random: SeededRandom;
  readonly newId: () => string;
  readonly onDrop: (drop: Drop) => void;
  /** Known from an earlier life of the same runtime; `onNumbered` is told this life's. */
  readonly orderBase: number | undefined;
  readonly onNumbered: (orderBase: number) => void;
  /** What an earlier life was handed and did not answer. */
  readonly handedAgain: readonly HandedEvent[];
}

/** An event that the main thread has handed over. */
export interface HandedEvent {
  readonly event: EdgeEvent;
  readonly sequence: number;
  /** @param life that has stored it. */
  readonly stored: (life: SpoolLife) => void;
}

/** A process with an open spool, on a disk that takes its time, and everything in progress. */
export class SpoolLife {
  readonly spool: DiskSpool;
  readonly clock = new FakeClock();
  private readonly files: SimulatedFileSystem;
  private readonly underWay = new Set<Promise<void>>();
  private isOpen = false;
  private dead = false;
  private failure: unknown;

  constructor({ disk, options, random, newId, onDrop, orderBase, onNumbered, handedAgain }: LifeParts) {
    this.clock.jump(FIRST_START);
    this.files = new SimulatedFileSystem(disk);
    this.files.pace = () => turns(Math.floor(random.next() * MAX_PACE));
    const parts = {
      files: this.files,
      clock: this.clock,
      newId,
      lock: freeLock,
      segmentBytes: SEGMENT_BYTES,
      orderBase,
      watch: { ...NO_WATCH, onNumbered: (base: number) => this.dead || onNumbered(base) },
    };
    this.spool = new DiskSpool(SPOOL_DIRECTORY, options, parts);
    this.spool.listen({
      onReady: ({ unreported }) => {
        this.isOpen = true;
        for (const drop of unreported) onDrop(drop);
      },
      onDropped: (drop) => {
        if (!this.dead) onDrop(drop);
      },
      onStorage: (state) => {
        if (state.kind === 'failing') this.fail(new Error(`the disk is well, but: ${state.error}`));
      },
    });
    for (const handed of handedAgain) this.take(handed);
    this.start(this.spool.open());
  }

  take({ event, sequence, stored }: HandedEvent): void {
    this.spool.append(event, () => stored(this), sequence);
  }

  get isReady(): boolean {
    return this.isOpen;
  }

  /** The process is gone; whatever comes back to it now is too late. */
  get isDead(): boolean {
    return this.dead;
  }

  /** The process ends, whatever it was doing. */
  die(): void {
    this.dead = true;
    this.files.die();
  }

  /** Records that the spool did something wrong. */
  fail(error: unknown): void {
    if (!this.dead) this.failure ??= error;
  }

  /** Starts an action, which must be complete when all is settled. */
  start(action: Promise<void>): void {
    const through = action
      .catch((error: unknown) => this.fail(error))
      .finally(() => this.underWay.delete(through));
    this.underWay.add(through);
  }

  /** Waits until nothing is in progress. @throws what the spool did wrong, or an error if it hangs. */
  async settle(): Promise<void> {
    for (let round = 1; ; round++) {
      await settled();
      if (this.failure !== undefined) throw this.failure;
      if (this.underWay.size === 0 && this.files.underWay === 0 && this.isOpen) return;
      if (round > MAX_ROUNDS) throw new Error('the spool hangs');
      if (round % TIME_PASSES_EVERY === 0) await this.clock.advance(PASSING_MS);
    }
  }
}

/** Waits this many turns of the event loop; undefined for none. */
export function turns(count: number): Promise<void> | undefined {
  return count === 0 ? undefined : afterTurns(count);
}

async function afterTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}
