import assert from 'node:assert/strict';
import { OCCUPANCY_SIGNALS, OCCUPANCY_SOURCE_SPANS, readOccupancy } from '../fixtures/series/occupancy';

describe('the occupancy series', () => {
  const rows = readOccupancy();

  it('has 2,000 rows of finite numbers, one a minute', () => {
    assert.equal(rows.length, 2000);
    for (const [i, row] of rows.entries()) {
      for (const name of OCCUPANCY_SIGNALS) assert.ok(Number.isFinite(row[name]), `${name} of row ${i + 1}`);
      const step = row.time - (rows[i - 1]?.time ?? row.time - 60_000);
      assert.ok(step >= 59_000 && step <= 61_000, `row ${i + 1} comes ${step} ms after the one before`);
    }
  });

  it('lies within the spans of its source', () => {
    for (const name of OCCUPANCY_SIGNALS) {
      const values = rows.map((row) => row[name]);
      const span = Math.max(...values) - Math.min(...values);
      assert.ok(
        span <= OCCUPANCY_SOURCE_SPANS[name] && span > OCCUPANCY_SOURCE_SPANS[name] / 3,
        `${name}: ${span}`,
      );
    }
  });
});
