import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodePayload, encodeData } from '../../../src/payload';
import { assertProperty } from '../../harness/assertProperty';
import { runs } from '../../harness/effort';

/** How data was originally written: every value through a replacer. */
function encodeWithReplacer(payload: unknown): string {
  const written: string | undefined = JSON.stringify(decodePayload(payload), (_key, value: unknown) => {
    if (typeof value !== 'bigint') return value;
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  });
  return written ?? 'null';
}

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withUnicodeString: true,
  withNullPrototype: true,
  withBoxedValues: true,
  withObjectString: true,
});

describe('data written without a replacer', () => {
  it('is the same as with one, whatever the payload', () => {
    const payload = fc.oneof(
      anything,
      fc.json(),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(Number.NaN, -0, Number.POSITIVE_INFINITY, 12n, 2n ** 80n, {
        a: [1n, { b: Number.NaN }],
      }),
      anything.map((value) => ({ value, toJSON: () => ({ value, big: 1n }) })),
    );
    assertProperty(
      fc.property(payload, (given) => assert.equal(encodeData(given), encodeWithReplacer(given))),
      { numRuns: runs(2000) },
    );
  });
});
