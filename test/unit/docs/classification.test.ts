import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Classifier, readingsOf } from '../../../src/classify';
import { repository } from '../../harness/package/packedPackage';

/** A row of a table of rules: a sentence, an example, and the answer for it. */
const ROW = /^\| (?<rule>[^|]+\.) \| `(?<given>[^`]+)` → `(?<said>[^`]+)`(?:, `(?<symbol>\w+)`)? \|$/gm;

/** `name: value`, or a payload alone. */
const GIVEN = /^(?:(?<name>[^{].*?): )?(?<value>.+)$/;

const classifier = new Classifier();
const page = readFileSync(join(repository, 'docs/classification.md'), 'utf8');

interface Said {
  readonly quantity?: string | undefined;
  readonly unit?: string | undefined;
  readonly name: string;
}

/** The answer for an example: for a topic with its value, or for the last value of its payload. */
function saidOf(given: string): Said {
  const { name = 'x', value = '' } = GIVEN.exec(given)?.groups ?? {};
  const payload: unknown = JSON.parse(value);
  if (typeof payload !== 'object' || payload === null) {
    return name.includes('/') && !name.includes('.')
      ? classifier.classify(name, payload)
      : classifier.classify('x/node', { [name]: payload });
  }
  return classifier.classify(name, payload);
}

/** The answer for the first value that is not metadata, if the payload is taken apart. */
function readingOf(given: string): Said | undefined {
  const { name, value = '' } = GIVEN.exec(given)?.groups ?? {};
  const payload: unknown = JSON.parse(value);
  const isTopic = name?.includes('/') === true;
  const whole = isTopic || name === undefined ? payload : { [name]: payload };
  const found = readingsOf(classifier, isTopic ? name : 'x', whole)?.find(({ isMeta }) => !isMeta);
  return found?.classification;
}

function assertSaid(found: Said | undefined, said: string, symbol: string | undefined, given: string): void {
  assert.ok(found, given);
  const [quantity = '-', unit] = said.split(' ');
  const what = /^[A-Z_]+$/.test(quantity) ? found.name : (found.quantity ?? '-');
  assert.equal(what, quantity, given);
  if (unit !== undefined) assert.equal(found.unit, unit, given);
  if (symbol !== undefined) assert.equal(found.name, symbol, given);
}

describe('the rules in docs/classification.md', () => {
  const lent = page.indexOf('### What is lent');
  const rows = [...page.matchAll(ROW)].map(({ index, groups = {} }) => ({ ...groups, isLent: index > lent }));

  it('each have an example', () => {
    assert.ok(rows.length > 50, String(rows.length));
  });

  for (const { rule = '', given = '', said = '', symbol, isLent } of rows as readonly Row[]) {
    it(rule, () => assertSaid(isLent ? readingOf(given) : saidOf(given), said, symbol, given));
  }
});

interface Row {
  readonly rule?: string;
  readonly given?: string;
  readonly said?: string;
  readonly symbol?: string;
  readonly isLent: boolean;
}
