import { Classifier } from '../../src/classify';
import type { EdgeEvent } from '../../src/frame';
import { SymbolCatalog } from '../../src/symbols';
import { toEvent } from '../../src/uplink/toEvent';
import { OCCUPANCY_SIGNALS, type OccupancyRow, readOccupancy } from '../../test/fixtures/series/occupancy';
import { plantEvents } from './plant';

export const SERIES = ['plant', 'occupancy', 'rows'] as const;
export type BatchSeries = (typeof SERIES)[number];

/** Events after which every device of the plant has sent something. */
const SETTLED = 2000;
const PLANT_EVENTS = 10_000;

/** Events in the order in which a gateway takes them in. */
export function eventsOf(series: BatchSeries): EdgeEvent[] {
  switch (series) {
    case 'plant':
      return plantEvents(SETTLED + PLANT_EVENTS).slice(SETTLED);
    case 'occupancy':
      return officeEvents((row) => OCCUPANCY_SIGNALS.map((signal) => [`office/${signal}`, row[signal]]));
    case 'rows':
      return officeEvents(({ time: _, ...signals }) => [['office', signals]]);
  }
}

/** @param messagesOf topics and payloads of one minute. */
function officeEvents(messagesOf: (row: OccupancyRow) => [topic: string, payload: unknown][]): EdgeEvent[] {
  const catalog = new SymbolCatalog();
  const classifier = new Classifier({ catalog });
  return readOccupancy().flatMap((row) =>
    messagesOf(row).map(([topic, payload]) => toEvent({ topic, payload }, classifier, catalog, row.time)),
  );
}
