import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { KEYWORDS } from '../../../src/classify/names/lexicon/keywords';
import {
  DEFAULT_DECODE_LIMITS,
  decodeBody,
  type EdgeEvent,
  type Envelope,
  encodeFrame,
  encodeWireband,
  wirebandFormat,
} from '../../../src/frame';
import { MAX_EVENT_KEYS, MAX_EVENT_VALUES, MAX_KEYS, MAX_VALUES } from '../../../src/frame/BodyBudget';
import { encodeData } from '../../../src/payload';
import { CATALOG, formatCode, SymbolCatalog } from '../../../src/symbols';
import { ContentCodings } from '../../../src/uplink';
import { BatchEncoder } from '../../../src/uplink/delivery/BatchEncoder';
import { toWire } from '../../../src/uplink/transport/HttpTransport';
import { statusClass } from '../../../src/uplink/transport/statusClasses';
import { readBatch, readFrame } from '../../fixtures/frameReader';
import { assertProperty } from '../../harness/assertProperty';
import { requestOf } from '../../harness/uplink/requestOf';

const docs = join(__dirname, '../../../docs');
const page = readFileSync(join(docs, 'wire-format.md'), 'utf8');
const schema: object = JSON.parse(readFileSync(join(docs, 'batch.schema.json'), 'utf8'));
const isValid = new Ajv({ allErrors: true }).compile(schema);

/** The cells of the table below a header row. */
function tableAfter(header: string): string[][] {
  const lines = page.slice(page.indexOf(header)).split('\n');
  const rows = lines.slice(
    2,
    lines.findIndex((line) => !line.startsWith('|')),
  );
  assert.ok(page.includes(header) && rows.length > 0, `a table ${header} on the page`);
  return rows.map((row) => row.slice(2, -2).split(' | '));
}

const plain = (cell: string | undefined): string => (cell ?? '').replaceAll('`', '');

/** Our decoder refuses the key `__proto__`, as the page says; another test covers that. */
const jsonText = fc
  .jsonValue({ maxDepth: 4 })
  .map((value) => JSON.stringify(value))
  .filter((text) => !text.includes('"__proto__":'));

const edgeEvent: fc.Arbitrary<EdgeEvent> = fc.record({
  topic: fc.string({ unit: 'binary', maxLength: 60 }),
  symbol: fc.integer({ min: 0, max: 0xffff }),
  data: jsonText,
  time: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  bytesIn: fc.constant(0),
});

const events = fc.array(edgeEvent, { minLength: 1, maxLength: 20 });
const envelope = fc.constantFrom<Envelope>('object', 'array');

describe('docs/wire-format.md', () => {
  it('lists the symbols of the catalog, each with its code, family, status and meaning', () => {
    const written = tableAfter('| code | name | family | status | meaning |').map((row) => row.map(plain));
    const catalog = CATALOG.map((row) => [
      formatCode(row.code),
      row.name,
      row.family,
      row.status,
      row.meaning,
    ]);
    assert.deepEqual(written, catalog);
  });

  it('lists the words of the classifier, each with its symbol and origin', () => {
    const written = tableAfter('| word | symbol | source |').flatMap(([words, symbol, source]) =>
      plain(words)
        .split(', ')
        .map((word) => [word, plain(symbol), plain(source)]),
    );
    const known = [...KEYWORDS].map(([word, { symbol, status }]) => [word, symbol, status]);
    assert.deepEqual(written.sort(), known.sort());
  });

  it('gives the family of every code range as in the catalog', () => {
    const ranges = [...page.matchAll(/(FC[0-9A-F]{2})–(FC[0-9A-F]{2})\s`(\w+)`/g)];
    assert.equal(ranges.length, 6);
    const catalog = new SymbolCatalog();
    for (const [, from = '', to = '', family] of ranges) {
      for (let code = Number.parseInt(from, 16); code <= Number.parseInt(to, 16); code++) {
        assert.equal(catalog.ofCode(code).family, family, formatCode(code));
      }
    }
  });

  it('shows a frame that our encoder writes and an independent reader reads', () => {
    const shown = /```frame\n(.+)\n```/.exec(page)?.[1] ?? '';
    assert.equal(encodeFrame(0xfc60, 'sensors/kitchen/temp', '21.4').toString('hex'), shown);
    assert.deepEqual(readFrame(shown), { symbol: 0xfc60, topic: 'sensors/kitchen/temp', data: 21.4 });
  });

  it('shows how payloads are written as data', () => {
    const rows = tableAfter('| payload | `d` |');
    const payloads: Record<string, unknown[]> = {
      'the number 21.4, the text `21.4`, the bytes `32 31 2e 34`': [
        21.4,
        '21.4',
        Buffer.from('32312e34', 'hex'),
      ],
      'the text `open`': ['open'],
      'the text `{"on": true}`': ['{"on": true}'],
      'the text `1234567890123456`': ['1234567890123456'],
      'the bytes `ff 00`': [Buffer.from([0xff, 0])],
      NaN: [Number.NaN],
    };
    assert.deepEqual(
      rows.map(([payload]) => payload),
      Object.keys(payloads),
    );
    for (const [payload = '', data] of rows) {
      for (const value of payloads[payload] ?? []) assert.equal(encodeData(value), plain(data), payload);
    }
  });

  it('states how the uplink handles every HTTP status', () => {
    const rows = tableAfter('| response | what the uplink does |');
    const classes = [
      ['200–205', 'delivered'],
      ['408, 425, 429, 500, 502–504, 506–509, 512–599', 'retry'],
      [
        '401–407, 410, 411, 414, 417, 419, 421, 423, 424, 426–428, 430, 431, 440, 444, 449–451, 460–464, 494–499, 501, 505, 510, 511, 206–299, 300–399',
        'refused',
      ],
      ['413', 'too-large'],
      ['415', 'encoding'],
    ] as const;
    const written = new Map<number, string>();
    for (const [cell, meaning] of classes) {
      assert.ok(
        rows.some(([answer]) => answer === cell),
        `a row ${cell} on the page`,
      );
      for (const part of cell.split(', ')) {
        const [from, to = from] = part.split('–').map(Number);
        for (let status = from ?? 0; status <= (to ?? 0); status++) written.set(status, meaning);
      }
    }
    for (let status = 200; status < 600; status++) {
      assert.equal(statusClass(status), written.get(status) ?? 'rejected', `status ${status}`);
    }
  });
});

describe('a batch on the wire', () => {
  it('matches the JSON Schema in either envelope', () => {
    assertProperty(
      fc.property(events, envelope, (list, kind) => {
        const body = encodeWireband(list, { deviceId: 'edge-1', envelope: kind });
        assert.ok(isValid(JSON.parse(body)), JSON.stringify(isValid.errors));
      }),
    );
  });

  it('is read back unchanged by an independent reader, compressed or not', async () => {
    await assertProperty(
      fc.asyncProperty(
        events,
        envelope,
        fc.constantFrom('gzip' as const, 'none' as const),
        async (list, kind, compression) => {
          const context = { deviceId: 'edge-1', envelope: kind };
          const { body, headers } = await toWire(
            requestOf(
              new BatchEncoder(wirebandFormat, context, new ContentCodings(compression)).prepare({
                id: 'b',
                events: list,
              }),
            ),
          );
          const read = readBatch(body, headers['Content-Encoding']);
          const given = list.map(({ topic, symbol, data, time }) => {
            return { device: 'edge-1', topic, symbol, data: JSON.parse(data), ts: time / 1000 };
          });
          assert.deepEqual(read, given);
        },
      ),
    );
  });

  it('is read by our decoder as by the independent reader', () => {
    assertProperty(
      fc.property(events, envelope, (list, kind) => {
        const body = Buffer.from(encodeWireband(list, { deviceId: 'edge-1', envelope: kind }));
        const ours = decodeBody(body, 'b').map(({ device, topic, symbol, data }) => ({
          device,
          topic,
          symbol,
          data,
        }));
        const theirs = readBatch(body).map(({ device, topic, symbol, data }) => ({
          device,
          topic,
          symbol,
          data,
        }));
        assert.deepEqual(ours, theirs);
      }),
    );
  });

  it('may hold data that our decoder refuses, as documented', () => {
    const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    const decode = (data: string) => decodeBody(encodeFrame(0xfc60, 'a', data));
    assert.match(
      page.replaceAll('\n', ' '),
      /nested more than 64 levels deep, with a key `__proto__`, or with a key `con/,
    );
    assert.throws(() => decode('{"__proto__":[]}'), /__proto__/);
    assert.throws(() => decode('{"constructor":{"prototype":1}}'), /constructor/);
    assert.equal(decode('{"constructor":"Ferrari","prototype":{"constructor":{}}}').length, 1);
    assert.throws(() => decode(deep(65)), /64 levels/);
    assert.equal(decode(deep(64)).length, 1);
  });

  it('has the documented limits', () => {
    const text = page.replaceAll('\n', ' ');
    const grouped = (count: number): string => count.toLocaleString('en-US');
    const { events, bytes } = DEFAULT_DECODE_LIMITS;
    for (const told of [
      `are ${grouped(events)} events, ${bytes / 2 ** 20} MiB before or after`,
      `${grouped(MAX_VALUES)} values, or ${grouped(MAX_KEYS)} keys of objects`,
      `more than ${grouped(MAX_EVENT_VALUES)} values or ${grouped(MAX_EVENT_KEYS)} keys`,
    ]) {
      assert.ok(text.includes(told), told);
    }
  });

  it('has events with exactly the five published members', () => {
    assertProperty(
      fc.property(edgeEvent, (event) => {
        const [written]: object[] = JSON.parse(encodeWireband([event], { deviceId: 'x', envelope: 'array' }));
        assert.deepEqual(Object.keys(written ?? {}).sort(), ['device_id', 'frame', 'symbol', 'topic', 'ts']);
      }),
    );
  });
});

describe('the schema docs/batch.schema.json', () => {
  const event = {
    device_id: 'edge-1',
    topic: 'sensors/kitchen/temp',
    symbol: '0xfc60',
    frame: encodeFrame(0xfc60, 'sensors/kitchen/temp', '21.4').toString('hex'),
    ts: 1763851234.567,
  };

  it('accepts a batch with unknown members', () => {
    assert.ok(isValid({ device_id: 'edge-1', events: [{ ...event, extra: 1 }], extra: {} }));
  });

  const wrong: readonly (readonly [string, unknown])[] = [
    ['a batch without events', { device_id: 'edge-1', events: [] }],
    ['an empty list', []],
    ['an envelope without device_id', { events: [event] }],
    ['a bare event', event],
    ['a symbol in uppercase', [{ ...event, symbol: '0xFC60' }]],
    ['a symbol as a number', [{ ...event, symbol: 0xfc60 }]],
    ['a symbol of three digits', [{ ...event, symbol: '0xfc6' }]],
    ['a frame in uppercase', [{ ...event, frame: event.frame.toUpperCase() }]],
    ['a frame with half a byte', [{ ...event, frame: event.frame.slice(1) }]],
    ['a frame of nothing but its symbol', [{ ...event, frame: 'fc60' }]],
    ['a time as text', [{ ...event, ts: '2026-01-01T00:00:00Z' }]],
    ['an event without topic', [{ ...event, topic: undefined }]],
  ];
  for (const [what, body] of wrong) {
    it(`refuses ${what}`, () => assert.equal(isValid(body), false));
  }
});

describe('the independent reader', () => {
  const frame = encodeFrame(0xfc60, 'a', '1').toString('hex');
  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['a frame of one byte', 'fc', /Frame too short/],
    ['an odd number of digits', `${frame}0`, /odd number/],
    ['uppercase digits', frame.toUpperCase(), /lowercase/],
    ['a frame that is no JSON', 'fc6041', /JSON/],
    ['a frame without data', `fc60${Buffer.from('{"t":"a"}').toString('hex')}`, /d is missing/],
  ];
  for (const [what, hex, reason] of wrong) {
    it(`refuses ${what}`, () => assert.throws(() => readFrame(hex), reason));
  }

  it('refuses an event whose symbol or topic differs from its frame', () => {
    const event = { device_id: 'x', topic: 'a', symbol: '0xfc60', frame, ts: 1 };
    const batch = (changed: object): Buffer => Buffer.from(JSON.stringify([{ ...event, ...changed }]));
    assert.equal(readBatch(batch({})).length, 1);
    assert.throws(() => readBatch(batch({ symbol: '0xfc61' })), /symbol/);
    assert.throws(() => readBatch(batch({ topic: 'b' })), /topic/);
  });

  it('imports nothing from the code it checks', () => {
    const source = readFileSync(join(__dirname, '../../fixtures/frameReader.ts'), 'utf8');
    const imported = [...source.matchAll(/from '([^']+)'|require\('([^']+)'\)/g)].map(
      (match) => match[1] ?? match[2],
    );
    assert.deepEqual(imported, ['node:zlib']);
  });
});
