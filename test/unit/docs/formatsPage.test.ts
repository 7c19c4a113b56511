import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type EdgeEvent,
  FIELD_KEYS,
  FORMAT_NAMES,
  FORMAT_TRAITS,
  LEFT_OUT_REASONS,
  LOG_RECORDS,
  TEXT_VALUES,
} from '../../../src/frame';
import { context, formatOf } from '../../harness/frame/formatRig';
import { repository } from '../../harness/package/packedPackage';

const page = readFileSync(join(repository, 'docs', 'formats.md'), 'utf8');

const block = (kind: string): string => {
  const found = new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1];
  assert.ok(found, `a block ${kind} on the page`);
  return found;
};

/** Cells of the rows of a table whose first cell is one code word. */
const rows = page
  .split('\n')
  .filter((line) => /^\| `\w+` \|/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

const rowOf = (name: string): string[] => {
  const row = rows.find(([first]) => first === `\`${name}\``);
  assert.ok(row, `a row for ${name} on the page`);
  return row;
};

function event(): EdgeEvent {
  const { topic, payload, time, quantity, unit } = JSON.parse(block('event'));
  return {
    topic,
    symbol: 0xfc60,
    data: JSON.stringify(payload),
    time: Date.parse(time),
    bytesIn: 1,
    quantity,
    unit,
  };
}

describe('docs/formats.md', () => {
  it('has a row for each format, with its content type and path', () => {
    for (const name of FORMAT_NAMES) {
      const [, , type, path] = rowOf(name);
      assert.equal(type, `\`${formatOf({ format: name }).contentType}\``);
      const { path: expected } = FORMAT_TRAITS[name];
      assert.ok(expected === '' ? path?.startsWith('none') : path === `\`${expected}\``, `${name}: ${path}`);
    }
  });

  it('has a row for each reason for leaving something out, and no other', () => {
    const from = page.indexOf('| reason |');
    const table = page.slice(from, page.indexOf('\n\n', from));
    const reasons = [...table.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
    assert.deepEqual(reasons, [...LEFT_OUT_REASONS]);
  });

  it('shows how each format writes its event', () => {
    const parts = (format: string) => formatOf({ format }).encode([event()], context).parts;
    assert.equal(parts('ndjson')[0]?.body, block('json'));
    assert.equal(parts('json')[0]?.body, `[${block('json').trim()}]`);
    assert.equal(parts('influx')[0]?.body, block('line'));
    assert.equal(parts('otlp')[0]?.body, block('metrics').trim());
    assert.deepEqual(
      parts('otlp').map(({ path }) => path),
      ['/v1/metrics', '/v1/logs'],
    );
  });

  it('lists the precisions with the default first, the field keys and the choices for text', () => {
    const names = (list: readonly string[]) => list.map((name) => `\`${name}\``).join(', ');
    const [, precisions] = rowOf('precision');
    assert.ok(precisions?.includes(names(FORMAT_TRAITS.json.precisions)));
    assert.ok(precisions?.includes(names(FORMAT_TRAITS.influx.precisions)));
    assert.ok(page.includes(names(FIELD_KEYS)));
    for (const choice of LOG_RECORDS) assert.ok(rowOf('logRecords')[2]?.includes(`\`${choice}\``));
    for (const choice of TEXT_VALUES) assert.ok(rowOf('textValues')[2]?.includes(`\`${choice}\``));
  });

  it('says how each key scheme is sent', () => {
    assert.deepEqual(
      FORMAT_NAMES.filter((name) => FORMAT_TRAITS[name].authScheme === 'Token'),
      ['influx'],
    );
    assert.ok(page.includes('with `influx` as `Authorization: Token …`'));
  });
});
