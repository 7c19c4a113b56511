import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MAX_RETRY_AFTER_MS, parseRetryAfter } from '../../../../src/uplink/transport/retryAfter';
import { assertProperty } from '../../../harness/assertProperty';

const now = Date.parse('2026-01-01T00:00:00Z');

describe('Retry-After', () => {
  const headers: readonly (readonly [string, unknown, number | undefined])[] = [
    ['seconds', '120', 120_000],
    ['seconds with white space', ' 7 ', 7000],
    ['no seconds', '0', 0],
    ['seconds with a fraction', '4.5', 4500],
    ['seconds with a fraction of a millisecond', '0.0001', 1],
    ['seconds with a comma', '4,5', undefined],
    ['a negative number', '-4', undefined],
    ['more than ten minutes', '86400', MAX_RETRY_AFTER_MS],
    ['more seconds than a number can hold', '9'.repeat(400), MAX_RETRY_AFTER_MS],
    ['a date', 'Thu, 01 Jan 2026 00:01:30 GMT', 90_000],
    ['a date in the past', 'Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['a date in the far future', 'Fri, 01 Jan 2100 00:00:00 GMT', MAX_RETRY_AFTER_MS],
    ['nothing', undefined, undefined],
    ['empty', '', undefined],
    ['words', 'in a while', undefined],
    ['a list of headers', ['1', '2'], undefined],
    ['a number', 5, undefined],
  ];
  for (const [what, header, ms] of headers) {
    it(`of ${what} is ${ms}`, () => assert.equal(parseRetryAfter(header, now), ms));
  }

  it('as a date is relative to the clock of the server, if the response has it', () => {
    const inAMinute = 'Thu, 01 Jan 2026 00:01:00 GMT';
    const day = 86_400_000;
    for (const wrong of [now - day, now, now + day]) {
      assert.equal(parseRetryAfter(inAMinute, wrong, 'Thu, 01 Jan 2026 00:00:00 GMT'), 60_000);
      assert.equal(parseRetryAfter('60', wrong, 'Thu, 01 Jan 2026 00:00:00 GMT'), 60_000);
    }
    for (const noDate of [undefined, 'now', 5]) assert.equal(parseRetryAfter(inAMinute, now, noDate), 60_000);
  });

  it('is missing, or from 0 to ten minutes, for any text', () => {
    assertProperty(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.date().map(String)), (header) => {
        const ms = parseRetryAfter(header, now);
        assert.ok(ms === undefined || (ms >= 0 && ms <= MAX_RETRY_AFTER_MS));
      }),
    );
  });
});
