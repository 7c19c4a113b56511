import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bufferReach, limitsForOutage } from '../../../../../nodes/editor/uplink/bufferNeeds';
import { assertProperty } from '../../../../harness/assertProperty';

const MIB = 2 ** 20;
const WEEK = 604_800;
const usual = { events: 50_000, bytes: 256 * MIB, age: WEEK };

describe('the time that a buffer lasts', () => {
  it('is 2.8 hours for 50,000 events at 5 per second, using 1.5 % of the bytes at 80 per event', () => {
    const { seconds, limit, share } = bufferReach(usual, { perSecond: 5, bytesPerEvent: 80 });
    assert.deepEqual([seconds, limit, (share ?? 0).toFixed(3)], [10_000, 'events', '0.015']);
  });

  it('is limited by bytes if they fill up first', () => {
    const { seconds, limit } = bufferReach({ ...usual, bytes: MIB }, { perSecond: 5, bytesPerEvent: 1024 });
    assert.deepEqual([seconds, limit], [1024 / 5, 'bytes']);
  });

  it('is limited by age if that comes first, but never by an age of 0', () => {
    const slow = { perSecond: 0.01, bytesPerEvent: undefined };
    assert.deepEqual(bufferReach(usual, slow), { seconds: WEEK, limit: 'age', share: undefined });
    assert.equal(bufferReach({ ...usual, age: 0 }, slow).limit, 'events');
  });
});

describe('the buffer needed for an outage', () => {
  it('holds the events of that time, rounded up, with unchanged bytes and age', () => {
    const wanted = limitsForOutage(86_400, { perSecond: 5, bytesPerEvent: 80 }, usual);
    assert.deepEqual(wanted, { ...usual, events: 440_000 });
  });

  it('has higher limits for bytes and age if they are too low', () => {
    const wanted = limitsForOutage(2 * WEEK, { perSecond: 5, bytesPerEvent: 200 }, usual);
    assert.deepEqual(wanted, { events: 6_100_000, bytes: 1164 * MIB, age: 2 * WEEK });
  });

  it('lasts for the outage, up to the maximum buffer size', () => {
    const anyIntake = fc.record({
      perSecond: fc.double({ min: 0.001, max: 1000, noNaN: true }),
      bytesPerEvent: fc.option(fc.integer({ min: 20, max: 100_000 }), { nil: undefined }),
    });
    const anyLength = fc.integer({ min: 60, max: 90 * 86_400 });
    const isLongEnough = fc.property(anyLength, anyIntake, (seconds, intake) => {
      const wanted = limitsForOutage(seconds, intake, usual);
      const lasts = bufferReach(wanted, intake).seconds;
      assert.ok(lasts >= seconds * (1 - 1e-9) || wanted.events === 10_000_000, `${lasts} of ${seconds} s`);
      assert.ok(wanted.bytes >= usual.bytes && wanted.age >= usual.age);
    });
    assertProperty(isLongEnough);
  });
});
