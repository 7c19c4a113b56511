import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import type { Batch } from '../../../src/spool';
import { append, type Opened, SpoolFolder, take } from './SpoolFolder';

/** Events of the folder: 0 to 19 are delivered, 20 to 29 in a batch, 30 is in quarantine, the rest waits. */
export const EVENTS = 300;
/** Events written at once, into one file. */
const AT_ONCE = 15;
export const DELIVERED = 20;
const IN_BATCH = 10;
export const FIRST_WAITING = DELIVERED + IN_BATCH + 1;

export const everything = Array.from({ length: EVENTS - DELIVERED }, (_, i) => DELIVERED + i);

/** The outcome of damage. */
export interface Outcome extends Opened {
  readonly lost: readonly number[];
}

/** A spool in use; each test damages a copy of it. */
export class DamagedSpool {
  private constructor(
    readonly pristine: SpoolFolder,
    /** The batch in progress. */
    readonly batch: Batch,
  ) {}

  static async make(): Promise<DamagedSpool> {
    const pristine = await SpoolFolder.make();
    const batch = await pristine.use(async (spool) => {
      for (let first = 0; first < EVENTS; first += AT_ONCE) await append(spool, first, first + AT_ONCE);
      await spool.delivered(await take(spool, DELIVERED));
      const unsettled = await take(spool, IN_BATCH);
      await spool.quarantine(await take(spool, 1), 'refused');
      return unsettled;
    });
    assert.ok((await pristine.names('ordinary')).length >= 4, 'there are some files');
    return new DamagedSpool(pristine, batch);
  }

  remove(): Promise<void> {
    return this.pristine.remove();
  }

  /**
   * Damages a copy and reads it; afterwards it must be as good as new.
   * @param staysOdd whether the spool reports a finding every time.
   */
  async outcomeOf(damage: (folder: SpoolFolder) => Promise<unknown>, staysOdd = false): Promise<Outcome> {
    const folder = await this.pristine.copy();
    try {
      await damage(folder);
      const opened = await folder.readAll();
      const again = await folder.readAll();
      assert.deepEqual(again.numbers, [], 'nothing comes twice');
      assert.equal(again.unreadable, 0, 'nothing is counted twice');
      assert.equal(again.recovered.findings.length > 0, staysOdd, again.recovered.findings.join('; '));
      const found = new Set(opened.numbers);
      return { ...opened, lost: everything.filter((number) => !found.has(number)) };
    } finally {
      await folder.remove();
    }
  }
}

export function flipped(bytes: Buffer, at: number): Buffer {
  bytes[at] = (bytes[at] ?? 0) ^ 0x10;
  return bytes;
}

/** @param record whose length is changed, by its position in the file. */
export function withHugeLength(bytes: Buffer, record: number): Buffer {
  let at = 0;
  for (let i = 0; i < record; i++) at += 10 + bytes.readUInt32LE(at + 6);
  bytes.writeUInt32LE(0xffffffff, at + 6);
  return bytes;
}

export async function cut(folder: SpoolFolder, name: string): Promise<void> {
  await folder.change(name, (bytes) => bytes.subarray(0, 20));
}

export async function garbage(folder: SpoolFolder, name: string): Promise<void> {
  await folder.change(name, (bytes) => bytes.map((_, i) => (i * 7919 + 13) % 251));
}

export async function remove(folder: SpoolFolder, name: string): Promise<void> {
  await rm(folder.path(name));
}
