import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DiskRecord } from '../../../src/spool/format/manifestRecord';
import { fileName, LOGS } from '../../../src/spool/format/segmentFile';
import { EVENT, FOOTER, FRAME, JOURNAL, OBJECTS, PAYLOADS, WORDS } from '../../fixtures/spoolReader';
import { repository } from '../../harness/package/packedPackage';

const page = readFileSync(join(repository, 'docs', 'spool-format.md'), 'utf8');

/** The rows of the first table after some text of the page, cell by cell, without backticks. */
function tableAfter(text: string): string[][] {
  const from = page.indexOf(text);
  assert.ok(from >= 0, `${text} on the page`);
  const lines = page.slice(from).split('\n');
  const start = lines.findIndex((line) => line.startsWith('| ---'));
  const length = lines.slice(start + 1).findIndex((line) => !line.startsWith('|'));
  return lines.slice(start + 1, start + 1 + length).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

const places = (text: string) => tableAfter(text).map(([field, at, type]) => [field, Number(at), type]);
const fieldsByName = (text: string) =>
  Object.fromEntries(tableAfter(text).map(([name, fields]) => [name, fields]));

/** Every kind in the code; the compiler checks this list against it. */
const KINDS: Readonly<Record<DiskRecord['kind'], true>> = {
  ...{ state: true, cut: true, hold: true, uncut: true, delivered: true, 'delivered-except': true },
  ...{ split: true, quarantined: true, 'quarantine-shortened': true, 'quarantine-cleared': true },
  ...{ 'quarantine-retried': true, dropped: true, reported: true, closed: true, live: true },
  ...{ written: true, learned: true, continued: true, 'quarantine-reported': true },
};

describe('the page on the spool format', () => {
  it('describes the frame, the event and the footer as the test reader reads them', () => {
    assert.deepEqual(places('## Records'), FRAME);
    assert.deepEqual(places('### Event'), EVENT);
    assert.deepEqual(places('### Footer'), FOOTER);
    const payloads = tableAfter('Its first byte says').map(([byte, name]) => [byte, name]);
    assert.deepEqual(Object.fromEntries(payloads), PAYLOADS);
  });

  it("describes the journal's record kinds and their fields as that reader reads them", () => {
    assert.deepEqual(fieldsByName('## The journal'), JOURNAL);
    assert.deepEqual(fieldsByName('### Objects'), OBJECTS);
    for (const words of Object.values(WORDS))
      for (const word of words) assert.ok(page.includes(`\`${word}\``));
  });

  it('names every record kind and every file in the code', () => {
    assert.deepEqual(Object.keys(fieldsByName('## The journal')).sort(), Object.keys(KINDS).sort());
    const files = tableAfter('## Files').map(([file]) => file);
    [...LOGS, 'manifest' as const].forEach((kind, i) => {
      assert.ok(files.includes(fileName({ kind, number: 12 + i })), kind);
    });
  });
});
