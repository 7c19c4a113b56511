import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_TYPES, type NodeType } from '../../../src/settings/nodeSettings';
import { HINTS } from '../../../src/uplink/log/logTexts';
import { subjectOf } from '../../../src/uplink/reports/refusals';
import { repository } from '../../harness/package/packedPackage';

const page = readFileSync(join(repository, 'docs/troubleshooting.md'), 'utf8');

/** Parts of a status that do not come from its locale: an HTTP status, and an error code. */
const CAUSES = /^(HTTP \d{3}|E[A-Z]+)$/;

/** `87 %, 0.2 Cel usual`: the status of a single series in mode auto is composed of figures and a reason. */
const SHARE_AND_THRESHOLD = /^\d+ %,( [\d.]+( %| \w+)?)? (?=\D)/;

/** Code in the first cells of the table under the heading that contains `name`. */
function firstCells(name: string): string[] {
  const section = page.split(/^### /m).find((part) => part.split('\n')[0]?.includes(name)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) =>
    [...(row.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
  );
}

/** The texts of a node's status in English, by their keys. */
function statusTexts(type: NodeType): [key: string, text: string][] {
  const file = join(repository, `nodes/${type}/locales/en-US/${type}.json`);
  const catalogue: Readonly<Record<string, { readonly status?: Record<string, string> }>> = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  return Object.entries(catalogue[type]?.status ?? {});
}

/** Matches a text with something in place of its `__words__`. */
function filledIn(text: string): RegExp {
  const parts = text.split(/__\w+__/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`);
}

const partsOf = (status: string): string[] => status.replace(SHARE_AND_THRESHOLD, '').split(' · ');

describe('docs/troubleshooting.md', () => {
  for (const type of NODE_TYPES.filter((name) => statusTexts(name).length > 0)) {
    const texts = statusTexts(type);
    const told = firstCells(type).flatMap(partsOf);

    it(`has every status of ${type}`, () => {
      const missing = texts.filter(([, text]) => !told.some((part) => filledIn(text).test(part)));
      assert.deepEqual(missing, []);
    });
  }

  it('has only statuses that a node shows', () => {
    const texts = NODE_TYPES.flatMap(statusTexts).map(([, text]) => filledIn(text));
    const told = NODE_TYPES.flatMap(firstCells).flatMap(partsOf);
    const unknown = told.filter((part) => !CAUSES.test(part) && !texts.some((text) => text.test(part)));
    assert.deepEqual(unknown, []);
  });

  it('lists each refusal with the matching HTTP statuses', () => {
    const texts = new Map(statusTexts('wireband-uplink'));
    const told = firstCells('wireband-uplink').flatMap(
      (status) => /^(.+) \((\d{3})\)/.exec(status)?.[2] ?? [],
    );
    assert.ok(told.length > 10);
    for (const status of told.map(Number).filter((code) => code > 400)) {
      const refused = { kind: 'refused', since: 0, status, error: '' } as const;
      const text = texts.get(`refused-${subjectOf(refused)}`);
      const shown = text?.replace('__status__', String(status)) ?? '';
      assert.ok(page.includes(`\`${shown} · `), `${status}: ${shown}`);
    }
  });

  it('has every error code that the log can explain, and no other', () => {
    assert.deepEqual(firstCells('Error codes').sort(), Object.keys(HINTS).sort());
  });
});
