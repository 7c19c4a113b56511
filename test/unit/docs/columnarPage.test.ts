import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { columnarFormat, DEFAULT_DECODE_LIMITS, type EdgeEvent } from '../../../src/frame';
import { MAX_EVENT_KEYS, MAX_EVENT_VALUES, MAX_KEYS, MAX_VALUES } from '../../../src/frame/BodyBudget';
import { encodeColumnar } from '../../../src/frame/columnar';
import { assertProperty } from '../../harness/assertProperty';
import { columnarBatch } from '../../harness/frame/columnarEvents';
import { repository } from '../../harness/package/packedPackage';

const docs = join(repository, 'docs');
const page = readFileSync(join(docs, 'wire-format.md'), 'utf8');
const section = page.slice(page.indexOf('\n## Columnar'), page.indexOf('\n## Symbols'));
/** The bodies that the page shows, as they are on the wire. */
const shown = [...section.matchAll(/```columnar\n([\s\S]+?)\n```/g)].map(([, body = '']) =>
  body.replace(/\n */g, ''),
);
const plain = (cell: string | undefined): string => (cell ?? '').replaceAll('`', '').trim();

const grouped = (count: number): string => count.toLocaleString('en-US');

describe('the Columnar section of docs/wire-format.md', () => {
  it('shows how the encoder writes the events in its table', () => {
    const rows = [...section.matchAll(/^\| (17\d+) \| (.+) \|$/gm)].map(([, time, rest = '']): EdgeEvent => {
      const [topic, symbol, quantity, data] = rest.split(' | ').map(plain);
      return {
        topic: topic ?? '',
        symbol: Number(symbol),
        time: Number(time),
        data: data ?? '',
        bytesIn: 0,
        ...(quantity ? { quantity } : {}),
      };
    });
    assert.equal(rows.length, 7);
    assert.equal(encodeColumnar(rows, 'edge-node'), shown[0]);
  });

  it('shows how the encoder writes the payloads in its prose', () => {
    const prose = section.slice(section.indexOf('whose payloads are'));
    const payloads = [...prose.matchAll(/`(\{"p":.+?)`/g)].map(([, payload = '']) => payload);
    const times = [1763851200, 1763851260, 1763851319, 1763851380];
    const events = payloads.map((data, i) => ({
      topic: 'a',
      symbol: 0xfc6a,
      data,
      time: (times[i] ?? 0) * 1000,
      bytesIn: 0,
    }));
    assert.equal(events.length, 4);
    assert.equal(encodeColumnar(events, 'edge-node'), shown[1]);
  });

  it('names the content type and the limits of the decoder', () => {
    assert.ok(section.includes(`Content-Type: ${columnarFormat.contentType}\``));
    const limits = [
      `before and after decompression | ${DEFAULT_DECODE_LIMITS.bytes / 2 ** 20} MiB`,
      `| events | ${grouped(DEFAULT_DECODE_LIMITS.events)} `,
      `| values of a body | ${grouped(MAX_VALUES)} |`,
      `| keys of a body | ${grouped(MAX_KEYS)} |`,
      `| values of an event | ${grouped(MAX_EVENT_VALUES)} |`,
      `| keys of an event | ${grouped(MAX_EVENT_KEYS)} |`,
    ];
    for (const limit of limits) assert.ok(section.includes(limit), limit);
  });
});

describe('docs/columnar.schema.json', () => {
  const schema: object = JSON.parse(readFileSync(join(docs, 'columnar.schema.json'), 'utf8'));
  const isValid = new Ajv({ strict: false, allowUnionTypes: true }).compile(schema);

  it('accepts every body that the encoder writes', () => {
    assertProperty(
      fc.property(columnarBatch, (events) => {
        const body: unknown = JSON.parse(encodeColumnar(events, 'edge-1'));
        assert.ok(isValid(body), JSON.stringify(isValid.errors));
      }),
    );
  });

  it('accepts no body that is refused because of a member or a node', () => {
    // In columns that must be text, the schema does not check for single cells of another type.
    const cases = readFileSync(join(docs, 'reference', 'columnar-cases.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    const unseen = /^a level that is a number in one series/;
    for (const line of cases) {
      const { name, body, refused, events } = JSON.parse(line);
      if (events) assert.ok(isValid(body), `${name}: ${JSON.stringify(isValid.errors)}`);
      else if (['member', 'node', 'version'].includes(refused) && !unseen.test(name)) {
        assert.ok(!isValid(body), name);
      }
    }
  });
});
