import assert from 'node:assert/strict';
import type { EdgeEvent } from '../../../src/frame';
import type { Batch, Drop } from '../../../src/spool';
import type { DiskSpoolOptions } from '../../../src/spool/diskSpoolOptions';
import { type DiskContents, SimulatedDisk } from '../disk/SimulatedDisk';
import { SeededRandom } from '../seededRandom';
import { randomChooser } from './choices';
import { type HandedAgain, readCrashed } from './crashedSpool';
import { type Crash, crashState, partOf } from './crashStates';
import type { Settling } from './diskSpoolSteps';
import { assertPromisesKept } from './promisesKept';
import { type HandedEvent, SpoolLife, turns } from './SpoolLife';
import { numberOf, type PromisedBatch, SpoolPromises, topicOf } from './SpoolPromises';
import type { NewEvent, SpoolAction, SpoolStep } from './spoolSteps';

const ORDINARY_SYMBOL = 0xfc60;
const ALARM_SYMBOL = 0xfc63;
const BATCH_OF_READER = 4;

/** Turns of the event loop that a spool roughly takes to open. */
const TURNS_OF_OPENING = 40;

/** A moment of a disk's history, with what was promised by then. */
export interface Past {
  readonly disk: SimulatedDisk;
  readonly moment: number;
  readonly promises: SpoolPromises;
  /** What the main thread would hand over again, if the thread died at that moment. */
  readonly handed: HandedAgain;
}

/** A batch that was taken but not settled. */
interface Held {
  readonly batch: Batch;
  readonly promised: PromisedBatch;
}

/** What is owed when the thread dies: events that the main thread hands over again are as good as stored. */
export function promisesWithHandOver({ promises, handed }: Past): SpoolPromises {
  const owed = promises.snapshot();
  for (const { event } of handed.events) Object.assign(owed.events[numberOf(event)] ?? {}, { stored: true });
  return owed;
}

/** One spool directory through several lives of its process, with a record of everything that was promised. */
export class SpoolLives {
  /** Every moment up to now. */
  readonly past: Past[] = [];
  private readonly promises = new SpoolPromises();
  private readonly random: SeededRandom;
  private disk = new SimulatedDisk();
  private life: SpoolLife;
  /** Milliseconds; a sync due at the end of a long interval stays due when the interval is made shorter. */
  private longestInterval: number;
  private ids = 0;
  private held: Held[] = [];
  /** What the main thread knows: events that it handed over and that are not answered, by number. */
  private handed = new Map<number, HandedEvent>();
  /** Of these, the dropped events. The figures that count them tell the main thread not to hand them over again. */
  private readonly refused = new Set<number>();
  /** The number of this process's first event, and what the spool told about its own numbers. */
  private firstOfProcess = 0;
  private orderBase: number | undefined;

  /** @param seed decides how long each operation of the disk takes. */
  constructor(
    private options: DiskSpoolOptions,
    seed: number,
  ) {
    this.random = new SeededRandom(seed);
    this.promises.order = options.alarmsFirst ? 'each log' : 'all';
    this.longestInterval = options.syncIntervalMs;
    this.life = this.begin();
  }

  /** @throws what the spool has done wrong so far. */
  async run({ action, settles }: SpoolStep): Promise<void> {
    // A spool that is not open yet only takes in new events.
    if (!this.life.isReady) {
      if (action.kind === 'append') await turns(Math.floor(this.random.next() * TURNS_OF_OPENING));
      else if (action.kind !== 'crash' && action.kind !== 'threadDeath') await this.life.settle();
    }
    await this.act(action);
    if (settles) await this.life.settle();
  }

  /** Completes everything that was begun. @throws what the spool did wrong. */
  async end(): Promise<void> {
    await this.life.settle();
    this.remember();
    this.disk.beforeMoment = () => undefined;
    this.life.die();
  }

  private async act(action: SpoolAction): Promise<void> {
    const { life, promises } = this;
    switch (action.kind) {
      case 'append':
        for (const event of action.events) this.append(event);
        return;
      case 'next':
        return life.start(this.next(action));
      case 'giveBack':
      case 'delivered':
      case 'deliveredExcept':
      case 'split':
      case 'quarantine':
        return this.settleBatch(action.kind, action.which);
      case 'retryQuarantine':
        return life.start(this.retryQuarantine());
      case 'clearQuarantine':
        return life.start(this.clearQuarantine());
      case 'startLive':
        if (this.options.order === 'live-first') promises.order = 'none';
        life.spool.startLive();
        return;
      case 'dropsReported':
        promises.dropsHeard();
        life.spool.dropsReported();
        return;
      case 'release':
        this.held = [];
        return life.start(this.makeSafe(() => life.spool.release()));
      case 'reopen':
        return this.reopen();
      case 'wait':
        return this.wait(action.ms);
      case 'configure':
        if (this.options.alarmsFirst !== action.options.alarmsFirst) promises.order = 'none';
        this.options = action.options;
        this.longestInterval = Math.max(this.longestInterval, action.options.syncIntervalMs);
        life.spool.configure(action.options);
        return;
      case 'crash':
        return this.crash(action.crash, action.seed);
      case 'threadDeath':
        return this.threadDeath(action.seed);
    }
  }

  private begin(orderBase?: number, handedAgain: readonly HandedEvent[] = []): SpoolLife {
    const { disk, options, random, promises } = this;
    disk.beforeMoment = () => this.remember();
    const newId = (): string => `batch-${++this.ids}`;
    const onDrop = (drop: Drop): void => {
      promises.dropped(drop);
      promises.events.forEach(({ event }, number) => {
        if (event.topic === drop.series && this.handed.has(number)) this.refused.add(number);
      });
    };
    const onNumbered = (base: number): void => {
      this.orderBase = base;
    };
    return new SpoolLife({ disk, options, random, newId, onDrop, orderBase, onNumbered, handedAgain });
  }

  private append({ size, alarm }: NewEvent): void {
    const { life, promises, options } = this;
    const number = promises.events.length;
    const event: EdgeEvent = {
      topic: topicOf(number),
      symbol: alarm ? ALARM_SYMBOL : ORDINARY_SYMBOL,
      data: JSON.stringify('x'.repeat(size)),
      time: number,
      bytesIn: size,
      ...(alarm ? { alarm } : {}),
    };
    const promised = promises.append(event, options.sync);
    const sequence = number - this.firstOfProcess + 1;
    const stored = (life: SpoolLife): void => {
      if (life.isDead) return;
      const isFirst = this.handed.delete(number);
      if (!isFirst) life.fail(new Error(`stored of ${event.topic} is called again`));
      promised.stored = true;
      promised.durable ||= promised.sync === 'always' && this.options.sync === 'always';
    };
    const handed = { event, sequence, stored };
    this.handed.set(number, handed);
    life.take(handed);
  }

  private async next({ events, bytes, priority }: SpoolAction & { kind: 'next' }): Promise<void> {
    const { life, promises } = this;
    const batch = await life.spool.next({ events, bytes }, this.options.alarmsFirst ? priority : 'any');
    if (life.isDead || !batch) return;
    assert.ok(!this.held.some((held) => held.batch.id === batch.id), `${batch.id} is given twice`);
    for (const event of promises.isForgetful() ? [] : batch.events) {
      const number = numberOf(event);
      assert.equal(promises.events[number]?.fate, 'kept', `${event.topic} comes in a batch`);
      const other = promises.batches.find(({ id, numbers }) => id !== batch.id && numbers.includes(number));
      assert.ok(!other || other.settled, `${event.topic} comes in ${batch.id} and in ${other?.id}`);
    }
    this.held.push({ batch, promised: promises.gave(batch, this.options.sync !== 'never') });
  }

  private settleBatch(kind: Settling, which: number): void {
    const [held] = this.held.splice(which % Math.max(1, this.held.length), 1);
    if (!held) return;
    const { batch, promised } = held;
    if (kind === 'giveBack') this.life.spool.giveBack(batch);
    else if (kind === 'delivered') this.life.start(this.deliver(batch, promised));
    else if (kind === 'deliveredExcept') this.life.start(this.deliverExcept(batch, promised));
    else {
      const way = kind === 'quarantine' && batch.events.length === 1 ? kind : 'split';
      this.life.start(this.refuse(way, batch, promised));
    }
  }

  private async deliver(batch: Batch, promised: PromisedBatch): Promise<void> {
    const { life, promises } = this;
    const events = promises.eventsOf(promised.numbers);
    promised.settling = 'delivered';
    promises.decide('leaving', (event) => events.includes(event));
    await life.spool.delivered(batch);
    if (life.isDead) return;
    promised.settled = true;
    for (const event of events) event.fate = 'gone';
  }

  /** The first event goes to quarantine, and the last of several was not sent. */
  private async deliverExcept(batch: Batch, promised: PromisedBatch): Promise<void> {
    const { life, promises } = this;
    const [first, ...others] = promises.eventsOf(promised.numbers);
    const notSent = others.at(-1);
    const arrived = others.filter((event) => event !== notSent);
    promised.settling = 'quarantine';
    if (first) first.aside = true;
    promises.decide('leaving', (event) => arrived.includes(event));
    await life.spool.delivered(batch, {
      quarantined: [{ index: 0, error: 'refused' }],
      notCarried: notSent ? [{ index: others.length }] : [],
    });
    if (life.isDead) return;
    for (const event of arrived) event.fate = 'gone';
    promises.forget(promised);
  }

  private async refuse(way: 'split' | 'quarantine', batch: Batch, promised: PromisedBatch): Promise<void> {
    const { life, promises } = this;
    promised.settling = way;
    if (way === 'quarantine') {
      for (const event of promises.eventsOf(promised.numbers)) event.aside = true;
      await life.spool.quarantine(batch, 'refused');
    } else await life.spool.split(batch);
    if (!life.isDead) promises.forget(promised);
  }

  private async retryQuarantine(): Promise<void> {
    await this.life.spool.retryQuarantine();
  }

  private async clearQuarantine(): Promise<void> {
    const { life, promises } = this;
    const concerned = promises.events.filter(({ fate, aside }) => fate === 'kept' && aside);
    promises.decide('leaving', (event) => concerned.includes(event));
    const decisions = concerned.map((event) => event.decisions);
    await life.spool.clearQuarantine();
    if (life.isDead) return;
    // Events that had left the quarantine were not reported as dropped, and nothing else has become of them.
    concerned.forEach((event, i) => {
      if (event.decisions === decisions[i]) event.fate = 'kept';
    });
  }

  /** What was taken in before is safe afterwards. */
  private async makeSafe(action: () => Promise<void>): Promise<void> {
    const { life, promises, options } = this;
    const taken = promises.events.filter(({ fate }) => fate === 'kept');
    await action();
    if (life.isDead) return;
    for (const event of taken) {
      event.stored = true;
      event.durable ||= options.sync !== 'never' && event.sync !== 'never';
    }
  }

  private async reopen(): Promise<void> {
    const { life } = this;
    await life.settle();
    this.held = [];
    life.start(this.makeSafe(() => life.spool.close()));
    await life.settle();
    assert.equal(this.handed.size, 0, 'every event is answered once the spool is closed');
    life.die();
    this.life = this.begin();
  }

  /** Lets time pass; what was stored at least one interval ago is durable then. */
  private async wait(ms: number): Promise<void> {
    const { life, promises, options } = this;
    await life.settle();
    const stored = promises.events.filter((event) => event.stored && event.sync !== 'never');
    await life.clock.advance(ms);
    await life.settle();
    if (options.sync === 'never' || ms < this.longestInterval) return;
    for (const event of stored) event.durable = true;
  }

  private async crash(crash: Crash, seed: number): Promise<void> {
    const { contents } = await this.endLife(crash, seed, (before) => before.promises, undefined);
    if (crash === 'power cut') this.disk = new SimulatedDisk(contents, this.disk.moment);
    this.handed.clear();
    this.firstOfProcess = this.promises.events.length;
    this.orderBase = undefined;
    this.life = this.begin();
  }

  private async threadDeath(seed: number): Promise<void> {
    const { handed } = this.present;
    await this.endLife('kill', seed, promisesWithHandOver, handed);
    const numbers = new Set(handed.events.map(({ event }) => numberOf(event)));
    // Dropped events are answered with their group.
    this.handed = new Map([...this.handed].filter(([number]) => numbers.has(number)));
    // The others are owed to the main thread, and are not stored until its next engine says so.
    for (const { event } of handed.events) {
      Object.assign(this.promises.events[numberOf(event)] ?? {}, { stored: false });
    }
    this.life = this.begin(this.orderBase, [...this.handed.values()]);
  }

  /** @param handed what the main thread hands over again, if there is one that does. */
  private async endLife(
    crash: Crash,
    seed: number,
    promisesOf: (past: Past) => SpoolPromises,
    handed: HandedAgain | undefined,
  ): Promise<{ readonly contents: DiskContents }> {
    const chooser = randomChooser(new SeededRandom(seed));
    const before = this.present;
    this.remember();
    this.disk.beforeMoment = () => undefined;
    this.life.die();
    this.held = [];
    if (crash === 'kill') this.disk.kill((change) => partOf(change, chooser));
    const contents = crashState(this.disk, this.disk.moment, crash, chooser);
    const readOut = await readCrashed(contents, BATCH_OF_READER, handed);
    assertPromisesKept(promisesOf(before), crash, readOut);
    this.promises.survive(crash, readOut);
    return { contents };
  }

  private remember(): void {
    this.past.push(this.present);
  }

  private get present(): Past {
    const { disk, orderBase } = this;
    const promises = this.promises.snapshot();
    const events = [...this.handed].filter(([number]) => !this.refused.has(number));
    return {
      disk,
      moment: disk.moment,
      promises,
      handed: { orderBase, events: events.map(([, { event, sequence }]) => ({ event, sequence })) },
    };
  }
}
