import { Classifier } from '../../src/classify';
import type { EdgeEvent } from '../../src/frame';
import { SymbolCatalog } from '../../src/symbols';
import { toEvent } from '../../src/uplink/toEvent';
import { OCCUPANCY_SIGNALS, readOccupancy } from '../../test/fixtures/series/occupancy';
import { plantEvents } from './plant';

export const SERIES = ['plant', 'occupancy'] as const;
export type SeriesName = (typeof SERIES)[number];

/** Events after which every device of the plant has been heard. */
const SETTLED = 2000;
const PLANT_EVENTS = 10_000;

/** Events in the order in which a gateway takes them in. */
export function eventsOf(series: SeriesName): EdgeEvent[] {
  return series === 'plant' ? plantEvents(SETTLED + PLANT_EVENTS).slice(SETTLED) : occupancyEvents();
}

/** The four signals of the office, each a topic; every reading is an event. */
function occupancyEvents(): EdgeEvent[] {
  const catalog = new SymbolCatalog();
  const classifier = new Classifier({ catalog });
  return readOccupancy().flatMap((row) =>
    OCCUPANCY_SIGNALS.map((signal) =>
      toEvent({ topic: `office/${signal}`, payload: row[signal] }, classifier, catalog, row.time),
    ),
  );
}
