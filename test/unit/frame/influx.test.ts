import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EdgeEvent, FormatSettings } from '../../../src/frame';
import { toNanoseconds } from '../../../src/frame/timeText';
import { assertProperty } from '../../harness/assertProperty';
import { runs } from '../../harness/effort';
import { context, encoded, formatOf, reading } from '../../harness/frame/formatRig';
import { hostileEvent } from '../../harness/frame/hostileEvents';
import { type FieldValue, readLineProtocol } from '../../harness/frame/lineProtocol';

const influx = (events: readonly EdgeEvent[], settings: FormatSettings = {}) =>
  encoded({ format: 'influx', ...settings }, events);

const one = (data: string, settings?: FormatSettings, more?: Partial<EdgeEvent>, topic = 't') => {
  const { body, leftOut } = influx([reading(topic, data, more)], settings);
  return { points: readLineProtocol(body), body, leftOut };
};

const fieldsOf = (data: string, settings?: FormatSettings): Record<string, FieldValue> =>
  Object.fromEntries(one(data, settings).points[0]?.fields ?? []);

describe('a point of the influx format', () => {
  it('is a line with device, topic, symbol, quantity and unit as tags, and the time in nanoseconds', () => {
    const { body } = one('21.5', {}, { quantity: 'temperature', unit: 'Cel' }, 'site/hall/t 1');
    assert.equal(
      body,
      'wireband,device=gw-7,topic=site/hall/t\\ 1,symbol=SENSOR_TEMP,quantity=temperature,unit=Cel ' +
        'value=21.5 1700000000123000000\n',
    );
  });

  it('has the time in milliseconds if chosen, and keeps their fractions in nanoseconds', () => {
    assert.match(one('1', { precision: 'ms' }).body, / 1700000000123\n$/);
    assert.match(one('1', {}, { time: 1_700_000_000_123.25 }).body, / 1700000000123250000\n$/);
  });

  it('has the values of a payload as fields, with paths for nested values and indexes for lists', () => {
    assert.deepEqual(fieldsOf('{"t":21,"in":{"h":40.5,"l":[1,{"x":2}]}}'), {
      t: 21,
      in_h: 40.5,
      in_l_0: 1,
      in_l_1_x: 2,
    });
    assert.deepEqual(fieldsOf('[3,4]'), { value_0: 3, value_1: 4 });
  });

  it('writes text and Booleans under separate names, so that no name has two types', () => {
    assert.deepEqual(fieldsOf('{"state":"ON"}'), { state_text: 'ON' });
    assert.deepEqual(fieldsOf('{"state":true}'), { state_bool: true });
    assert.deepEqual(fieldsOf('{"state":1}'), { state: 1 });
    assert.deepEqual(fieldsOf('{"state_text":1,"state_bool":2}'), {
      state_text_value: 1,
      state_bool_value: 2,
    });
    assert.deepEqual([fieldsOf('"on"'), fieldsOf('false')], [{ value_text: 'on' }, { value_bool: false }]);
  });

  it('writes every number as a float that reads back the same, including the sign of zero', () => {
    for (const number of [0, 1e308, 5e-324, -1e-7, 1e21, 2 ** 53 - 1, 0.1 + 0.2]) {
      assert.equal(fieldsOf(JSON.stringify(number)).value, number);
    }
    assert.ok(Object.is(fieldsOf('-0').value, -0));
    assert.doesNotMatch(one('7').body, /7i/);
  });

  it('keeps text that looks like a number, converts it, or leaves out all text, as chosen', () => {
    const data = '{"a":"21.5","b":" -7 ","c":"1e400","d":"x"}';
    assert.deepEqual(fieldsOf(data), { a_text: '21.5', b_text: ' -7 ', c_text: '1e400', d_text: 'x' });
    assert.deepEqual(fieldsOf(data, { textValues: 'numbers' }), {
      a: 21.5,
      b: -7,
      c_text: '1e400',
      d_text: 'x',
    });
    const omitted = influx([reading('t', '{"a":"21.5","n":1}')], { textValues: 'omit' });
    assert.deepEqual(omitted.leftOut, { events: [], values: { text: 1 } });
  });

  it('renames a field if a tag or the engine already uses its name', () => {
    assert.deepEqual(fieldsOf('{"time":1,"topic":2,"unit":3}'), {
      time_value: 1,
      topic_value: 2,
      unit_value: 3,
    });
  });

  it('renames a field again if a tag uses the new name, too', () => {
    const fields = { device: 't', topic: 't_value' };
    assert.deepEqual(fieldsOf('{"t":1}', { fields }), { t_value_value: 1 });
  });

  it('takes tags from the topic by the first matching pattern, before others of the same name', () => {
    const tagsOf = (topic: string) =>
      one('1', { topicTags: ['site/+room/+device', '+site/#'] }, {}, topic).points[0]?.tags;
    assert.deepEqual(tagsOf('site/hall/t1'), {
      device: 't1',
      topic: 'site/hall/t1',
      symbol: 'SENSOR_TEMP',
      room: 'hall',
    });
    assert.equal(tagsOf('north/x/y/z')?.site, 'north');
    assert.equal(tagsOf('site//t1')?.room, undefined);
  });

  it('uses the names that the user sets, and leaves out what the user turns off', () => {
    const fields = { topic: 'mqtt_topic', device: false, name: false, symbol: 'code', payload: 'v' };
    const [point] = one('1', { fields, measurement: 'my plant' }).points;
    assert.equal(point?.measurement, 'my plant');
    assert.deepEqual(point?.tags, { mqtt_topic: 't', code: '0xfc60' });
    assert.deepEqual([...(point?.fields ?? [])], [['v', 1]]);
  });

  it('keeps an equals sign in its measurement, and escapes it where it is syntax', () => {
    assert.match(
      one('{"x=y":1}', { measurement: 'a=b, c' }, {}, 't=1').body,
      /^a=b\\,\\ c,.*topic=t\\=1,.* x\\=y=1 /,
    );
  });
});

describe('a value that a point cannot carry', () => {
  const leftOut = (data: string) => one(data).leftOut;

  it('is left out and counted, while the rest of the event is written', () => {
    assert.deepEqual(leftOut('{"a":1,"b":null,"c":{},"d":[],"e":1e400}'), {
      events: [],
      values: { empty: 3, not_finite: 1 },
    });
    assert.deepEqual(leftOut('{"a":1,"b":"two\\nlines","c\\"d":2,"":3}').values, { unwritable: 3 });
    assert.deepEqual(leftOut('{"a":{"b":1},"a_b":2}').values, { duplicate: 1 });
    assert.deepEqual(leftOut(`{"a":1,"b":${'['.repeat(40)}1${']'.repeat(40)}}`).values, { too_deep: 1 });
  });

  it('causes its event to be left out if nothing else is in it, with the first reason', () => {
    for (const [data, reason] of [
      ['null', 'empty'],
      ['{"a":1e400,"b":null}', 'not_finite'],
      ['"two\\nlines"', 'unwritable'],
    ] as const) {
      assert.deepEqual(one(data), {
        points: [],
        body: '',
        leftOut: { events: [{ index: 0, reason }], values: {} },
      });
    }
  });

  it('causes its event to be left out if it is a tag, so that it does not join another series', () => {
    for (const topic of ['a\nb', 'a\\', 'a\\,b', 'a\\\\b', '\ud800', 'x'.repeat(65_500)]) {
      assert.deepEqual(one('1', {}, {}, topic).leftOut.events, [{ index: 0, reason: 'unwritable' }], topic);
    }
    assert.equal(one('1', {}, {}, 'a\\b').points[0]?.tags.topic, 'a\\b');
  });

  it('is left out if an engine would truncate it and then confuse it with another', () => {
    const long = 'k'.repeat(3095);
    assert.deepEqual(fieldsOf(`{"${long}":1,"${long}k":2}`), { [long]: 1 });
    assert.deepEqual(one(`{"${'é'.repeat(1600)}":1,"a":1}`).leftOut.values, { unwritable: 1 });
    const ofTopic = (topic: string) => one('1', {}, {}, topic).leftOut.events.map(({ reason }) => reason);
    assert.deepEqual([ofTopic('t'.repeat(4096)), ofTopic('t'.repeat(4097))], [[], ['unwritable']]);
    const topicTags = `+${[...'abcdefghijklmno'].join('/+')}`;
    const levels = Array.from({ length: 15 }, () => 't'.repeat(4096)).join('/');
    const fields = { topic: false };
    const [line] = influx([reading(levels, '1')], { topicTags, fields }).leftOut.events;
    assert.deepEqual(line, { index: 0, reason: 'unwritable' });
  });

  it('causes its event to be left out if it is a time that does not fit in 64 bits', () => {
    for (const time of [8.64e15, -8.64e15, Number.NaN]) {
      assert.deepEqual(one('1', {}, { time }).leftOut.events, [{ index: 0, reason: 'time' }]);
    }
    assert.equal(one('1', {}, { time: 9_223_372_036_854 }).points.length, 1);
  });
});

describe('settings of the influx format', () => {
  it('are refused if line protocol cannot express them', () => {
    for (const [setting, settings] of [
      ['measurement', { measurement: '#x' }],
      ['measurement', { measurement: 'a\nb' }],
      ['measurement', { measurement: 'a'.repeat(1001) }],
      ['fields', { fields: { payload: false } }],
      ['fields', { fields: { payload: 'a"b' } }],
      ['fields', { fields: { topic: 'time' } }],
      ['fields', { fields: { topic: 'device' } }],
      ['fields', { fields: { nothing: 'x' } }],
      ['fields', { fields: '["a"]' }],
      ['topicTags', { topicTags: 'a/+time' }],
      ['topicTags', { topicTags: 'a/#/b' }],
      ['precision', { precision: 's' }],
      ['textValues', { textValues: 'drop' }],
    ] as const) {
      assert.throws(() => formatOf({ format: 'influx', ...settings }), { name: 'SettingError', setting });
    }
  });
});

describe('the response of an engine to points', () => {
  const { readAnswer } = formatOf({ format: 'influx' });
  const events = ['{"a":1}', '{"a":"x"}', 'null', '{"a":true}', '{"b":2}'].map((data, i) =>
    reading('t', data, { time: 1_700_000_000_000 + ((i * 7) % 5) * 1000 }),
  );
  const read = (status: number, body: unknown) =>
    readAnswer?.(
      { status, text: typeof body === 'string' ? body : JSON.stringify(body) },
      { events, context, part: 0 },
    );
  const indices = (verdict: ReturnType<typeof read>) =>
    verdict?.kind === 'arrived-but' ? verdict.rejected.map(({ index }) => index) : verdict;

  it('identifies the points of a type conflict by field and type, as InfluxDB 1 and 2 report it', () => {
    const conflict = (type: string, dropped: number) =>
      `partial write: field type conflict: input field "a_text" on measurement "wireband" is type ${type}, already exists as type float dropped=${dropped}`;
    assert.deepEqual(indices(read(400, { error: conflict('string', 1) })), [1]);
    const second = `failure writing points to database: ${conflict('string', 1)}`;
    assert.deepEqual(indices(read(422, { code: 'unprocessable entity', message: second })), [1]);
    // More points were dropped than it names: there is no telling which others.
    assert.equal(read(400, { error: conflict('string', 2) }), undefined);
    assert.equal(read(400, { error: conflict('float', 1) }), undefined);
  });

  it('rejects the oldest points if some are beyond the retention policy', () => {
    const beyond = (dropped: number) => ({
      error: `partial write: points beyond retention policy dropped=${dropped}`,
    });
    assert.deepEqual(indices(read(400, beyond(2))), [0, 3]);
    assert.deepEqual(indices(read(400, beyond(4))), [0, 3, 1, 4]);
    assert.equal(read(400, beyond(5)), undefined);
  });

  it('rejects the lines that InfluxDB 3 names', () => {
    const data = [{ original_line: 'w', line_number: 3, error_message: 'invalid column type' }];
    assert.deepEqual(indices(read(400, { error: 'partial write of line protocol occurred', data })), [3]);
    data.push({ original_line: 'w', line_number: 99, error_message: '?' });
    assert.equal(read(400, { error: 'partial write of line protocol occurred', data }), undefined);
  });

  it('refuses the request, and does not reject a point, if the database is missing', () => {
    for (const error of [
      'database is required',
      'database not found: "x"',
      'Bucket is required',
      'Please provide either orgID or org',
      'db name cannot be empty',
      'invalid character in database name: must be ASCII',
    ]) {
      assert.deepEqual(read(400, { error }), { kind: 'refused' }, error);
      assert.deepEqual(read(400, { code: 'invalid', message: error }), { kind: 'refused' }, error);
    }
    // Here, a point contains the words.
    const point = { error: `unable to parse 'w,topic=t s_text="database is required" 1': bad timestamp` };
    assert.equal(read(400, point), undefined);
  });

  it('is a success only with 204: InfluxDB answers 200 to a request that it did not carry out', () => {
    assert.deepEqual(read(204, ''), { kind: 'arrived' });
    for (const [status, body] of [
      [200, ''],
      [200, { results: [{ error: 'timeout' }] }],
      [202, 'OK'],
      [207, {}],
    ] as const) {
      assert.equal(read(status, body)?.kind, 'refused', String(status));
    }
  });

  it('leaves the rest to the status', () => {
    assert.equal(read(400, { error: 'unable to parse' }), undefined);
    assert.equal(read(500, { error: 'partial write: timeout dropped=1' }), undefined);
    assertProperty(
      fc.property(fc.constantFrom(200, 204, 400, 422), fc.oneof(fc.string(), fc.json()), (status, text) => {
        read(status, text);
      }),
    );
  });
});

/** What the documentation says about a payload, repeated: name → value of each field that it may have. */
function documented(payload: unknown): Map<string, FieldValue> {
  const taken = new Set(['time', '_field', '_measurement', 'device', 'topic', 'symbol', 'quantity', 'unit']);
  const isWritable = (text: string) => !/\p{Cc}|\p{Surrogate}/u.test(text);
  const found = new Map<string, FieldValue>();
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value)) visit(child, [...path, key]);
      return;
    }
    if (typeof value === 'number' && !Number.isFinite(value)) return;
    if (typeof value !== 'number' && typeof value !== 'string' && typeof value !== 'boolean') return;
    if (typeof value === 'string' && !isWritable(value)) return;
    const end = typeof value === 'string' ? '_text' : typeof value === 'boolean' ? '_bool' : '';
    const base = path.join('_');
    const mustDiffer =
      taken.has(base + end) || (end === '' && (base.endsWith('_text') || base.endsWith('_bool')));
    const name = mustDiffer ? `${base}_value${end}` : base + end;
    if (name === '' || !isWritable(name) || /"|\\[\\,= ]|\\$/.test(name) || found.has(name)) return;
    found.set(name, value);
  };
  const hasKeys = typeof payload === 'object' && payload !== null && !Array.isArray(payload);
  visit(payload, hasKeys ? [] : ['value']);
  return found;
}

describe('any event', () => {
  it('is written so that a strict reader reads it as documented, or is left out and counted', () => {
    assertProperty(
      fc.property(fc.array(hostileEvent, { maxLength: 5 }), (events) => {
        const { body, leftOut } = influx(events);
        const points = readLineProtocol(body);
        const out = new Set(leftOut.events.map(({ index }) => index));
        const written = events.filter((_, index) => !out.has(index));
        assert.equal(points.length + out.size, events.length);
        for (const [index, event] of written.entries()) {
          const point = points[index];
          assert.equal(point?.time, toNanoseconds(event.time).toString());
          assert.equal(point?.tags.topic ?? '', event.topic);
          assert.equal(point?.tags.unit, event.unit);
          assert.deepEqual(
            [...(point?.fields ?? [])],
            [...documented(JSON.parse(event.data))].map(([name, value]) => [name, value]),
          );
        }
      }),
      { numRuns: runs(2000) },
    );
  });

  it('has each value counted once: as a field, or by the reason why it was left out', () => {
    assertProperty(
      fc.property(hostileEvent, (event) => {
        const { body, leftOut } = influx([event]);
        if (leftOut.events.length > 0) return;
        const values = Object.values(leftOut.values).reduce((sum, count) => sum + count, 0);
        const fields = readLineProtocol(body)[0]?.fields.size ?? 0;
        assert.equal(fields + values, countLeaves(JSON.parse(event.data)));
      }),
    );
  });

  it('has one type for each field name, whatever events come together', () => {
    assertProperty(
      fc.property(fc.array(hostileEvent, { maxLength: 8 }), (events) => {
        for (const { fields } of readLineProtocol(influx(events).body)) {
          for (const [name, value] of fields) {
            const ofName = name.endsWith('_text') ? 'string' : name.endsWith('_bool') ? 'boolean' : 'number';
            assert.equal(typeof value, ofName, name);
          }
        }
      }),
    );
  });

  it('gives the same bytes each time', () => {
    assertProperty(
      fc.property(fc.array(hostileEvent, { maxLength: 4 }), (events) => {
        assert.deepEqual(influx(events), influx(structuredClone(events)));
      }),
    );
  });
});

function countLeaves(value: unknown): number {
  const children = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return children.length === 0 ? 1 : children.reduce((sum: number, child) => sum + countLeaves(child), 0);
}

describe('readings of one series in the same millisecond', () => {
  const burst = (count: number, first = 0): EdgeEvent[] =>
    Array.from({ length: count }, (_, i) => reading('t', `{"v":${first + i}}`));
  const timesOf = (body: string): string[] => [...body.matchAll(/ (\d+)\n/g)].map(([, time = '']) => time);

  it('are separate points within it in nanoseconds, the same on every attempt', () => {
    const events = burst(200);
    const times = timesOf(influx(events).body);
    assert.equal(new Set(times).size, 200);
    for (const time of times) assert.match(time, /^1700000000123\d{6}$/);
    assert.deepEqual(timesOf(influx(events).body), times);
    assert.deepEqual(influx(events).leftOut.values, {});
  });

  it('are separate points across batches: few of 5,000 share a time', () => {
    const times = Array.from({ length: 25 }, (_, i) => {
      const around = { ...context, batchId: `0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f${i}` };
      return timesOf(encoded({ format: 'influx' }, burst(200, 200 * i), around).body);
    });
    assert.ok(new Set(times.flat()).size > 4900);
  });

  it('keep the exact time if they share no field, or are of different series', () => {
    const events = [reading('t', '{"a":1}'), reading('t', '{"b":2}'), reading('u', '{"a":3}')];
    assert.deepEqual(timesOf(influx(events).body), new Array(3).fill('1700000000123000000'));
  });

  it('are counted value by value in milliseconds, as the later ones overwrite them', () => {
    const events = [...burst(5), reading('t', '{"v":1,"w":2}'), reading('u', '{"v":1}')];
    assert.deepEqual(influx(events, { precision: 'ms' }).leftOut.values, { overwritten: 5 });
  });
});
