import {
  OCCUPANCY_SIGNALS,
  OCCUPANCY_SOURCE_SPANS,
  readOccupancy,
} from '../../test/fixtures/series/occupancy';
import { type BenchSignal, spanOf } from './BenchSignal';

/**
 * The four signals of the occupancy series.
 * @param span `source`: that of all 8,143 rows, from which the series is an extract; `extract`: its own.
 */
export function occupancySignals(span: 'source' | 'extract'): readonly BenchSignal[] {
  const rows = readOccupancy();
  return OCCUPANCY_SIGNALS.map((name) => {
    const points = rows.map((row) => ({ time: row.time, value: row[name] }));
    return { name, points, span: span === 'source' ? OCCUPANCY_SOURCE_SPANS[name] : spanOf(points) };
  });
}
