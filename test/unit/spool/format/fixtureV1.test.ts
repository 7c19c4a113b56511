import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifySpool } from '../../../../src/spool/inspect/verifySpool';
import { JOURNAL, readSpoolJson } from '../../../fixtures/spoolReader';
import { decodedFiles, lookAt, openSpool, SPOOL_V1, withCopy } from '../../../harness/spool/fixtureSpool';

/** What the fixture holds, spelled out beside it. */
function expected(name: 'closed' | 'killed') {
  return JSON.parse(readFileSync(join(SPOOL_V1, `${name}.json`), 'utf8'));
}

/** Kinds of journal records that it did not write. */
const LATER_KINDS = ['written', 'learned', 'continued', 'quarantine-reported'];

/** As in JSON: without undefined fields. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a spool of release 0.1.0', () => {
  for (const name of ['closed', 'killed'] as const) {
    it(`that was ${name} returns every event, batch and drop when opened`, async () => {
      const opened = await withCopy(name, openSpool);
      assert.deepEqual(plain(opened), expected(name).opened);
    });

    it(`that was ${name} shows the same to a read-only inspection`, async () => {
      const looked = await withCopy(name, lookAt);
      assert.deepEqual(plain(looked), expected(name).looked);
    });

    it(`that was ${name} has the bytes that the format page describes`, async () => {
      assert.deepEqual(plain(await decodedFiles(join(SPOOL_V1, name))), expected(name).files);
    });

    it(`that was ${name} is empty once everything is delivered`, async () => {
      const again = await withCopy(name, async (directory) => {
        await openSpool(directory);
        return openSpool(directory);
      });
      assert.deepEqual([again.recovered.events, again.batches, again.quarantined], [0, [], []]);
    });
  }

  it('with too many quarantined events has the newest thousand, each with its reason', async () => {
    const kept = Array.from({ length: 1000 }, (_, i) => ({
      event: {
        topic: `t${i + 1}`,
        symbol: i + 1,
        data: String(i + 1),
        time: Date.UTC(2026, 0, 1, 12) + i + 1,
        bytesIn: 2,
      },
      error: `HTTP ${400 + ((i + 1) % 100)}`,
    }));
    const { quarantine, drops, findings } = await withCopy('shortened', lookAt);
    assert.deepEqual(quarantine, kept);
    const first = Date.UTC(2026, 0, 1, 12);
    const gone = [{ reason: 'quarantine_full', events: 1, series: 't0', from: first, to: first }];
    assert.deepEqual([drops, findings], [gone, []]);
    const { quarantined, batches } = await withCopy('shortened', openSpool);
    assert.deepEqual([quarantined, batches], [kept.map(({ event }) => event), []]);
  });

  it('has every journal record kind, alarm and ordinary files, footers, and ends torn by a crash', async () => {
    const kinds = new Set<string>();
    const types = new Set<string>();
    let torn = 0;
    for (const name of ['closed', 'killed', 'shortened']) {
      for (const [file, decoded] of Object.entries(await decodedFiles(join(SPOOL_V1, name)))) {
        if (decoded.torn > 0) torn++;
        for (const record of decoded.records) {
          types.add(`${file.split('-')[0]} ${record.type}`);
          if (record.type === 'journal') kinds.add(record.kind);
        }
      }
    }
    const known = Object.keys(JOURNAL).filter((kind) => !LATER_KINDS.includes(kind));
    assert.deepEqual([...kinds].sort(), known.sort());
    const inLane = (lane: string): string[] => [`${lane} header`, `${lane} event`, `${lane} footer`];
    const all = [...inLane('ordinary'), ...inLane('alarm'), 'journal header', 'journal journal'];
    assert.deepEqual([...types].sort(), all.sort());
    assert.equal(torn, 3, 'two segments and a journal');
  });

  it('is sound except for records left unfinished by a crash', async () => {
    for (const [name, unfinished] of [
      ['closed', 0],
      ['killed', 2],
      ['shortened', 0],
    ] as const) {
      const verified = await withCopy(name, verifySpool);
      assert.deepEqual([verified.isSound, verified.unfinished.length], [true, unfinished], name);
    }
  });

  it('names its owner and its lock holder, as the page describes', async () => {
    for (const name of await readdir(SPOOL_V1, { withFileTypes: true })) {
      if (!name.isDirectory()) continue;
      const about = await readFile(join(SPOOL_V1, name.name, 'about.json'), 'utf8');
      const { id, deviceId } = readSpoolJson('about', about);
      assert.deepEqual([id, deviceId], [`uplink-${name.name}`, 'gateway-1']);
    }
    const lock = readSpoolJson('lock', await readFile(join(SPOOL_V1, 'killed', 'lock'), 'utf8'));
    assert.equal(lock.pid, 4711);
  });
});
