import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type DecodedFrame,
  decodeFrame,
  type EdgeEvent,
  encodeFrame,
  encodeWireband,
} from '../../../src/frame';
import { encodeFrameHex, frameHexInBrowser } from '../../../src/frame/thetaFrame';
import { assertProperty } from '../../harness/assertProperty';

const KITCHEN = 'fc607b2274223a2273656e736f72732f6b69746368656e2f74656d70222c2264223a32312e347d';

/** A frame whose body is this text. */
const frameOf = (body: string | Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([0xfc, 0x60]), Buffer.from(body)]);

const topic = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '\ud800', 'a\udc00b', '"\\/', '\u0000\u001f\u007f\u2028', '🌡️/👩‍🔬', '__proto__'),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)))
    .map((all) => all.join('')),
);

describe('a frame', () => {
  it('has exactly these bytes', () => {
    assert.equal(encodeFrame(0xfc60, 'sensors/kitchen/temp', '21.4').toString('hex'), KITCHEN);
  });

  it('has the same bytes as hex and in a browser, for every symbol, topic and JSON value', () => {
    assertProperty(
      fc.property(fc.integer({ min: 0, max: 0xffff }), topic, fc.jsonValue(), (symbol, name, value) => {
        const json = JSON.stringify(value);
        const hex = encodeFrame(symbol, name, json).toString('hex');
        assert.deepEqual(
          [encodeFrameHex(symbol, name, json), frameHexInBrowser(symbol, name, json)],
          [hex, hex],
        );
      }),
    );
  });

  it('has the same bytes as hex at any size', () => {
    for (const letter of ['a', '€', '🌡️']) {
      for (const length of [5000, 5449, 5450, 5451, 5461, 5462, 16_384, 200_000]) {
        const json = JSON.stringify(letter.repeat(length));
        assert.equal(encodeFrameHex(1, 't', json), encodeFrame(1, 't', json).toString('hex'));
      }
    }
  });

  it('is read back as written, for every symbol, topic and JSON value, from bytes and from hex', () => {
    assertProperty(
      fc.property(fc.integer({ min: 0, max: 0xffff }), topic, fc.jsonValue(), (symbol, name, value) => {
        const json = JSON.stringify(value);
        const expected: DecodedFrame = { symbol, topic: name, data: JSON.parse(json) };
        const frame = encodeFrame(symbol, name, json);
        const hex = frame.toString('hex');
        assert.deepEqual(decodeFrame(frame), expected);
        assert.deepEqual(decodeFrame(new Uint8Array(frame)), expected);
        assert.deepEqual(decodeFrame(hex), expected);
        assert.deepEqual(decodeFrame(hex.toUpperCase()), expected);
      }),
    );
  });

  it('is read with keys in any order, extra keys and white space', () => {
    const expected = { symbol: 0xfc60, topic: 'a', data: [1] };
    assert.deepEqual(decodeFrame(frameOf(' {"x":0, "d":[1] ,"t":"a"}\n')), expected);
  });

  it('keeps data that is null', () => {
    assert.deepEqual(decodeFrame(frameOf('{"t":"","d":null}')), { symbol: 0xfc60, topic: '', data: null });
  });

  const refusals: readonly (readonly [string, Uint8Array | string, string, RegExp])[] = [
    ['no bytes', Buffer.alloc(0), 'too-short', /^Frame too short$/],
    ['one byte', Buffer.from([0xfc]), 'too-short', /^Frame too short$/],
    ['no hex', '', 'too-short', /^Frame too short$/],
    ['one byte of hex', 'fc', 'too-short', /^Frame too short$/],
    ['an odd number of digits', `${KITCHEN}7`, 'odd-length', /odd number of hex digits/],
    ['three digits', 'fc6', 'odd-length', /odd number/],
    ['a letter that is not a hex digit', 'fc6g', 'bad-hex', /not hex digits/],
    ['a hex prefix', `0x${KITCHEN}`, 'bad-hex', /not hex digits/],
    ['white space in hex', `${KITCHEN} \n`, 'bad-hex', /not hex digits/],
    ['bytes that are not UTF-8', frameOf(Buffer.from([0x22, 0xff, 0x22])), 'bad-utf8', /not valid UTF-8/],
    ['half a character', frameOf(Buffer.from('{"t":"é').subarray(0, -1)), 'bad-utf8', /not valid UTF-8/],
    ['nothing but a symbol', 'fc60', 'bad-json', /not valid JSON/],
    ['half a JSON text', frameOf('{"t":"a"'), 'bad-json', /not valid JSON/],
    ['a byte order mark', frameOf('\ufeff{"t":"a","d":1}'), 'bad-json', /not valid JSON/],
    ['two JSON texts', frameOf('{"t":"a","d":1}{}'), 'bad-json', /not valid JSON/],
    ['a list', frameOf('["a",1]'), 'bad-shape', /"t": topic/],
    ['null', frameOf('null'), 'bad-shape', /"t": topic/],
    ['no topic', frameOf('{"d":1}'), 'bad-shape', /"t": topic/],
    ['a topic that is not text', frameOf('{"t":1,"d":1}'), 'bad-shape', /"t": topic/],
    ['no data', frameOf('{"t":"a"}'), 'bad-shape', /"t": topic/],
    [
      'topic and data in a key __proto__',
      frameOf('{"__proto__":{"t":"a","d":1}}'),
      'bad-shape',
      /"t": topic/,
    ],
  ];
  for (const [what, frame, code, message] of refusals) {
    it(`of ${what} is refused as ${code}`, () => {
      assert.throws(() => decodeFrame(frame), { name: 'FrameError', code, message });
    });
  }

  it('of any bytes or text is read or refused with a FrameError', () => {
    const read = (frame: Uint8Array | string): void => {
      try {
        decodeFrame(frame);
      } catch (error) {
        assert.ok(error instanceof Error);
        assert.equal(error.name, 'FrameError');
      }
    };
    assertProperty(fc.property(fc.uint8Array(), read));
    assertProperty(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f]*$/)), read));
    assertProperty(fc.property(fc.json(), (json) => read(frameOf(json))));
  });
});

describe('a batch', () => {
  const events: EdgeEvent[] = [
    { topic: 'sensors/kitchen/temp', symbol: 0xfc60, data: '21.4', time: 1763851234567, bytesIn: 24 },
    { topic: 'ü"', symbol: 0x0001, data: '{"a":[]}', time: 0, bytesIn: 0, quantity: 'x', unit: 'y' },
  ];
  const list =
    `[{"device_id":"edge-1","topic":"sensors/kitchen/temp","symbol":"0xfc60","frame":"${KITCHEN}","ts":1763851234.567},` +
    '{"device_id":"edge-1","topic":"ü\\"","symbol":"0x0001",' +
    '"frame":"00017b2274223a22c3bc5c22222c2264223a7b2261223a5b5d7d7d","ts":0}]';

  it('has exactly this text, as an object and as an array', () => {
    const context = { deviceId: 'edge-1' } as const;
    assert.equal(
      encodeWireband(events, { ...context, envelope: 'object' }),
      `{"device_id":"edge-1","events":${list}}`,
    );
    assert.equal(encodeWireband(events, { ...context, envelope: 'array' }), list);
  });

  it('has the same text as JSON.stringify() would write, for any event', () => {
    const time = fc.oneof(fc.integer(), fc.double({ min: -8.64e15, max: 8.64e15, noNaN: true }));
    const symbol = fc.integer({ min: 0, max: 0xffff });
    assertProperty(
      fc.property(fc.string(), topic, symbol, fc.json(), time, (deviceId, name, code, data, at) => {
        const event: EdgeEvent = { topic: name, symbol: code, data, time: at, bytesIn: 0 };
        const expected = {
          device_id: deviceId,
          topic: name,
          symbol: `0x${code.toString(16).padStart(4, '0')}`,
          frame: encodeFrame(code, name, data).toString('hex'),
          ts: at / 1000,
        };
        const text = encodeWireband([event, event], { deviceId, envelope: 'array' });
        assert.equal(text, JSON.stringify([expected, expected]));
      }),
    );
  });

  it('writes a device ID with quotes as JSON', () => {
    const text = encodeWireband([], { deviceId: 'a"b', envelope: 'object' });
    assert.equal(text, '{"device_id":"a\\"b","events":[]}');
  });
});
