import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Batch, DiskSpool } from '../../../../src/spool';
import { eventOf, roomyOptions, topicsOf } from '../../../harness/spool/DiskSpoolRig';

describe('a copy of a spool on this machine', () => {
  let root = '';
  let original = '';
  let copy = '';
  const opened: DiskSpool[] = [];
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'spool-copies-'));
    original = join(root, 'original');
    copy = join(root, 'copy');
  });
  afterEach(async () => {
    for (const spool of opened.splice(0)) await spool.close();
    await rm(root, { recursive: true, force: true });
  });

  async function open(directory: string): Promise<DiskSpool> {
    const spool = new DiskSpool(directory, roomyOptions);
    opened.push(spool);
    await spool.open();
    return spool;
  }

  async function close(spool: DiskSpool): Promise<void> {
    opened.splice(opened.indexOf(spool), 1);
    await spool.close();
  }

  async function append(spool: DiskSpool, ...topics: string[]): Promise<void> {
    for (const topic of topics) {
      await new Promise<void>((resolve) => spool.append(eventOf(topic), resolve));
    }
  }

  async function take(spool: DiskSpool, events = 2): Promise<Batch> {
    const batch = await spool.next({ events, bytes: 1e6 });
    assert.ok(batch);
    return batch;
  }

  /** The batch comes again, unchanged, before whatever is appended after it. */
  async function deliverAgain(spool: DiskSpool, batch: Batch, appended: string): Promise<void> {
    assert.equal(spool.depth, 4);
    const again = await take(spool);
    assert.deepEqual([again.id, topicsOf(again)], [batch.id, 'ab']);
    await spool.delivered(again);
    await append(spool, appended);
    assert.equal(await drain(spool), `cd${appended}`);
  }

  async function drain(spool: DiskSpool): Promise<string> {
    let topics = '';
    while (spool.depth > 0) {
      const batch = await take(spool);
      topics += topicsOf(batch);
      await spool.delivered(batch);
    }
    return topics;
  }

  it('has all events under the same IDs while the original is in use', async () => {
    const first = await open(original);
    await append(first, ...'abcd');
    const batch = await take(first);
    await cp(original, copy, { recursive: true });

    const second = await open(copy);
    assert.deepEqual(second.storage, { kind: 'disk' });
    await deliverAgain(second, batch, 'x');

    await first.delivered(batch);
    assert.equal(await drain(first), 'cd');
  });

  it('restored from backup resends what was delivered since, and loses nothing', async () => {
    const before = await open(original);
    await append(before, ...'abcd');
    const batch = await take(before);
    await cp(original, copy, { recursive: true });
    await before.delivered(batch);
    assert.equal(await drain(before), 'cd');
    await append(before, 'e');
    await close(before);

    await rm(original, { recursive: true });
    await cp(copy, original, { recursive: true });
    const restored = await open(original);
    await deliverAgain(restored, batch, 'f');
    await close(restored);
    const last = await open(original);
    assert.equal(last.depth, 0);
  });
});
