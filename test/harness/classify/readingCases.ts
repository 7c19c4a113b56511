import assert from 'node:assert/strict';
import { metaPaths, type Row, rows } from './readingRows';

/** A payload and what is expected of it. */
export interface Case {
  readonly claim: string;
  readonly topic?: string;
  readonly payload: unknown;
  /** In the order of the payload. */
  readonly readings: readonly Row[];
  /** Paths in alphabetical order; not checked if absent. */
  readonly meta?: readonly string[];
}

/** Fields that say nothing about the readings beside them. */
const META_FIELDS: Readonly<Record<string, unknown>> = {
  linkquality: 120,
  rssi: -71,
  seqno: 12,
  mac: 'aa:bb:cc:dd:ee:ff',
  device_id: 'kitchen-7',
  fw_version: '1.2.3',
  installed_at: '2024-03-01T10:00:00',
  wifi: { ssid: 'home', rssi: -60 },
};

/** Tests each case as an object, as text and as bytes, with its keys reversed and with additional metadata fields. */
export function describeCases(of: string, cases: readonly Case[]): void {
  describe(`readings of ${of}`, () => {
    for (const { claim, topic, payload, readings, meta } of cases) {
      it(claim, () => {
        assert.deepEqual(rows(payload, topic), readings);
        if (meta) assert.deepEqual(metaPaths(payload, topic), meta);
        assert.deepEqual(rows(JSON.stringify(payload), topic), readings, 'as text');
        assert.deepEqual(rows(Buffer.from(JSON.stringify(payload)), topic), readings, 'as bytes');
        assert.deepEqual(sorted(rows(withKeysTurned(payload), topic)), sorted(readings), 'with keys turned');
        if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return;
        for (const [name, value] of Object.entries(META_FIELDS)) {
          if (name in payload) continue;
          assert.deepEqual(rows({ ...payload, [name]: value }, topic), readings, `with ${name}`);
        }
      });
    }
  });
}

/** The same value with the keys of all its objects in reverse order. */
export function withKeysTurned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withKeysTurned);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, withKeysTurned(inner)] as const);
  return Object.fromEntries(entries.reverse());
}

function sorted(all: readonly Row[]): string[] {
  return all.map((row) => JSON.stringify(row)).sort();
}
