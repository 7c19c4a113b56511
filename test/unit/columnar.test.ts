import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DEFAULT_DECODE_LIMITS, type EdgeEvent } from '../../src/frame';
import { type ColumnarEvent, decodeColumnar, encodeColumnar } from '../../src/frame/columnar';
import { columnarBatch } from '../harness/columnarEvents';

const decode = (body: string): ColumnarEvent[] => decodeColumnar(JSON.parse(body), DEFAULT_DECODE_LIMITS);

const expected = ({ bytesIn: _, data, ...event }: EdgeEvent, device = 'edge-1'): ColumnarEvent => ({
  device,
  ...event,
  data: JSON.parse(data),
});

describe('a columnar batch', () => {
  it('is read back as it was written, whatever its payloads, topics, times and symbols', () => {
    fc.assert(
      fc.property(columnarBatch, (events) => {
        const decoded = decode(encodeColumnar(events, 'edge-1'));
        assert.deepEqual(
          decoded,
          events.map((one) => expected(one)),
        );
        // deepEqual does not see the order of keys.
        const texts = (list: readonly { data: unknown }[]) => list.map(({ data }) => JSON.stringify(data));
        assert.deepEqual(texts(decoded), texts(events.map((one) => expected(one))));
      }),
      { numRuns: 3000 },
    );
  });
});
