import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import type { Batch } from '../../src/spool';
import { toRecord } from '../../src/spool/record';
import { append, type Opened, SpoolFolder, take } from '../harness/SpoolFolder';

/** Events of the folder: 0 to 19 are delivered, 20 to 29 in a batch, 30 is in quarantine, the rest waits. */
const EVENTS = 300;
/** Written at once, into one file. */
const AT_ONCE = 15;
const DELIVERED = 20;
const IN_BATCH = 10;
const FIRST_WAITING = DELIVERED + IN_BATCH + 1;

const everything = Array.from({ length: EVENTS - DELIVERED }, (_, i) => DELIVERED + i);

/** One character: two bytes in UTF-8 that no record begins with; and a record's first bytes as text. */
const DECEPTIVE_TEXT = `\u00ff\u00fe ${Buffer.from([0xff, 0xfe, 1, 2, 3, 4, 9, 0, 0, 0]).toString('latin1')} \\u0000`;

interface Outcome extends Opened {
  readonly lost: readonly number[];
}

describe('a spool with damaged files', function () {
  this.timeout(120_000);
  let pristine: SpoolFolder;
  let batch: Batch;

  before(async () => {
    pristine = await SpoolFolder.make();
    batch = await pristine.use(async (spool) => {
      for (let first = 0; first < EVENTS; first += AT_ONCE) await append(spool, first, first + AT_ONCE);
      await spool.delivered(await take(spool, DELIVERED));
      const unsettled = await take(spool, IN_BATCH);
      await spool.quarantine(await take(spool, 1), 'refused');
      return unsettled;
    });
    assert.ok((await pristine.names('ordinary')).length >= 4, 'there are some files');
  });

  after(() => pristine.remove());

  /** What becomes of a copy of the folder after some damage; afterwards it is as good as new, but for `staysOdd`. */
  async function after_(
    damage: (folder: SpoolFolder) => Promise<unknown>,
    staysOdd = false,
  ): Promise<Outcome> {
    const folder = await pristine.copy();
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

  function assertCounted({ lost, unreadable, recovered }: Outcome): void {
    assert.equal(unreadable, lost.length, 'what is lost is counted');
    if (lost.length > 0) assert.notDeepEqual(recovered.findings, [], 'and told');
  }

  function assertComplete({ lost, unreadable, recovered }: Outcome): void {
    assert.deepEqual([lost, unreadable, recovered.findings], [[], 0, []]);
  }

  it('gives everything as long as nothing is damaged', async () => {
    const outcome = await after_(async () => undefined);
    assertComplete(outcome);
    assert.deepEqual(outcome.batches[0], batch);
    assert.deepEqual(
      [...outcome.numbers].sort((a, b) => a - b),
      everything,
    );
  });

  it('loses, torn at any byte of the last record, that record and nothing else', async () => {
    const killed = await SpoolFolder.make();
    try {
      let whole = 0;
      await killed.use(async (spool) => {
        await append(spool, 0, 3);
        const [name = ''] = await killed.names('ordinary');
        whole = (await readFile(killed.path(name))).length;
        await append(spool, 3, 4);
        const bytes = await readFile(killed.path(name));
        for (let size = whole; size < bytes.length; size++) {
          const torn = await killed.copy();
          await torn.change(name, () => bytes.subarray(0, size));
          const { numbers, recovered, unreadable } = await torn.readAll();
          assert.deepEqual([numbers, recovered.findings, unreadable], [[0, 1, 2], [], 0], `torn at ${size}`);
          await torn.remove();
        }
      });
    } finally {
      await killed.remove();
    }
  });

  it('loses to a flipped bit in a log at most one event', async () => {
    const names = [
      ...(await pristine.names('ordinary')).slice(0, 2),
      ...(await pristine.names('alarm')).slice(0, 1),
    ];
    let lost = 0;
    for (const name of names) {
      const { length } = await readFile(pristine.path(name));
      for (let at = 0; at < length; at += at < 120 || at > length - 120 ? 9 : 311) {
        const outcome = await after_((folder) => folder.change(name, (bytes) => flipped(bytes, at)));
        assert.ok(outcome.lost.length <= 1, `${name} at ${at}`);
        assertCounted(outcome);
        lost += outcome.lost.length;
      }
    }
    assert.ok(lost > 10, 'events were hit');
  });

  it('loses to a flipped bit in the journal no event', async () => {
    const [name = ''] = await pristine.names('journal');
    const { length } = await readFile(pristine.path(name));
    let told = 0;
    for (let at = 0; at < length; at += Math.ceil(length / 60)) {
      const outcome = await after_((folder) => folder.change(name, (bytes) => flipped(bytes, at)));
      assert.deepEqual(outcome.lost, [], `at ${at}`);
      assert.equal(outcome.unreadable, 0);
      told += outcome.recovered.findings.length;
    }
    assert.ok(told > 10, 'and it is told');
  });

  for (const block of [512, 4096]) {
    it(`loses to a zeroed block of ${block} bytes the events in it`, async () => {
      for (const name of await pristine.names('ordinary')) {
        const { length } = await readFile(pristine.path(name));
        const most = Math.ceil(block / (length / EVENTS)) + 2;
        for (let at = 0; at < length; at += block * 3) {
          const outcome = await after_((folder) =>
            folder.change(name, (bytes) => bytes.fill(0, at, at + block)),
          );
          assert.ok(outcome.lost.length <= most, `${outcome.lost.length} lost of ${name} at ${at}`);
          assertCounted(outcome);
        }
      }
    });
  }

  for (const [place, index] of [
    ['first', 0],
    ['middle', 2],
  ] as const) {
    it(`counts the events of a missing file, the ${place}, as unreadable`, async () => {
      const names = await pristine.names('ordinary');
      const outcome = await after_((folder) => unlink(folder.path(names[index] ?? '')));
      assert.ok(outcome.lost.length > 10);
      assertCounted(outcome);
    });
  }

  it('knows of a missing last file by the file that follows it in the next life', async () => {
    const last = (await pristine.names('ordinary')).at(-1) ?? '';
    const outcome = await after_((folder) => unlink(folder.path(last)));
    assert.ok(outcome.lost.length > 0);
    assert.ok(outcome.unreadable === 0 || outcome.unreadable === outcome.lost.length);
  });

  it('takes a copy of a file, under another number, for what it is', async () => {
    const names = await pristine.names('ordinary');
    for (const number of ['0000000000', '0000009999']) {
      for (const name of names.slice(0, 3)) {
        const outcome = await after_(
          (folder) => copyFile(folder.path(name), folder.path(`ordinary-${number}.log`)),
          true,
        );
        assert.deepEqual([outcome.lost, outcome.unreadable], [[], 0]);
        assert.notDeepEqual(outcome.recovered.findings, []);
      }
    }
  });

  it('leaves files and folders of others alone, and says so', async () => {
    const folder = await pristine.copy();
    try {
      const strangers = ['notes.txt', 'ordinary-1.log.bak', 'journal-x.log', '.hidden'];
      for (const name of strangers) await writeFile(folder.path(name), 'not yours');
      await mkdir(folder.path('folder'));
      const { numbers, unreadable, recovered } = await folder.readAll();
      assert.deepEqual([numbers.length, unreadable], [everything.length, 0]);
      for (const name of [...strangers, 'folder']) {
        assert.ok(
          recovered.findings.some((finding) => finding.includes(name)),
          name,
        );
      }
      for (const name of strangers) assert.equal(await readFile(folder.path(name), 'utf8'), 'not yours');
    } finally {
      await folder.remove();
    }
  });

  it('opens with a folder where a file of its own should be', async () => {
    const outcome = await after_((folder) => mkdir(folder.path('ordinary-0000000777.log')), true);
    assert.deepEqual([outcome.lost, outcome.unreadable], [[], 0]);
  });

  it('takes no harm from empty files', async () => {
    const outcome = await after_(async (folder) => {
      for (const kind of ['ordinary', 'alarm', 'journal']) {
        await writeFile(folder.path(`${kind}-0000000777.log`), '');
      }
    });
    assert.deepEqual([outcome.lost, outcome.unreadable], [[], 0]);
  });

  it('gives, without a journal, all events that are there, delivered or not', async () => {
    for (const damage of [cut, garbage, remove]) {
      const outcome = await after_(async (folder) => {
        for (const name of await folder.names('journal')) await damage(folder, name);
      });
      // What is only in the journal is in nobody's log: the log of the quarantined event is still there here.
      assert.deepEqual([outcome.lost, outcome.unreadable], [[], 0], damage.name);
    }
  });

  it('starts anew where all is garbage', async () => {
    const outcome = await after_(async (folder) => {
      for (const kind of ['ordinary', 'alarm', 'journal'] as const) {
        for (const name of await folder.names(kind)) await garbage(folder, name);
      }
    });
    assert.deepEqual(outcome.numbers, []);
    assert.notDeepEqual(outcome.recovered.findings, []);
  });

  it('is not misled by a length of 4 GB', async () => {
    const name = (await pristine.names('ordinary'))[1] ?? '';
    for (const where of [0, 1, 5]) {
      const outcome = await after_((folder) => folder.change(name, (bytes) => withHugeLength(bytes, where)));
      assert.ok(outcome.lost.length <= 1);
      assertCounted(outcome);
    }
  });

  it('leaves a file of a later version alone, and counts what it should hold', async () => {
    const name = (await pristine.names('ordinary'))[1] ?? '';
    const folder = await pristine.copy();
    try {
      const header = Buffer.concat([Buffer.from([1]), Buffer.from(JSON.stringify({ version: 99 }))]);
      await folder.change(name, (bytes) => Buffer.concat([toRecord(header), bytes]));
      const before = await readFile(folder.path(name));
      const { numbers, unreadable, recovered } = await folder.readAll();
      assert.ok(numbers.length < everything.length);
      assert.equal(numbers.length + unreadable, everything.length);
      assert.ok(
        recovered.findings.some((finding) => finding.includes(name) && finding.includes('later version')),
      );
      assert.deepEqual(await readFile(folder.path(name)), before);
    } finally {
      await folder.remove();
    }
  });

  it('finds no records in what events hold', async () => {
    const folder = await SpoolFolder.make();
    try {
      await folder.use((spool) => append(spool, 0, 30, DECEPTIVE_TEXT));
      const [name = ''] = await folder.names('ordinary');
      for (let at = 100; at < 1000; at += 50) {
        const damaged = await folder.copy();
        await damaged.change(name, (bytes) => flipped(bytes, at));
        const { numbers, unreadable } = await damaged.readAll();
        assert.equal(numbers.length + unreadable, 30);
        assert.ok(unreadable <= 1);
        await damaged.remove();
      }
    } finally {
      await folder.remove();
    }
  });

  it('gives the batch that was under way again as far as its events can be read', async () => {
    const name = (await pristine.names('ordinary'))[0] ?? '';
    const marker = `"number":${DELIVERED + 3}`;
    const outcome = await after_((folder) =>
      folder.change(name, (bytes) => flipped(bytes, bytes.indexOf(marker) + marker.length - 1)),
    );
    assert.deepEqual(outcome.lost, [DELIVERED + 3]);
    assertCounted(outcome);
  });

  it('delivers waiting events in order past damage', async () => {
    const name = (await pristine.names('ordinary'))[1] ?? '';
    const { numbers } = await after_((folder) => folder.change(name, (bytes) => bytes.fill(0, 512, 1024)));
    const waiting = numbers.filter((number) => number >= FIRST_WAITING);
    assert.deepEqual(
      waiting,
      [...waiting].sort((a, b) => a - b),
    );
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  bytes[at] = (bytes[at] ?? 0) ^ 0x10;
  return bytes;
}

/** @param record whose length is changed, counted from the file's beginning. */
function withHugeLength(bytes: Buffer, record: number): Buffer {
  let at = 0;
  for (let i = 0; i < record; i++) at += 10 + bytes.readUInt32LE(at + 6);
  bytes.writeUInt32LE(0xffffffff, at + 6);
  return bytes;
}

async function cut(folder: SpoolFolder, name: string): Promise<void> {
  await folder.change(name, (bytes) => bytes.subarray(0, 20));
}

async function garbage(folder: SpoolFolder, name: string): Promise<void> {
  await folder.change(name, (bytes) => bytes.map((_, i) => (i * 7919 + 13) % 251));
}

async function remove(folder: SpoolFolder, name: string): Promise<void> {
  await rm(folder.path(name));
}
