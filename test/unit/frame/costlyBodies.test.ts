import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import {
  BodyError,
  BodyTooLargeError,
  DEFAULT_DECODE_LIMITS,
  decodeBody,
  decodeFrame,
  encodeFrame,
} from '../../../src/frame';
import { costlyBodies } from '../../harness/frame/costlyBodies';

/** Maximum milliseconds for which a body may block everything else in the process. */
const MOST_MS = 200;

/**
 * Milliseconds of CPU for decoding a body, the minimum of three: other load on the machine can only add to it.
 * @param body makes a new body each time.
 */
function costOf(body: () => unknown): number {
  const costs = Array.from({ length: 3 }, () => {
    const made = body();
    const before = process.cpuUsage();
    try {
      decodeBody(made, 'id');
    } catch (error) {
      assert.ok(error instanceof BodyError || (error instanceof Error && error.name === 'FrameError'));
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...costs);
}

const takesLittle = (body: () => unknown): void => {
  const cost = costOf(body);
  assert.ok(cost < MOST_MS, `${Math.round(cost)} ms`);
};

describe('a body within the limits is decoded or refused in 200 ms', () => {
  const { bytes, events } = DEFAULT_DECODE_LIMITS;
  for (const { name, text } of costlyBodies) {
    it(`compressed: ${name}`, () => takesLittle(() => gzipSync(text(bytes, events).padEnd(bytes))));
  }

  it('a frame of [, as hex text', () => {
    takesLittle(() => encodeFrame(0xfc60, 'a', '['.repeat(bytes / 2 - 100)).toString('hex'));
  });

  it('parsed by http in: one record of 300,000 keys', () => {
    takesLittle(() => {
      const keys = Array.from({ length: 300_000 }, (_, i) => `"${i.toString(36)}_":0`);
      return JSON.parse(`[{"topic":"a","payload":{${keys.join()}}}]`);
    });
  });

  it('empty gzip members', () => {
    const member = gzipSync('');
    takesLittle(() => Buffer.alloc(bytes - (bytes % member.length), member));
  });
});

describe('the content of a body is bounded', () => {
  const record = (payload: unknown): object => ({ topic: 'a', payload });
  const list = (length: number): number[] => Array.from({ length }, (_, i) => i);
  const object = (length: number): object => Object.fromEntries(list(length).map((i) => [i, i]));
  const framed = (data: unknown) => {
    return { device_id: 'd', ts: 1, frame: encodeFrame(0xfc60, 'a', JSON.stringify(data)).toString('hex') };
  };
  const columnar = (data: unknown, count = 1): object => {
    const tables = [{ symbol: '0xfc60', topic: ['a'], data }];
    return { columnar: 1, device_id: 'd', count, strings: [], tables, series: [0], order: 0, time: 0 };
  };
  /** As text, and as parsed JSON as from an http in node. */
  const forms = (body: unknown): unknown[] => [JSON.stringify(body), body];

  const taken: readonly (readonly [string, unknown])[] = [
    ['an event of 50,000 values', [record(list(49_999))]],
    ['an event of 10,000 keys', [record(object(10_000))]],
    ['a frame of 50,000 values', [framed(list(49_999))]],
    ['a columnar event of 50,000 values', columnar(['list', ...list(49_999)])],
    ['a columnar event of 10,000 keys', columnar(object(10_000))],
  ];
  for (const [what, body] of taken) {
    it(`and ${what} is accepted`, () => {
      for (const form of forms(body)) assert.equal(decodeBody(form, 'id').length, 1);
    });
  }

  const refused: readonly (readonly [string, unknown, RegExp])[] = [
    ['an event of 50,001 values', [record(1), record(list(50_000))], /Event 1: .*more than 50000 values/],
    ['an event of 10,001 keys', [record(1), record(object(10_001))], /Event 1: .*more than 10000 keys/],
    ['a frame of 50,001 values', [framed(1), framed(list(50_000))], /Event 1: .*more than 50000 values/],
    [
      'a columnar event of 50,001 values',
      columnar(['list', ...list(50_000)]),
      /an event has more than 50000 values/,
    ],
    ['a columnar event of 10,001 keys', columnar(object(10_001)), /an event has more than 10000 keys/],
  ];
  for (const [what, body, message] of refused) {
    it(`and ${what} is refused`, () => {
      for (const form of forms(body)) assert.throws(() => decodeBody(form, 'id'), message);
    });
  }

  const tooLarge: readonly (readonly [string, unknown, RegExp])[] = [
    ['values', list(6).map(() => record(list(49_000))), /more than 250000 values/],
    ['keys', list(6).map(() => record(object(9_999))), /more than 50000 keys/],
    ['values in frames', list(6).map(() => framed(list(49_000))), /more than 250000 values/],
    ['keys in frames', list(6).map(() => framed(object(9_999))), /more than 50000 keys/],
    ['values when expanded', columnar(['list', ...list(100)], 5000), /expands to more than 250000 values/],
    ['keys when expanded', columnar(object(20), 5000), /expands to more than 50000 keys/],
  ];
  for (const [what, body, message] of tooLarge) {
    it(`by the total of ${what}, so that its halves are accepted`, () => {
      for (const form of forms(body)) assert.throws(() => decodeBody(form, 'id'), message);
      const halves = Array.isArray(body) ? [body.slice(0, 3), body.slice(3)] : [];
      for (const half of halves) assert.equal(decodeBody(half, 'id').length, 3);
    });
  }

  it('by brackets, colons and commas outside texts only', () => {
    const text = '[{:,"}]\\'.repeat(40_000);
    assert.deepEqual(decodeBody(JSON.stringify([record(text)]), 'id')[0]?.data, text);
    const empty = list(100_000).map(() => []);
    assert.throws(() => decodeBody(JSON.stringify([record(empty)])), /Event 0: its data has more than 50000/);
  });

  it('also in a frame that a program decodes', () => {
    const frame = encodeFrame(0xfc60, 'a', JSON.stringify(list(250_000)));
    assert.throws(() => decodeFrame(frame), BodyTooLargeError);
    assert.equal(
      Object(decodeFrame(encodeFrame(0xfc60, 'a', JSON.stringify(list(49_000)))).data).length,
      49_000,
    );
  });

  it('also in bytes before decompression', () => {
    const body = Buffer.concat(Array.from({ length: 10 }, () => gzipSync('')));
    assert.throws(() => decodeBody(body, 'id', { events: 1, bytes: 199 }), /more than 199 bytes/);
  });
});
