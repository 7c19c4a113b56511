import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodePayload, peekPayload } from '../../../src/payload';
import { assertProperty } from '../../harness/assertProperty';
import { runs } from '../../harness/effort';

const TEXT = '{"temperature":21.4,"humidity":40,"unit":"C"}';

describe('a peeked payload', () => {
  it('equals a decoded one, however often it is read and whatever comes in between', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 100 }),
      fc.json(),
      fc.integer().map((n) => TEXT.replace('21.4', String(n))),
      fc.constantFrom(
        '123456789012345678901234567890',
        `${'9'.repeat(400)}`,
        `\uFEFF${TEXT}`,
        `${TEXT}\uFFFD`,
      ),
    );
    const payload = fc.oneof(
      text,
      text.map((each) => Buffer.from(each)),
      fc.uint8Array({ maxLength: 60 }),
      fc.anything(),
    );
    assertProperty(
      fc.property(fc.array(payload, { maxLength: 8 }), (all) => {
        for (const each of [...all, ...all]) assert.deepEqual(peekPayload(each), decodePayload(each));
      }),
      { numRuns: runs(1000) },
    );
  });

  it('is parsed once, whether text or bytes', () => {
    const seen = peekPayload(TEXT);
    assert.equal(peekPayload(`${TEXT}`), seen);
    assert.equal(peekPayload(Buffer.from(TEXT)), seen);
    assert.notEqual(decodePayload(TEXT), seen);
  });

  it('is parsed again after its bytes have changed', () => {
    const bytes = Buffer.from(TEXT);
    assert.deepEqual(peekPayload(bytes), JSON.parse(TEXT));
    bytes.write('9', TEXT.indexOf('2'));
    assert.deepEqual(peekPayload(bytes), { temperature: 91.4, humidity: 40, unit: 'C' });
  });
});
