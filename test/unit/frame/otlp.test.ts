import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { EdgeEvent, FormatSettings } from '../../../src/frame';
import { toUcum } from '../../../src/frame/otlp/ucum';
import { toNanoseconds } from '../../../src/frame/timeText';
import { assertProperty } from '../../harness/assertProperty';
import { runs } from '../../harness/effort';
import { context, encoded, formatOf, reading } from '../../harness/frame/formatRig';
import { hostileEvent } from '../../harness/frame/hostileEvents';
import { decodeOtlp, type OtlpSignal } from '../../harness/frame/otlpDecoder';

const otlp = (events: readonly EdgeEvent[], settings: FormatSettings = {}) =>
  encoded({ format: 'otlp', ...settings }, events);

/** The parts, as OpenTelemetry's decoder reads them. */
function decoded(events: readonly EdgeEvent[], settings?: FormatSettings) {
  const { parts, leftOut } = otlp(events, settings);
  const bySignal = new Map(parts.map(({ path = '', body }) => [path.slice('/v1/'.length), body]));
  const read = (signal: OtlpSignal): unknown => {
    const body = bySignal.get(signal);
    return body === undefined ? undefined : decodeOtlp(signal, body);
  };
  const metrics = Object(read('metrics')).resourceMetrics?.[0];
  const logs = Object(read('logs')).resourceLogs?.[0];
  return {
    metrics: metrics?.scopeMetrics[0].metrics ?? [],
    records: logs?.scopeLogs[0].logRecords ?? [],
    resource: (metrics ?? logs)?.resource,
    leftOut,
  };
}

const attributesOf = (of: { attributes: { key: string; value: { stringValue: string } }[] }) =>
  Object.fromEntries(of.attributes.map(({ key, value }) => [key, value.stringValue]));

describe('the otlp format', () => {
  it('makes a number a gauge named by its quantity, with its unit in UCUM, its time and its origin', () => {
    const event = reading('site/hall/h1', '40.5', { quantity: 'humidity', unit: '%RH' });
    const { metrics, records, resource } = decoded([event], { topicTags: ['site/+room/+'] });
    const { name, unit, gauge } = metrics[0];
    assert.deepEqual([name, unit, records], ['wireband.humidity', '%', []]);
    const [point] = gauge.dataPoints;
    assert.deepEqual([point.asDouble, point.timeUnixNano], [40.5, '1700000000123000000']);
    assert.deepEqual(attributesOf(point), {
      topic: 'site/hall/h1',
      symbol: 'SENSOR_TEMP',
      quantity: 'humidity',
      unit: '%RH',
      room: 'hall',
    });
    assert.deepEqual(attributesOf(resource), {
      'service.name': 'wireband-edge',
      'service.instance.id': 'gw-7',
      'device.id': 'gw-7',
    });
  });

  it('names several numbers of a payload by their paths, which it also carries unchanged', () => {
    const event = reading('t', '{"a":{"b c":1},"l":[2]}', { quantity: 'temperature', unit: 'Cel' });
    const { metrics } = decoded([event], { measurement: 'plant' });
    assert.deepEqual(
      metrics.map(({ name, unit, gauge }: Record<string, ReturnType<typeof Object>>) => [
        name,
        unit,
        attributesOf(gauge.dataPoints[0]).field,
      ]),
      [
        ['plant.a.b_c', '', 'a.b c'],
        ['plant.l.0', '', 'l.0'],
      ],
    );
  });

  it('carries a number with a duplicate path in a record, not as a second value of the same sample', () => {
    const data = '{"a.b":1,"a":{"b":2},"c":3}';
    const { metrics, records } = decoded([reading('t', data, { quantity: 'temperature' })]);
    assert.deepEqual(
      metrics.map(({ name, gauge }: Record<string, ReturnType<typeof Object>>) => [
        name,
        gauge.dataPoints.map(({ asDouble }: { asDouble: number }) => asDouble),
      ]),
      [
        ['wireband.a.b', [1]],
        ['wireband.c', [3]],
      ],
    );
    assert.deepEqual(plain(records[0].body), JSON.parse(data));
    // Without their paths, only the names of metrics tell numbers apart.
    const unnamed = decoded([reading('t', '{"a b":1,"a_b":2}')], { fields: { payload: false } });
    assert.deepEqual([unnamed.metrics.length, unnamed.records.length], [1, 1]);
  });

  it('has each attribute once: no topic level is named like the path, and no device appears twice', () => {
    assert.throws(() => otlp([reading('t', '1')], { topicTags: 'site/+field' }), /topicTags: "field"/);
    const { parts } = otlp([reading('hall', '{"a":1}')], {
      topicTags: '+field',
      fields: { payload: 'path', device: 'service.name' },
    });
    const [{ resource, scopeMetrics }] = JSON.parse(parts[0]?.body ?? '').resourceMetrics;
    assert.deepEqual(attributesOf(resource), { 'service.name': 'gw-7', 'service.instance.id': 'gw-7' });
    assert.equal(resource.attributes.length, 2);
    const { field, path } = attributesOf(scopeMetrics[0].metrics[0].gauge.dataPoints[0]);
    assert.deepEqual([field, path], ['hall', 'a']);
  });

  it('makes an event with anything else a log record with the whole payload', () => {
    const data = '{"t":21,"state":"ON","ok":true,"n":null,"l":[1,{}],"big":1.5}';
    const { metrics, records } = decoded([reading('t', data), reading('a', '"!"', { alarm: true })]);
    assert.equal(metrics.length, 3);
    const [record, alarm] = records;
    assert.deepEqual(plain(record.body), JSON.parse(data));
    assert.deepEqual([record.severityNumber, alarm.severityNumber], [9, 13]);
    assert.deepEqual(attributesOf(alarm), { topic: 'a', symbol: 'SENSOR_TEMP' });
  });

  it('sends readings and records to their own paths, in one request if there is only one kind', () => {
    const paths = (...data: string[]) =>
      otlp(data.map((text) => reading('t', text))).parts.map(({ path }) => path);
    assert.deepEqual(paths('1', '"x"'), ['/v1/metrics', '/v1/logs']);
    assert.deepEqual([paths('1'), paths('"x"'), paths()], [['/v1/metrics'], ['/v1/logs'], []]);
  });

  it('carries values that protobuf cannot express as JSON text', () => {
    const deep = `${'['.repeat(40)}"x"${']'.repeat(40)}`;
    for (const data of [deep, '{"a":"\\ud800"}', '{"\\ud800":"a"}', '[1e400]']) {
      const { records } = decoded([reading('t', data)]);
      assert.equal(records[0].body.stringValue, data);
    }
  });

  it('leaves out events with a time or a name that it cannot carry', () => {
    const { leftOut } = decoded([
      reading('a', '1', { time: -1 }),
      reading('b', '1', { time: 8.64e15 }),
      reading('\ud800', '1'),
      reading('c', '1'),
    ]);
    assert.deepEqual(leftOut.events, [
      { index: 0, reason: 'time' },
      { index: 1, reason: 'time' },
      { index: 2, reason: 'unwritable' },
    ]);
  });

  it('is read by OpenTelemetry exactly as written, for any event', () => {
    assertProperty(
      fc.property(fc.array(hostileEvent, { maxLength: 5 }), (events) => {
        for (const { path = '', body } of otlp(events).parts) {
          const signal = path === '/v1/metrics' ? 'metrics' : 'logs';
          assert.deepEqual(decodeOtlp(signal, body), withoutDefaults(JSON.parse(body)));
        }
      }),
      { numRuns: runs(1000) },
    );
  });

  it('carries each number of each event and each event with other values, and counts the rest', () => {
    assertProperty(
      fc.property(fc.array(hostileEvent, { maxLength: 5 }), (events) => {
        const { metrics, records, leftOut } = decoded(events);
        const out = new Set(leftOut.events.map(({ index }) => index));
        const kept = events.filter((_, index) => !out.has(index));
        const points = metrics.flatMap(({ gauge }: ReturnType<typeof Object>) => gauge.dataPoints);
        const given = kept.flatMap(({ data, time }) =>
          numbersOf(JSON.parse(data)).map((number) => [number, toNanoseconds(time).toString()]),
        );
        const sorted = (list: unknown[]) => list.map((one) => JSON.stringify(one)).sort();
        assert.deepEqual(
          sorted(points.map((p: ReturnType<typeof Object>) => [p.asDouble ?? 0, p.timeUnixNano])),
          sorted(given),
        );
        const more = kept.filter(
          ({ data }) => numbersOf(JSON.parse(data)).length < leavesOf(JSON.parse(data)).length,
        );
        assert.deepEqual(
          records.map(({ body }: ReturnType<typeof Object>) => plain(body)),
          more.map(({ data }) => plainOrText(data)),
        );
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('units', () => {
  it('are spelled as in UCUM, with unknown ones as annotations', () => {
    const spellings = ['Cel', '%RH', 'kWh', 'ppm', 'B', 'µg', 'foo bar', 'widgets', '{x}'].map(toUcum);
    assert.deepEqual(spellings, ['Cel', '%', 'kW.h', '[ppm]', 'By', '', '', '{widgets}', '']);
    assert.deepEqual(['kB', 'GB', 'TB', 'BTU/h'].map(toUcum), ['kBy', 'GBy', 'TBy', '[Btu]/h']);
  });
});

describe('a response to otlp', () => {
  const events = [reading('a', '[1,2]'), reading('b', '"on"')];
  const read = (text: string, status = 200, contentType = 'application/json', sent = events) =>
    formatOf({ format: 'otlp' }).readAnswer?.(
      { status, text, contentType },
      { events: sent, context, part: 0 },
    );

  it('says how many readings or records were rejected, as text or as a number', () => {
    const answer = (partialSuccess: object) => read(JSON.stringify({ partialSuccess }));
    assert.deepEqual(answer({ rejectedDataPoints: '3', errorMessage: 'too old' }), {
      kind: 'arrived-less',
      values: 3,
      error: 'partial success: 3 rejected: too old',
    });
    assert.deepEqual(answer({ rejectedLogRecords: 2 }), {
      kind: 'arrived-less',
      values: 2,
      error: 'partial success: 2 rejected',
    });
    const asDefined = { partial_success: { rejected_data_points: '3', error_message: 'too old' } };
    assert.deepEqual(
      read(JSON.stringify(asDefined)),
      answer({ rejectedDataPoints: 3, errorMessage: 'too old' }),
    );
    const warning = answer({ errorMessage: 'slow down' });
    assert.equal(warning?.kind === 'arrived-less' && warning.values, 0);
  });

  it('is not believed if it counts more than were sent', () => {
    for (const partial of ['{"rejectedDataPoints":"9000000000000000"}', '{"rejectedLogRecords":4}']) {
      const verdict = read(`{"partialSuccess":${partial}}`);
      assert.ok(verdict?.kind === 'arrived-less' && verdict.values === 0);
      assert.match(verdict.error, /rejected, of 3 that were sent/);
    }
  });

  it('is a full success if it mentions no rejections', () => {
    for (const text of ['', '{}', '{"partialSuccess":{}}', '{"partialSuccess":null}']) {
      assert.deepEqual(read(text), { kind: 'arrived' }, text);
    }
    assert.equal(read('{"partialSuccess":{"rejectedDataPoints":"3"}}', 400), undefined);
  });

  it('never gives a negative count, whatever its counts are', () => {
    assertProperty(
      fc.property(fc.oneof(fc.json(), fc.constantFrom('-3', '"-3"', '"x"', '1.5', '"1e400"')), (text) => {
        for (const partial of [text, `{"rejectedDataPoints":${text}}`]) {
          const verdict = read(`{"partialSuccess":${partial}}`);
          assert.ok(verdict?.kind === 'arrived' || (verdict?.kind === 'arrived-less' && verdict.values >= 0));
        }
      }),
    );
  });

  it('is an error if it is truncated or not from OTLP, as values may be missing', () => {
    for (const text of ['{"partialSuccess":{"rejectedDataPoints":"3","errorMess', 'OK', '[]', '7']) {
      assert.throws(() => read(text), /truncated, or not an OTLP response/, text);
    }
  });

  it('is not a success if it is an error of gRPC or a gateway', () => {
    for (const text of ['{"code":13,"message":"internal"}', '{"error":"x"}', '{"statusCode":500}']) {
      assert.equal(read(text)?.kind, 'refused', text);
    }
  });

  it('is read in protobuf as in JSON', () => {
    const sent = [reading('a', JSON.stringify(Array(300).fill(1)))];
    const protobuf = (bytes: readonly number[]) =>
      read(Buffer.from(bytes).toString('latin1'), 200, 'application/x-protobuf', sent);
    assert.deepEqual(protobuf([]), { kind: 'arrived' });
    // Unknown fields of each wire type are skipped.
    assert.deepEqual(protobuf([0x0a, 0, 0x10, 5, 0x1d, 1, 2, 3, 4, 0x21, 1, 2, 3, 4, 5, 6, 7, 8]), {
      kind: 'arrived',
    });
    assert.deepEqual(protobuf([0x0a, 10, 0x08, 0xac, 0x02, 0x12, 5, ...Buffer.from('stale')]), {
      kind: 'arrived-less',
      values: 300,
      error: 'partial success: 300 rejected: stale',
    });
    for (const bytes of [[0x0a], [0x0a, 10, 0x08], [0x0f], [0, 0], [0x08, ...Array(11).fill(0x80)]]) {
      assert.throws(() => protobuf(bytes), /not protobuf/, String(bytes));
    }
    assertProperty(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          return String(protobuf([...bytes])?.kind).startsWith('arrived');
        } catch (error) {
          return error instanceof Error && /not protobuf/.test(error.message);
        }
      }),
    );
  });
});

/** What an AnyValue stands for. */
function plain(value: ReturnType<typeof Object>): unknown {
  if ('stringValue' in value) return value.stringValue;
  if ('boolValue' in value) return value.boolValue;
  if ('intValue' in value) return Number(value.intValue);
  if ('doubleValue' in value) return value.doubleValue;
  if ('arrayValue' in value) return (value.arrayValue.values ?? []).map(plain);
  if ('kvlistValue' in value) {
    const entries: { key: string; value: object }[] = value.kvlistValue.values ?? [];
    return Object.fromEntries(entries.map((entry) => [entry.key, plain(entry.value)]));
  }
  return null;
}

function plainOrText(data: string): unknown {
  const isExact = !/\\ud[89a-f]/i.test(data) && !/\p{Surrogate}/u.test(data);
  return isExact ? JSON.parse(data) : data;
}

function leavesOf(value: unknown, name = ''): { value: unknown; name: string }[] {
  const children = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (children.length === 0) return [{ value, name }];
  return children.flatMap(([key, child]) => leavesOf(child, `${name}.${key}`));
}

/** The numbers with a name that protobuf can carry. */
function numbersOf(payload: unknown): unknown[] {
  return leavesOf(payload).flatMap(({ value, name }) =>
    typeof value === 'number' && !/\p{Surrogate}/u.test(name) ? [value] : [],
  );
}

/** Binary protobuf has no form for an empty list, and leaves out a text or a number with its default value. */
function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, child]) => !(Array.isArray(child) && child.length === 0));
  return Object.fromEntries(kept.map(([key, child]) => [key, withoutDefaults(child)]));
}
