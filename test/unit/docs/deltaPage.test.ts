import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DEFAULT_STATUS_FIELDS,
  DELTA_MODES,
  DeltaFilter,
  LIMIT_REASONS,
  PASS_REASONS,
} from '../../../src/delta';
import { USUAL_THRESHOLDS } from '../../../src/delta/auto/usualThresholds';
import { repository } from '../../harness/package/packedPackage';

const page = readFileSync(join(repository, 'docs', 'delta.md'), 'utf8');

/** First cells of the table that follows a heading. */
function firstCells(heading: string): string[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const table = section.slice(section.indexOf('\n|')).split('\n\n')[0] ?? '';
  const cells = table.split('\n').map((row) => row.split('|')[1] ?? '');
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));
}

describe('docs/delta.md', () => {
  it('gives a bound for every mode', () => {
    assert.deepEqual(firstCells('Modes and their bounds').sort(), [...DELTA_MODES].sort());
  });

  it('explains every reason', () => {
    assert.deepEqual(firstCells('Why a message passed').sort(), [...PASS_REASONS, 'unchanged'].sort());
  });

  it('names the status fields that exist without a setting', () => {
    for (const field of DEFAULT_STATUS_FIELDS) assert.ok(page.includes(`\`${field}\``), field);
  });

  it('lists every default threshold', () => {
    const amounts = page.split('### Usual thresholds')[1] ?? '';
    for (const { quantity, unit, by, threshold, floor } of USUAL_THRESHOLDS) {
      const inUnit = (amount: number): string => `${amount} ${unit}`.trim();
      const share = `${Number((100 * threshold).toPrecision(3))} %`;
      const least = floor > 0 ? `, at least ${inUnit(floor)}` : '';
      const passes = {
        absolute: inUnit(threshold),
        line: `lines, ${inUnit(threshold)}`,
        relative: share + least,
      };
      const row = `| \`${quantity}\` | ${unit === '' ? '' : `\`${unit}\``} | ${passes[by]} |`;
      assert.ok(amounts.includes(row), row);
    }
  });

  it('explains the meaning of every reason in mode auto', () => {
    assert.deepEqual(firstCells('Mode auto').slice(0, LIMIT_REASONS.length), LIMIT_REASONS);
  });

  it('converts a rule as stated: 0.2 °C becomes 0.36 °F', () => {
    const filter = new DeltaFilter({
      rules: [{ match: 'temperature', mode: 'absolute', threshold: 0.2, unit: '°C' }],
    });
    const wireband = { quantity: 'temperature', unit: '[degF]' };
    filter.check('t', 70, { wireband });
    assert.equal(filter.check('t', 70.35, { wireband }).pass, false);
    assert.equal(filter.check('t', 70.37, { wireband }).pass, true);
  });
});
