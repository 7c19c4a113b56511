import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { BodyError, decodeBody, type FormatSettings } from '../../../src/frame';
import { assertProperty } from '../../harness/assertProperty';
import { context, encoded, formatOf, reading } from '../../harness/frame/formatRig';
import { hostileEvent } from '../../harness/frame/hostileEvents';

const record = (settings: FormatSettings = {}, more = {}) =>
  JSON.parse(encoded({ format: 'json', ...settings }, [reading('a/b', '{"t":21.5}', more)]).body)[0];

const formats = ['json', 'ndjson'] as const;

describe('a record of the formats json and ndjson', () => {
  it('has a payload, time, device, topic, symbol and ID', () => {
    assert.deepEqual(record({}, { quantity: 'temperature', unit: 'Cel' }), {
      time: '2023-11-14T22:13:20.123Z',
      device: 'gw-7',
      topic: 'a/b',
      payload: { t: 21.5 },
      symbol: '0xfc60',
      name: 'SENSOR_TEMP',
      quantity: 'temperature',
      unit: 'Cel',
      id: 'b1:0',
    });
    assert.deepEqual(Object.keys(record()), ['time', 'device', 'topic', 'payload', 'symbol', 'name', 'id']);
  });

  it('uses the names that the user sets, as an object or as text, and leaves out what the user turns off', () => {
    for (const fields of [
      { time: 'ts', payload: 'value', symbol: false, name: false, id: null },
      '{"time":"ts","payload":"value","symbol":false,"name":false,"id":null}',
    ]) {
      assert.deepEqual(record({ fields }), {
        ts: '2023-11-14T22:13:20.123Z',
        device: 'gw-7',
        topic: 'a/b',
        value: { t: 21.5 },
      });
    }
  });

  it('has its time as ISO 8601, or as a number of seconds, milliseconds or nanoseconds', () => {
    assert.deepEqual(record({ precision: 's' }).time, 1_700_000_000.123);
    assert.deepEqual(record({ precision: 'ms' }).time, 1_700_000_000_123);
    const { body } = encoded({ format: 'json', precision: 'ns' }, [reading('t', '1')]);
    assert.match(body, /"time":1700000000123000000,/);
    const half = { time: 1_700_000_000_123.5 };
    assert.equal(record({}, half).time, '2023-11-14T22:13:20.1235Z');
    assert.equal(record({ precision: 'ms' }, half).time, half.time);
  });

  it('carries every payload as it is, even a number that JavaScript cannot hold', () => {
    const { body } = encoded({ format: 'ndjson' }, [reading('t', '1e400')]);
    assert.match(body, /"payload":1e400,/);
  });

  it('is in a list, in a list within an object, or on its own line', () => {
    const events = [reading('a', '1'), reading('b', '2')];
    const object = encoded({ format: 'json' }, events, { ...context, envelope: 'object' }).body;
    assert.deepEqual(Object.keys(JSON.parse(object)), ['device_id', 'events']);
    const list = encoded({ format: 'json' }, events).body;
    const lines = encoded({ format: 'ndjson' }, events).body;
    assert.ok(lines.endsWith('\n'));
    assert.equal(`[${lines.trimEnd().split('\n').join(',')}]`, list);
  });

  it('is left out if its time is invalid', () => {
    const { parts, leftOut } = encoded({ format: 'json' }, [reading('t', '1', { time: Number.NaN })]);
    assert.deepEqual([parts, leftOut.events], [[], [{ index: 0, reason: 'time' }]]);
  });
});

describe('a response to records', () => {
  const events = ['a', 'b', 'c'].map((topic) => reading(topic, '1'));
  const read = (text: string, status = 200, success = '') =>
    formatOf({ format: 'json', success }).readAnswer?.({ status, text }, { events, context, part: 0 });
  const kindOf = (text: string, status = 200, success = '') => read(text, status, success)?.kind;

  it('may name rejected records by their index or their ID', () => {
    const text = JSON.stringify({ rejected: [{ index: 2, error: 'too old' }, { id: 'b1:0' }] });
    assert.deepEqual(read(text, 207), {
      kind: 'arrived-but',
      rejected: [
        { index: 2, error: 'too old' },
        { index: 0, error: 'rejected' },
      ],
    });
  });

  it('is a success if it rejects nothing', () => {
    for (const rejected of [[], 0, -3, 1.5, null, false, {}]) {
      assert.equal(kindOf(JSON.stringify({ rejected })), 'arrived', JSON.stringify(rejected));
    }
    for (const text of ['', 'OK', '"rejected"', '7', '[]', '{}', '{"accepted":3}', '{"a":1}\n{"b":2}\n']) {
      assert.equal(kindOf(text), 'arrived', text);
    }
  });

  it('is judged by its status if that is an error', () => {
    assert.equal(read('{"rejected":[{"index":0}]}', 400), undefined);
    assert.equal(read('{"success":true}', 503), undefined);
  });

  it('is not a success if it denies one, on any line or in any item of a list', () => {
    for (const denial of [
      '{"error":"no such tenant"}',
      '{"error":{"code":7}}',
      '{"errors":true}',
      '{"errors":[{"message":"x"}]}',
      '{"success":false}',
      '{"ok":"false"}',
      '{"statusCode":500}',
      '{"status":"error"}',
      '{"status":503}',
    ]) {
      for (const text of [denial, `[{},${denial}]`, `{"a":1}\n${denial}\n`]) {
        const verdict = read(text);
        assert.equal(verdict?.kind, 'refused', text);
        assert.match(verdict?.kind === 'refused' ? String(verdict.because?.error) : '', /says "/);
      }
    }
    for (const text of [
      '{"error":null,"errors":[],"success":true,"ok":1,"statusCode":200,"status":"ok"}',
      '{"error":"none","errors":0,"code":0,"result":{"error":"x"}}',
    ]) {
      assert.equal(kindOf(text), 'arrived', text);
    }
  });

  it('is a success except for the records that it names, even if it calls them an error', () => {
    assert.equal(kindOf('{"error":"1 of 3","rejected":[{"index":1}]}', 207), 'arrived-but');
    assert.equal(kindOf('{"error":"1 of 3","rejected":1}'), 'refused');
  });

  it('is not a success with a partial or multi-status code, unless the user says so', () => {
    for (const status of [206, 207, 208, 226]) assert.equal(kindOf('{}', status), 'refused', String(status));
    assert.equal(kindOf('{}', 207, '200-207'), 'arrived');
    assert.equal(kindOf('', 409, '200-204, 409'), 'arrived');
    assert.equal(kindOf('', 200, '201'), 'refused');
  });

  it('is a success only with the property that the user names, whatever else it says', () => {
    const named = 'result.ok=true, 200-299';
    assert.equal(kindOf('{"result":{"ok":true},"error":"harmless"}', 207, named), 'arrived');
    for (const text of ['', 'OK', '{}', '{"result":true}', '{"result":{"ok":false}}', '[]', '{"ok":true}']) {
      assert.equal(kindOf(text, 200, named), 'refused', text);
    }
    assert.equal(kindOf('{"errors":false}', 200, 'errors=false'), 'arrived');
    assert.equal(kindOf('{"ok":false,"rejected":[{"index":1}]}', 200, 'ok=true'), 'refused');
    assert.equal(kindOf('{"ok":true,"rejected":[{"index":1}]}', 200, 'ok=true'), 'arrived-but');
    assert.equal(kindOf('{}', 200, 'constructor.name=Object'), 'refused');
    for (const success of ['ok', '700', '204-200', 'x y=1', '=1', '200;204']) {
      assert.throws(() => formatOf({ format: 'json', success }), {
        name: 'SettingError',
        setting: 'success',
      });
    }
  });

  it('is a success or not, and never an internal error, whatever it is', () => {
    assertProperty(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.constantFrom('', 'a=1'), (text, success) => {
        try {
          return ['arrived', 'refused'].includes(String(kindOf(text, 200, success)));
        } catch (error) {
          return /^[[{]/.test(text.trim()) && error instanceof Error && /not valid JSON/.test(error.message);
        }
      }),
    );
  });

  it('causes the batch to be divided if its list of rejected records is too long to be read', () => {
    const text = '{"rejected": [{"index": 0, "error": "to';
    const answer = { status: 200, text, isCut: true } as const;
    const { readAnswer } = formatOf({ format: 'json' });
    assert.deepEqual(readAnswer?.(answer, { events, context, part: 0 }), { kind: 'divide' });
    assert.throws(() => readAnswer?.(answer, { events: events.slice(0, 1), context, part: 0 }), /too long/);
    assert.throws(() => readAnswer?.({ ...answer, text: '{"a":' }, { events, context, part: 0 }), /too long/);
  });

  it('is reported if it names records that were not sent, beside those that were', () => {
    for (const stranger of [{ index: 3 }, { index: -1 }, { index: 0.5 }, { index: '0' }, { id: 'b2:0' }, 7]) {
      const unclear = '1 rejected events were never sent';
      assert.deepEqual(read(JSON.stringify({ rejected: [stranger] })), {
        kind: 'arrived-but',
        rejected: [],
        unclear,
      });
      assert.deepEqual(read(JSON.stringify({ rejected: [stranger, { index: 1 }] })), {
        kind: 'arrived-but',
        rejected: [{ index: 1, error: 'rejected' }],
        unclear,
      });
    }
  });

  it('counts rejected values if it says how many, but not which', () => {
    assert.deepEqual(read('{"accepted":1,"rejected":2}'), {
      kind: 'arrived-less',
      values: 2,
      error: '2 events were rejected, but the response does not say which',
    });
  });

  it('is not believed if it counts more records than were sent', () => {
    assert.equal(read('{"rejected":3}')?.kind, 'arrived-less');
    for (const rejected of [4, 9e15]) {
      const error = `the response says that ${rejected} events were rejected, of 3 that were sent`;
      assert.deepEqual(read(JSON.stringify({ rejected })), { kind: 'arrived-less', values: 0, error });
    }
  });

  it('is an error if its list of rejected records is truncated or malformed, as more may be missing', () => {
    for (const text of [
      '{"rejected": [{"index": 0, "error": "to',
      '{"rejected":[',
      '{"rejected":"3"}',
      '{"rejected":true}',
    ]) {
      assert.throws(() => read(text), /reject/, text);
    }
  });

  it('counts only the records that were sent, not an event left out before them', () => {
    const given = [reading('a', '1', { time: Number.NaN }), ...events];
    const answer = { status: 200, text: '{"rejected":[{"index":0,"error":"x"}]}' };
    assert.deepEqual(formatOf({ format: 'json' }).readAnswer?.(answer, { events: given, context, part: 0 }), {
      kind: 'arrived-but',
      rejected: [{ index: 1, error: 'x' }],
    });
  });
});

describe('the body decoder', () => {
  it('returns records as they were encoded, with the same IDs as for every format', () => {
    assertProperty(
      fc.property(
        fc.array(hostileEvent, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...formats),
        fc.constantFrom('iso' as const, 'ms' as const),
        (events, format, precision) => {
          // Such keys are refused on purpose, for what they could do to a receiver.
          fc.pre(events.every(({ data }) => !data.includes('__proto__')));
          const { body } = encoded({ format, precision }, events);
          for (const sent of [body, gzipSync(body)]) {
            assert.deepEqual(
              decodeBody(sent).map(({ id, device, topic, symbol, data, quantity, unit }) => ({
                ...{ id, device, topic, symbol, data, quantity, unit },
              })),
              events.map(({ topic, symbol, data, quantity, unit }, index) => ({
                ...{ id: `b1:${index}`, device: 'gw-7', topic, symbol },
                ...{ data: JSON.parse(data), quantity, unit },
              })),
            );
          }
          const times = decodeBody(body).map(({ time }) => time ?? Number.NaN);
          for (const [index, { time }] of events.entries()) {
            const within = precision === 'ms' ? 0 : 1;
            assert.ok(Math.abs((times[index] ?? Number.NaN) - time) <= within);
          }
        },
      ),
    );
  });

  it('gives a record without an ID one from its position or its content', () => {
    const { body } = encoded({ format: 'ndjson', fields: { id: false } }, [
      reading('a', '1'),
      reading('a', '1'),
    ]);
    assert.deepEqual(
      decodeBody(body, 'key').map(({ id }) => id),
      ['key:0', 'key:1'],
    );
    const [first, second] = decodeBody(body).map(({ id }) => id);
    assert.ok(first?.endsWith(':0') && second?.endsWith(':1'));
  });

  it('takes a single line as a batch of one', () => {
    const { body } = encoded({ format: 'ndjson' }, [reading('a', '1')]);
    assert.deepEqual(
      decodeBody(body).map(({ topic, data }) => [topic, data]),
      [['a', 1]],
    );
  });

  it('reads times in any zone, and in any year that a date can have', () => {
    for (const [time, expected] of [
      ['2023-11-14T22:13:20Z', 1_700_000_000_000],
      ['2023-11-15T00:13:20.5+02:00', 1_700_000_000_500],
      ['2023-11-14T22:13:20.123456789Z', 1_700_000_000_123],
      ['2023-11-14', 1_699_920_000_000],
      ['+275760-09-13T00:00:00.000Z', 8.64e15],
      ['-000001-01-01T00:00:00.000Z', -62_198_755_200_000],
    ] as const) {
      const [event] = decodeBody([{ topic: 'a', payload: 1, time }], 'b');
      assert.equal(event?.time, expected, time);
    }
  });

  it('refuses invalid records, and says which', () => {
    for (const [body, message] of [
      ['{"topic":"a","payload":1}\n{"topic":', /Line 2 of the body is not valid JSON/],
      ['[{"topic":7,"payload":1}]', /Event 0: its topic must be text/],
      ['[{"topic":"a","payload":1,"time":"yesterday"}]', /Event 0: its time is neither/],
      ['[{"topic":"a","payload":1,"time":1e300}]', /Event 0: its time is neither/],
      ['[{"topic":"a","payload":1,"time":"5"}]', /Event 0: its time is neither/],
      ['[{"topic":"a","payload":1,"time":"2023-11-14T22:13:20"}]', /neither ISO 8601 with a zone/],
      ['[{"topic":"a","payload":1,"time":"Tue, 14 Nov 2023 22:13:20 GMT"}]', /its time is neither/],
      ['[{"topic":"a","payload":1,"time":"2023-13-14"}]', /Event 0: its time is neither/],
      ['[{"topic":"a","payload":1,"time":true}]', /Event 0: its time is neither/],
      ['[{"topic":"a","payload":1,"symbol":"temp"}]', /Event 0: its symbol is not a valid code/],
      ['[{"topic":"a","payload":1,"unit":1}]', /Event 0: its unit must be text/],
      ['[{"topic":"a","payload":{"__proto__":1}}]', /Event 0: its data has a key/],
      [`[{"topic":"a","payload":${'['.repeat(99)}${']'.repeat(99)}}]`, /Event 0: its data is nested/],
    ] as const) {
      assert.throws(
        () => decodeBody(body),
        (error) => error instanceof BodyError && message.test(error.message),
        body,
      );
    }
  });

  it('takes no more records than its limit', () => {
    const lines = '{"topic":"a","payload":1}\n'.repeat(11);
    assert.throws(() => decodeBody(lines, 'b', { events: 10, bytes: 1e6 }), /more than 10 events/);
  });
});
