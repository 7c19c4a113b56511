import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { BodyError, decodeBody, type EdgeEvent, encodeFrame, encodeWireband } from '../../../src/frame';
import { assertProperty } from '../../harness/assertProperty';
import { runs } from '../../harness/effort';

const hexOf = (topic: string, data: unknown, symbol = 0xfc60): string =>
  encodeFrame(symbol, topic, JSON.stringify(data)).toString('hex');
const event = {
  device_id: 'edge-1',
  topic: 'a/b',
  symbol: '0xfc60',
  frame: hexOf('a/b', 21.4),
  ts: 1700000000.5,
};
const decoded = { topic: 'a/b', symbol: 0xfc60, data: 21.4, time: 1700000000500, device: 'edge-1' };
const batch = { device_id: 'edge-1', events: [event] };

/** The two limits under test, such that a body can exceed one without exceeding the other. */
const limits = { events: 3, bytes: 4096 };

function refusal(body: unknown): string {
  let message = '';
  assert.throws(
    () => decodeBody(body, 'id', limits),
    (error: unknown) => {
      assert.ok(error instanceof Error && ['BodyError', 'FrameError'].includes(error.name), String(error));
      message = error.message;
      return true;
    },
  );
  return message;
}

describe('a request body', () => {
  const json = JSON.stringify(batch);
  const bodies: readonly (readonly [string, unknown])[] = [
    ['parsed JSON', batch],
    ['a parsed list of events', [event]],
    ['JSON text', json],
    ['JSON text with white space around it', `\n ${json} \n`],
    ['JSON text of a list', JSON.stringify([event])],
    ['a Buffer', Buffer.from(json)],
    ['a Buffer with white space around it', Buffer.from(` \r\n\t${json} \n`)],
    ['a Uint8Array', new Uint8Array(Buffer.from(json))],
    ['a compressed Buffer', gzipSync(json)],
    ['a compressed list', gzipSync(JSON.stringify([event]))],
  ];
  for (const [what, body] of bodies) {
    it(`is taken as ${what}`, () => assert.deepEqual(decodeBody(body, 'b1'), [{ id: 'b1:0', ...decoded }]));
  }

  it('with a single frame is taken as bytes, compressed bytes and hex', () => {
    const frame = encodeFrame(0xfc60, 'a/b', '21.4');
    for (const body of [frame, gzipSync(frame), frame.toString('hex'), ` ${frame.toString('hex')}\n`]) {
      const { id, ...rest } = decodeBody(body)[0] ?? { id: '' };
      assert.deepEqual(rest, { topic: 'a/b', symbol: 0xfc60, data: 21.4 });
      assert.match(id, /^[0-9a-f]{32}$/);
      assert.equal(decodeBody(body, 'b1')[0]?.id, 'b1');
    }
  });

  it('may hold no events', () => {
    assert.deepEqual(decodeBody({ device_id: 'x', events: [] }), []);
    assert.deepEqual(decodeBody('[]'), []);
  });

  it('takes the device of the envelope only if an event has none', () => {
    const { device_id: _, ...without } = event;
    const devices = decodeBody({ device_id: 'outer', events: [event, without] }).map(({ device }) => device);
    assert.deepEqual(devices, ['edge-1', 'outer']);
  });

  it('needs no symbol and no topic beside the frame', () => {
    const { symbol: _, topic: __, ...rest } = event;
    assert.deepEqual(decodeBody([rest], 'b1'), [{ id: 'b1:0', ...decoded }]);
  });

  it('gives times in whole milliseconds as they were sent', () => {
    assertProperty(
      fc.property(fc.integer({ min: -1e15, max: 1e15 }), (time) => {
        assert.equal(decodeBody([{ ...event, ts: time / 1000 }])[0]?.time, time === 0 ? 0 : time);
      }),
      { numRuns: runs(2000), examples: [[1700000000001], [1700000000021], [4102444800001]] },
    );
  });

  it('is read back as the uplink wrote it', () => {
    const edgeEvents: fc.Arbitrary<EdgeEvent> = fc.record({
      topic: fc.string({ unit: 'binary' }),
      symbol: fc.integer({ min: 0, max: 0xffff }),
      data: fc.jsonValue().map((value) => JSON.stringify(value)),
      time: fc.integer({ min: 0, max: 4e12 }),
      bytesIn: fc.constant(0),
    });
    assertProperty(
      fc.property(fc.array(edgeEvents), (events) => {
        fc.pre(!events.some(({ data }) => /"(__proto__|prototype)":/.test(data)));
        const body = Buffer.from(encodeWireband(events, { deviceId: 'd', envelope: 'object' }));
        const expected = events.map(({ topic, symbol, data, time }, index) => {
          return { id: `b:${index}`, device: 'd', topic, symbol, data: JSON.parse(data), time };
        });
        assert.deepEqual(decodeBody(gzipSync(body), 'b'), expected);
      }),
    );
  });
});

describe('a body is refused with a reason', () => {
  const withEvent = (changes: object): unknown => ({
    device_id: 'x',
    events: [event, { ...event, ...changes }],
  });
  const withData = (text: string): unknown => [
    { ...event, frame: encodeFrame(0xfc60, 'a/b', text).toString('hex') },
  ];
  const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  const refused: readonly (readonly [string, unknown, RegExp])[] = [
    ['nothing', undefined, /neither a batch/],
    ['null', null, /neither a batch/],
    ['a number', 5, /neither a batch/],
    ['an object without events', { device_id: 'x' }, /neither a batch/],
    ['events that are not a list', { device_id: 'x', events: {} }, /neither a batch/],
    ['an envelope device that is not text', { device_id: 5, events: [] }, /device_id must be text/],
    ['empty text', '', /Frame too short/],
    ['an empty Buffer', Buffer.alloc(0), /Frame too short/],
    ['half a JSON text', '{"events":[', /starts like JSON/],
    ['text that is neither JSON nor hex', 'hello world!', /not hex digits/],
    ['hex of odd length', 'fc607', /odd number/],
    ['bytes that only begin like gzip', Buffer.from([0x1f, 0x8b, 0, 0]), /starts like gzip/],
    ['a gzip that was read as text', gzipSync(JSON.stringify(batch)).toString(), /Do not parse request body/],
    ['half a gzip', gzipSync(JSON.stringify(batch)).subarray(0, -12), /starts like gzip/],
    ['an event that is not an object', [event, 5], /^Event 1: it is not an object/],
    ['an event that is null', [null], /^Event 0: it is not an object/],
    ['an event that is a list', [[]], /^Event 0: it is not an object/],
    ['an event without a frame', withEvent({ frame: undefined }), /^Event 1: its frame is not hex text/],
    [
      'an event with a frame of bytes',
      withEvent({ frame: [252, 96] }),
      /^Event 1: its frame is not hex text/,
    ],
    ['an event with bad hex', withEvent({ frame: 'zz' }), /^Event 1: .*not hex digits/],
    ['an event with an odd frame', withEvent({ frame: 'fc6' }), /^Event 1: .*odd number/],
    ['an event with a short frame', withEvent({ frame: 'fc' }), /^Event 1: Frame too short/],
    ['an event without a device', [{ ...event, device_id: undefined }], /^Event 0: its device_id/],
    ['an event with a device that is null', withEvent({ device_id: null }), /^Event 1: its device_id/],
    ['an event without a time', withEvent({ ts: undefined }), /^Event 1: its ts/],
    ['an event with a time as text', withEvent({ ts: '1' }), /^Event 1: its ts/],
    ['an event with a time that is NaN', withEvent({ ts: Number.NaN }), /^Event 1: its ts/],
    ['an event with an infinite time', withEvent({ ts: Number.POSITIVE_INFINITY }), /^Event 1: its ts/],
    ['an event with a time beyond any date', withEvent({ ts: 1e306 }), /^Event 1: its ts/],
    ['an event with another symbol', withEvent({ symbol: '0xfc61' }), /^Event 1: its symbol/],
    ['an event with an invalid symbol', withEvent({ symbol: {} }), /^Event 1: its symbol/],
    ['an event with another topic', withEvent({ topic: 'a/c' }), /^Event 1: its topic/],
    ['data of 65 levels', withData(deep(65)), /64 levels/],
    ['a key __proto__ in the data', withData('{"a":[{"__proto__":{"x":1}}]}'), /"__proto__"/],
    [
      'constructor.prototype in the data',
      withData('{"a":[{"constructor":{"prototype":{"x":1}}}]}'),
      /"constructor"/,
    ],
    ['more events than the limit', [event, event, event, event], /more than 3 events/],
    ['more bytes of text than the limit', `"${'x'.repeat(5000)}`, /more than 4096 bytes/],
    ['more bytes of UTF-8 than the limit', 'é'.repeat(2049), /more than 4096 bytes/],
    ['more bytes than the limit', Buffer.alloc(4097, 0x20), /more than 4096 bytes/],
    ['a gzip bomb', gzipSync(Buffer.alloc(50_000_000)), /more than 4096 bytes/],
  ];
  for (const [what, body, message] of refused) {
    it(`for ${what}`, () => assert.match(refusal(body), message));
  }

  it('for 100,000 levels, in the data and around it', () => {
    const roomy = { events: 3, bytes: 1_000_000 };
    const data = [{ ...event, frame: encodeFrame(0xfc60, 'a/b', deep(100_000)).toString('hex') }];
    assert.throws(() => decodeBody(data, 'id', roomy), /64 levels/);
    assert.throws(() => decodeBody(deep(100_000), 'id', roomy), /it is not an object/);
  });

  it('but not for data of 64 levels, or for exactly as many events and bytes as the limits', () => {
    assert.equal(decodeBody(withData(deep(64)), 'id', limits).length, 1);
    assert.equal(decodeBody([event, event, event], 'id', limits).length, 3);
    const text = JSON.stringify([event]).padEnd(limits.bytes);
    assert.equal(decodeBody(text, 'id', limits).length, 1);
    assert.equal(decodeBody(gzipSync(text), 'id', limits).length, 1);
  });

  it('or decoded, whatever the text, bytes or value', () => {
    const anything = fc.oneof(fc.string(), fc.json(), fc.uint8Array(), fc.jsonValue(), fc.anything());
    assertProperty(
      fc.property(anything, (body) => {
        try {
          decodeBody(body, 'id', limits);
        } catch (error) {
          assert.ok(error instanceof BodyError || (error instanceof Error && error.name === 'FrameError'));
        }
      }),
    );
  });

  it('and pollutes nothing', () => {
    refusal(withData('{"__proto__":{"polluted":true}}'));
    refusal('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });
});

describe('the ID of a decoded event', () => {
  const ids = (body: unknown, batchId?: string): string[] => decodeBody(body, batchId).map(({ id }) => id);
  const other = { ...event, ts: 1 };

  it('is the batch ID and the position in the batch', () => {
    assert.deepEqual(ids([event, event, other], 'b7'), ['b7:0', 'b7:1', 'b7:2']);
  });

  it('without a batch ID is the same for the same events, however the body is written', () => {
    const first = ids([event, other]);
    assert.deepEqual(ids(JSON.stringify({ events: [event, other] })), first);
    assert.deepEqual(ids(gzipSync(JSON.stringify([event, other]))), first);
    assert.deepEqual(ids([other, event]), [...first].reverse());
  });

  it('without a batch ID differs for events with any difference, and for repeated ones', () => {
    const variants = [
      event,
      event,
      { ...event, ts: 2 },
      { ...event, device_id: 'edge-2' },
      { device_id: 'edge-1', ts: event.ts, frame: hexOf('a/c', 21.4) },
      { device_id: 'edge-1', ts: event.ts, frame: hexOf('a/b', 21.5) },
      { device_id: 'edge-1', ts: event.ts, frame: hexOf('a/b', '21.4') },
      { device_id: 'edge-1', ts: event.ts, frame: hexOf('a/b', 21.4, 0xfc61) },
      event,
    ];
    assert.equal(new Set(ids(variants)).size, variants.length);
  });

  it('of a single frame comes from its content', () => {
    assert.deepEqual(ids(hexOf('a', 1)), ids(hexOf('a', 1)));
    assert.notDeepEqual(ids(hexOf('a', 1)), ids(hexOf('a', 2)));
  });
});
