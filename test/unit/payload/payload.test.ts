import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodePayload, encodeData, PayloadError, payloadBytes, topicText } from '../../../src/payload';
import { assertProperty } from '../../harness/assertProperty';

/** `[[[…]]]`, made without recursion. */
function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

describe('the payload decoder', () => {
  const meanings: readonly (readonly [string, unknown, unknown])[] = [
    ['JSON text', '{"a":[1,null]}', { a: [1, null] }],
    ['JSON text with white space around it', ' \n[1]\t', [1]],
    ['a number as text', '21.5', 21.5],
    ['a negative number as text', '-3', -3],
    ['true as text', 'true', true],
    ['null as text', 'null', null],
    ['a JSON string', '"open"', 'open'],
    ['plain text', 'open', 'open'],
    ['text that begins like JSON', '{open', '{open'],
    ['text that begins like a number', '21 °C', '21 °C'],
    ['empty text', '', ''],
    ['UTF-8 bytes that are JSON', Buffer.from('{"ü":"é"}'), { ü: 'é' }],
    ['UTF-8 bytes that are plain text', Buffer.from('offen für alle'), 'offen für alle'],
    ['no bytes', Buffer.alloc(0), ''],
    ['a Uint8Array', new Uint8Array([0x31, 0x32]), 12],
    ['bytes that are not UTF-8', Buffer.from([0xff, 0x00]), { base64: '/wA=' }],
    ['bytes with half a UTF-8 character', Buffer.from([0x41, 0xc3]), { base64: 'QcM=' }],
  ];
  for (const [what, payload, meaning] of meanings) {
    it(`reads ${what}`, () => assert.deepEqual(decodePayload(payload), meaning));
  }

  it('reads only the part of a larger buffer that a Uint8Array covers', () => {
    const memory = new Uint8Array([0xff, 0xfe, 0xff, 0xfd]);
    assert.deepEqual(decodePayload(memory.subarray(1, 3)), { base64: '/v8=' });
  });

  it('keeps a number as text if a double cannot hold it exactly', () => {
    for (const text of [
      '1234567890123456789',
      '-9007199254740993',
      '0.12345678901234567',
      '1e400',
      '-1e400',
    ]) {
      assert.equal(decodePayload(text), text);
    }
  });

  it('reads a number of up to 15 digits as a number', () => {
    assertProperty(
      fc.property(fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }), (number) => {
        assert.equal(decodePayload(`${number}`), number === 0 ? 0 : number);
      }),
    );
  });

  it('returns any value other than text and bytes as it is', () => {
    for (const value of [1, true, null, undefined, { a: 1 }, [1], 5n])
      assert.equal(decodePayload(value), value);
  });

  it('never throws, whatever the text or bytes', () => {
    assertProperty(fc.property(fc.string({ unit: 'binary' }), (text) => void decodePayload(text)));
    assertProperty(fc.property(fc.uint8Array(), (bytes) => void decodePayload(bytes)));
  });
});

describe('the payload encoder', () => {
  const texts: readonly (readonly [string, unknown, string])[] = [
    ['undefined', undefined, 'null'],
    ['null', null, 'null'],
    ['a function', () => 1, 'null'],
    ['NaN', Number.NaN, 'null'],
    ['Infinity', Number.POSITIVE_INFINITY, 'null'],
    ['NaN inside', { a: Number.NaN }, '{"a":null}'],
    ['a date', new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ['an invalid date', new Date(Number.NaN), 'null'],
    ['a BigInt that fits into a number', 42n, '42'],
    ['a BigInt too large for a number', 9007199254740993n, '"9007199254740993"'],
    ['a BigInt inside', { a: [1n] }, '{"a":[1]}'],
    ['a number too large for a double', '1e400', '"1e400"'],
    ['a large number as text', '12345678901234567890', '"12345678901234567890"'],
    ['JSON text, compactly', '{ "a" : 1 }', '{"a":1}'],
    ['bytes that are not UTF-8', Buffer.from([0xff]), '{"base64":"/w=="}'],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
    ['half a surrogate pair, escaped', '\ud800', '"\\ud800"'],
  ];
  for (const [what, payload, text] of texts) {
    it(`writes ${what}`, () => assert.equal(encodeData(payload), text));
  }

  it('writes text that reads back as the same value, for every JSON value', () => {
    assertProperty(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(typeof value !== 'string');
        assert.deepEqual(JSON.parse(encodeData(value)), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('refuses a payload that refers to itself, and says so', () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    assert.throws(() => encodeData(circular), { name: 'PayloadError', message: /refers to itself/ });
  });

  it('refuses 100,000 levels, as an object and as text, and says so', () => {
    const refusal = { name: 'PayloadError', message: /too deeply nested/ };
    assert.throws(() => encodeData(nested(100_000)), refusal);
    assert.throws(() => encodeData('['.repeat(100_000) + ']'.repeat(100_000)), refusal);
  });

  it('passes on the message of a throwing toJSON or getter', () => {
    const bad = () => {
      throw new Error('sensor unplugged');
    };
    const refusal = { name: 'PayloadError', message: /sensor unplugged/ };
    assert.throws(() => encodeData({ toJSON: bad }), refusal);
    assert.throws(() => encodeData(Object.defineProperty({}, 'a', { get: bad, enumerable: true })), refusal);
  });

  it('throws a PayloadError even if the thrown value is not an error', () => {
    const throwing = {
      toJSON() {
        throw null;
      },
    };
    assert.throws(() => encodeData(throwing), PayloadError);
  });

  it('takes 5 MB of text, bytes and JSON', () => {
    const size = 5 * 1024 * 1024;
    assert.equal(encodeData('x'.repeat(size)).length, size + 2);
    assert.equal(encodeData(Buffer.alloc(size, 0x78)).length, size + 2);
    assert.equal(
      encodeData(Buffer.alloc(size, 0xff)).length,
      Math.ceil(size / 3) * 4 + '{"base64":""}'.length,
    );
    assert.equal(encodeData(`["${'x'.repeat(size)}"]`).length, size + 4);
  });

  it('keeps a __proto__ key as data and pollutes nothing', () => {
    const hostile = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
    assert.equal(encodeData(hostile), hostile);
    assert.equal(Object.getPrototypeOf(decodePayload(hostile)), Object.prototype);
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  it('returns text that later changes to the payload do not affect', () => {
    const bytes = Buffer.from('21.5');
    const text = encodeData(bytes);
    bytes.fill(0x39);
    assert.equal(text, '21.5');
  });
});

describe('the size of a payload as received', () => {
  it('is that of the buffer, of the text in UTF-8, or otherwise of the JSON', () => {
    assert.equal(payloadBytes(Buffer.from([1, 2, 3]), '"x"'), 3);
    assert.equal(payloadBytes('é', '"é"'), 2);
    assert.equal(payloadBytes({ a: 'é' }, '{"a":"é"}'), 10);
  });
});

describe('a topic', () => {
  it('is written as text if it is a number or Boolean, and is empty if it is anything else', () => {
    assert.deepEqual([5, true, 'a', ''].map(topicText), ['5', 'true', 'a', '']);
    for (const topic of [undefined, null, {}, ['a'], () => 'a', Symbol('a'), 5n])
      assert.equal(topicText(topic), '');
  });
});
