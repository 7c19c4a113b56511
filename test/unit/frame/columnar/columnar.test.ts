import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { plantEvents } from '../../../../bench/wire/plant';
import {
  ColumnarError,
  columnarFormat,
  DEFAULT_DECODE_LIMITS,
  decodeBody,
  type EdgeEvent,
  encodeWireband,
} from '../../../../src/frame';
import { type ColumnarEvent, decodeColumnar, encodeColumnar } from '../../../../src/frame/columnar';
import { assertProperty } from '../../../harness/assertProperty';
import { runs } from '../../../harness/effort';
import { columnarBatch } from '../../../harness/frame/columnarEvents';

const decode = (body: string): ColumnarEvent[] => decodeColumnar(JSON.parse(body), DEFAULT_DECODE_LIMITS);

const expected = ({ bytesIn: _, data, ...event }: EdgeEvent, device = 'edge-1'): ColumnarEvent => ({
  device,
  ...event,
  data: JSON.parse(data),
});

const event = (data: string, changes: Partial<EdgeEvent> = {}): EdgeEvent => ({
  topic: 'a/b',
  symbol: 0xfc60,
  data,
  time: 1_700_000_000_000,
  bytesIn: 0,
  ...changes,
});

/** The body as written, as a value. */
const bodyOf = (...events: EdgeEvent[]) => JSON.parse(encodeColumnar(events, 'd'));

describe('a columnar batch', () => {
  it('is read back as it was written, whatever its payloads, topics, times and symbols', () => {
    assertProperty(
      fc.property(columnarBatch, (events) => {
        const decoded = decode(encodeColumnar(events, 'edge-1'));
        assert.deepEqual(
          decoded,
          events.map((one) => expected(one)),
        );
        // deepEqual ignores the order of keys.
        const texts = (list: readonly { data: unknown }[]) => list.map(({ data }) => JSON.stringify(data));
        assert.deepEqual(texts(decoded), texts(events.map((one) => expected(one))));
      }),
      { numRuns: runs(1000) },
    );
  });

  it('has the same bytes each time, whatever was encoded in between', () => {
    assertProperty(
      fc.property(columnarBatch, columnarBatch, (events, others) => {
        const first = encodeColumnar(events, 'edge-1');
        encodeColumnar(others, 'edge-1');
        assert.equal(encodeColumnar(events, 'edge-1'), first);
      }),
      { numRuns: runs(300) },
    );
  });

  it('gives the same IDs as the rows of the Wire.Band batch, with or without a batch ID', () => {
    assertProperty(
      fc.property(columnarBatch, fc.constantFrom('b1', undefined), (batch, batchId) => {
        const events = batch.map((one) => ({ ...one, time: Math.round(one.time / 1000) + 0 }));
        fc.pre(!events.some(({ data }) => data.includes('"__proto__"')));
        const context = { deviceId: 'd', envelope: 'object' as const };
        const ids = (body: string) => decodeBody(gzipSync(body), batchId).map(({ id }) => id);
        assert.deepEqual(ids(encodeColumnar(events, 'd')), ids(encodeWireband(events, context)));
      }),
      { numRuns: runs(300) },
    );
  });

  it('is one request that leaves nothing out, and names its content type', () => {
    const context = { deviceId: 'd', envelope: 'array' as const, batchId: 'b' };
    const { parts, leftOut } = columnarFormat.encode([event('1')], context);
    assert.equal(parts.length, 1);
    assert.deepEqual(leftOut, { events: [], values: {} });
    assert.equal(columnarFormat.contentType, 'application/vnd.wireband.columnar+json');
  });
});

describe('a columnar batch of mixed topics, compressed', () => {
  const events = plantEvents(600);
  const average = (size: number, encode: (batch: readonly EdgeEvent[]) => string): number => {
    const starts = Array.from({ length: events.length / size }, (_, i) => i * size);
    const bytes = starts.map((start) => gzipSync(encode(events.slice(start, start + size))).length);
    return bytes.reduce((sum, one) => sum + one, 0) / events.length;
  };

  for (const size of [1, 2, 5, 20, 200]) {
    it(`takes fewer bytes than the same in wireband, with ${size} events per batch`, () => {
      const columnar = average(size, (batch) => encodeColumnar(batch, 'd'));
      const wireband = average(size, (batch) => encodeWireband(batch, { deviceId: 'd', envelope: 'object' }));
      assert.ok(columnar < wireband, `${columnar} and ${wireband}`);
    });
  }
});

describe('a column of a columnar batch', () => {
  const column = (...values: string[]): unknown =>
    bodyOf(...values.map((value) => event(value))).tables[0].data;

  it('is the value itself if it never changes', () => {
    assert.equal(column('21.5', '21.5', '21.5'), 21.5);
    assert.equal(column('"on"', '"on"'), 'on');
    assert.equal(column('null', 'null'), null);
  });

  it('holds numbers without a decimal point, as differences if that is shorter', () => {
    assert.deepEqual(column('1013.2', '1013.5', '1013'), ['delta', 1, 10132, 3, -5]);
    assert.deepEqual(column('1', '-9', '8'), ['fixed', 0, 1, -9, 8]);
    assert.deepEqual(column('60000', '61000', '59000'), ['delta', -3, 60, 1, -2]);
  });

  it('holds values as they are if they would lose something otherwise', () => {
    const many = Array.from({ length: 20 }, (_, i) => String(i));
    const exceptions = ['-0', '1e308', '9007199254740993', 'null', '22.6666666666667'];
    const [, , ...cells] = bodyOf(...[...many, ...exceptions].map((value) => event(value))).tables[0].data;
    assert.deepEqual(cells.slice(many.length), [
      [-0],
      [1e308],
      [9007199254740992],
      [null],
      [22.6666666666667],
    ]);
    assert.ok(encodeColumnar([event('1'), event('2'), event('-0')], 'd').includes('[-0]'));
    assert.ok(encodeColumnar([event('9007199254740993')], 'd').includes('9007199254740993'));
  });

  it('holds repeated texts as positions in the dictionary', () => {
    const { strings, tables } = bodyOf(...['"on"', '"off"', '"on"', 'null'].map((value) => event(value)));
    assert.deepEqual(strings, ['on', 'off']);
    assert.deepEqual(tables[0].data, ['text', 0, 1, 0, [null]]);
    assert.deepEqual(column('"a"', '"b"', '"c"'), ['each', 'a', 'b', 'c']);
  });

  it('holds a payload as text if it is too deep, too wide or not compact JSON', () => {
    const deep = '['.repeat(17) + ']'.repeat(17);
    const wide = JSON.stringify(Array.from({ length: 65 }, (_, i) => i));
    for (const data of [deep, wide, '{ "a": 1 }']) assert.deepEqual(column(data), ['json', data]);
    const notQuite = JSON.stringify(Array.from({ length: 64 }, (_, i) => i));
    assert.deepEqual(column(notQuite), ['list', ...Array.from({ length: 64 }, (_, i) => i)]);
  });
});

describe('a columnar batch with the maximum number of events', () => {
  /** In halves if it is too large, as an uplink would then send it. No batch has too many columns. */
  const decodedInHalves = (events: readonly EdgeEvent[]): ColumnarEvent[] => {
    try {
      return decode(encodeColumnar(events, 'edge-1'));
    } catch (error) {
      assert.ok(error instanceof ColumnarError && error.code === 'limit', String(error));
      assert.match(error.message, /events|values|keys/);
      const half = events.length / 2;
      return [...decodedInHalves(events.slice(0, half)), ...decodedInHalves(events.slice(half))];
    }
  };
  const decodes = (events: readonly EdgeEvent[]) => {
    const decoded = decodedInHalves(events);
    assert.equal(decoded.length, events.length);
    for (const [i, one] of events.entries()) assert.deepEqual(decoded[i], expected(one));
  };
  const COUNT = 10_000;

  it('is read if every second event has its own shape with many leaves', () => {
    const leaves = Array.from({ length: 40 }, (_, i) => i);
    decodes(
      Array.from({ length: COUNT }, (_, i) => {
        const members = leaves.map((leaf) => `"${leaf}":${i + leaf}`);
        return event(`{${members.join()},"key-${i >> 1}":${i}}`, { topic: 'a/b/c' });
      }),
    );
  });

  it('is read if every event has its own kind and a topic with many levels', () => {
    decodes(
      Array.from({ length: COUNT }, (_, i) =>
        event(`"${i}"`, { topic: `${'/'.repeat(i % 40)}x/${i}`, symbol: i, unit: `u${i}` }),
      ),
    );
  });
});
