import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { toRecord } from '../../../../src/spool/format/record';
import { runs, stepOf } from '../../../harness/effort';
import {
  cut,
  DamagedSpool,
  DELIVERED,
  everything,
  FIRST_WAITING,
  flipped,
  garbage,
  type Outcome,
  remove,
  withHugeLength,
} from '../../../harness/spool/DamagedSpool';
import { append, SpoolFolder, take } from '../../../harness/spool/SpoolFolder';

/** Characters of two bytes in UTF-8, with which no record begins; and a record's first bytes as text. */
const DECEPTIVE_TEXT = `\u00ff\u00fe ${Buffer.from([0xff, 0xfe, 1, 2, 3, 4, 9, 0, 0, 0]).toString('latin1')} \\u0000`;

describe('a spool with damaged files', () => {
  let damaged: DamagedSpool;

  before(async () => {
    damaged = await DamagedSpool.make();
  });

  after(() => damaged.remove());

  it('returns everything while nothing is damaged', async () => {
    const outcome = await damaged.outcomeOf(async () => undefined);
    assertComplete(outcome);
    const [first] = outcome.batches;
    assert.deepEqual([first?.id, first?.events], [damaged.batch.id, damaged.batch.events]);
    assert.deepEqual(
      [...outcome.numbers].sort((a, b) => a - b),
      everything,
    );
  });

  it('torn in its last record at any byte loses that record and nothing else', async () => {
    const killed = await SpoolFolder.make();
    try {
      let whole = 0;
      await killed.use(async (spool) => {
        await append(spool, 0, 3);
        const [name = ''] = await killed.names('ordinary');
        whole = (await readFile(killed.path(name))).length;
        await append(spool, 3, 4);
        const bytes = await readFile(killed.path(name));
        for (let size = whole; size < bytes.length; size += stepOf(1)) {
          const torn = await killed.copy();
          await torn.change(name, () => bytes.subarray(0, size));
          const { numbers, recovered, unreadable } = await torn.readAll();
          assert.deepEqual(numbers, [0, 1, 2], `torn at ${size}`);
          // It counts as unreadable only if the manifest already knows of it.
          assert.deepEqual([unreadable, recovered.findings.length], unreadable ? [1, 1] : [0, 0]);
          await torn.remove();
        }
      });
    } finally {
      await killed.remove();
    }
  });

  it('loses at most one event to a flipped bit in a log', async () => {
    const names = [
      ...(await damaged.pristine.names('ordinary')).slice(0, 2),
      ...(await damaged.pristine.names('alarm')).slice(0, 1),
    ];
    let lost = 0;
    for (const name of names) {
      const { length } = await readFile(damaged.pristine.path(name));
      for (let at = 0; at < length; at += stepOf(at < 120 || at > length - 120 ? 17 : 449)) {
        const outcome = await damaged.outcomeOf((folder) =>
          folder.change(name, (bytes) => flipped(bytes, at)),
        );
        assert.ok(outcome.lost.length <= 1, `${name} at ${at}`);
        assertCounted(outcome);
        lost += outcome.lost.length;
      }
    }
    assert.ok(lost > runs(10), 'damaged events');
  });

  it('loses no event to a flipped bit in the manifest', async () => {
    const name = (await damaged.pristine.names('journal')).at(-1) ?? '';
    const { length } = await readFile(damaged.pristine.path(name));
    let told = 0;
    for (let at = 0; at < length; at += Math.ceil(length / runs(40))) {
      const outcome = await damaged.outcomeOf((folder) => folder.change(name, (bytes) => flipped(bytes, at)));
      assert.deepEqual(outcome.lost, [], `at ${at}`);
      assert.equal(outcome.unreadable, 0);
      told += outcome.recovered.findings.length;
    }
    assert.ok(told > runs(10), 'reported damage');
  });

  for (const block of [512, 4096]) {
    it(`loses to a zeroed block of ${block} bytes only the events in it`, async () => {
      for (const name of await damaged.pristine.names('ordinary')) {
        const { length } = await readFile(damaged.pristine.path(name));
        const most = Math.ceil(block / (length / everything.length)) + 2;
        for (let at = 0; at < length; at += block * stepOf(5)) {
          const outcome = await damaged.outcomeOf((folder) =>
            folder.change(name, (bytes) => bytes.fill(0, at, Math.min(at + block, length))),
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
      const names = await damaged.pristine.names('ordinary');
      const outcome = await damaged.outcomeOf((folder) => unlink(folder.path(names[index] ?? '')));
      assert.ok(outcome.lost.length > 10);
      assertCounted(outcome);
    });
  }

  it('detects a missing last file by the file that follows it in the next run', async () => {
    const last = (await damaged.pristine.names('ordinary')).at(-1) ?? '';
    const outcome = await damaged.outcomeOf((folder) => unlink(folder.path(last)));
    assert.ok(outcome.lost.length > 0);
    assert.ok(outcome.unreadable === 0 || outcome.unreadable === outcome.lost.length);
  });

  it('recognizes a copy of a file under another number', async () => {
    const names = await damaged.pristine.names('ordinary');
    for (const number of ['0000000000', '0000009999']) {
      for (const name of names.slice(0, 3)) {
        const outcome = await damaged.outcomeOf(
          (folder) => copyFile(folder.path(name), folder.path(`ordinary-${number}.log`)),
          true,
        );
        assert.deepEqual([outcome.lost, outcome.unreadable], [[], 0]);
        assert.notDeepEqual(outcome.recovered.findings, []);
      }
    }
  });

  it('leaves foreign files and folders alone, and reports them', async () => {
    const folder = await damaged.pristine.copy();
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

  it('opens even if there is a folder in place of one of its files', async () => {
    const outcome = await damaged.outcomeOf((folder) => mkdir(folder.path('ordinary-0000000777.log')), true);
    assert.deepEqual([outcome.lost, outcome.unreadable], [[], 0]);
  });

  it('is unharmed by empty files', async () => {
    const outcome = await damaged.outcomeOf(async (folder) => {
      for (const kind of ['ordinary', 'alarm', 'journal']) {
        await writeFile(folder.path(`${kind}-0000000777.log`), '');
      }
    });
    assert.deepEqual([outcome.lost, outcome.unreadable], [[], 0]);
  });

  it('without a manifest, returns all events in the files, delivered or not', async () => {
    for (const damage of [cut, garbage, remove]) {
      const outcome = await damaged.outcomeOf(async (folder) => {
        for (const name of await folder.names('journal')) await damage(folder, name);
      });
      // Events only in the manifest are in no log, but here the log of the quarantined event still exists.
      assert.deepEqual([outcome.lost, outcome.unreadable], [[], 0], damage.name);
    }
  });

  it('starts over if everything is garbage', async () => {
    const outcome = await damaged.outcomeOf(async (folder) => {
      for (const kind of ['ordinary', 'alarm', 'journal'] as const) {
        for (const name of await folder.names(kind)) await garbage(folder, name);
      }
    });
    assert.deepEqual(outcome.numbers, []);
    assert.notDeepEqual(outcome.recovered.findings, []);
  });

  it('is not misled by a length of 4 GB', async () => {
    const name = (await damaged.pristine.names('ordinary'))[1] ?? '';
    for (const where of [0, 1, 5]) {
      const outcome = await damaged.outcomeOf((folder) =>
        folder.change(name, (bytes) => withHugeLength(bytes, where)),
      );
      assert.ok(outcome.lost.length <= 1);
      assertCounted(outcome);
    }
  });

  it('gives no new file the number of a missing one that the manifest still names', async () => {
    const killed = await SpoolFolder.make();
    const torn = await killed.use(async (spool) => {
      for (let from = 0; from < 200; from += 20) await append(spool, from, from + 20);
      await take(spool, 199);
      return killed.copy();
    });
    try {
      // The new manifest takes one number, so that the log would get the next: the one at whose end the batch ends.
      const gone = (await torn.names('ordinary')).slice(-2);
      for (const name of gone) await unlink(torn.path(name));
      await torn.use((spool) => append(spool, 300, 303));
      for (const name of await torn.names('ordinary')) assert.ok(!gone.includes(name), name);
      const { numbers } = await torn.readAll();
      assert.deepEqual(
        numbers.filter((number) => number >= 300),
        [300, 301, 302],
      );
    } finally {
      await killed.remove();
      await torn.remove();
    }
  });

  it('leaves a file of a later version alone, and counts its expected events', async () => {
    const name = (await damaged.pristine.names('ordinary'))[1] ?? '';
    const folder = await damaged.pristine.copy();
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

  it('finds no records inside event contents', async () => {
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

  it('returns the batch in flight again with the events that are readable', async () => {
    const name = (await damaged.pristine.names('ordinary'))[0] ?? '';
    const marker = `"number":${DELIVERED + 3}`;
    const outcome = await damaged.outcomeOf((folder) =>
      folder.change(name, (bytes) => flipped(bytes, bytes.indexOf(marker) + marker.length - 1)),
    );
    assert.deepEqual(outcome.lost, [DELIVERED + 3]);
    assertCounted(outcome);
  });

  it('delivers waiting events in order beyond the damage', async () => {
    const name = (await damaged.pristine.names('ordinary'))[1] ?? '';
    const { numbers } = await damaged.outcomeOf((folder) =>
      folder.change(name, (bytes) => bytes.fill(0, 512, 1024)),
    );
    const waiting = numbers.filter((number) => number >= FIRST_WAITING);
    assert.deepEqual(
      waiting,
      [...waiting].sort((a, b) => a - b),
    );
  });
});

function assertCounted({ lost, unreadable }: Outcome): void {
  assert.equal(unreadable, lost.length, 'lost events are counted');
}

function assertComplete({ lost, unreadable, recovered }: Outcome): void {
  assert.deepEqual([lost, unreadable, recovered.findings], [[], 0, []]);
}
