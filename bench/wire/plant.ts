import { type Device, type Publication, simulatedDevices } from '../../demo/devices';
import { Classifier } from '../../src/classify';
import { DeltaFilter } from '../../src/delta';
import type { EdgeEvent } from '../../src/frame';
import { SymbolCatalog } from '../../src/symbols';
import { toEvent } from '../../src/uplink/toEvent';
import { SeededRandom } from '../../test/harness/seededRandom';

/** Halls of the plant; each has the devices of the demo, under its own topic. */
const HALLS = 12;

/** When the plant starts; 2026-01-15T08:00:00Z. */
const START = 1_768_464_000_000;

/** Maximum delay of a message, milliseconds. */
const LATE = 4;

interface Turn {
  at: number;
  readonly hall: string;
  readonly device: Device;
}

/**
 * Events of a plant with mixed topics and payloads, in the order in which a gateway takes them in: classified, and
 * without those that changed by less than 2 %, as in a new flow. The same seed gives the same events.
 */
export function plantEvents(count: number, seed = 1): EdgeEvent[] {
  const random = new SeededRandom(seed);
  const next = () => random.next();
  const turns: Turn[] = Array.from({ length: HALLS }, (_, hall) =>
    simulatedDevices(next).map((device) => ({
      at: START + Math.floor(next() * device.everyMs),
      hall: `hall-${hall + 1}`,
      device,
    })),
  ).flat();
  const gateway = new Gateway();
  const events: EdgeEvent[] = [];
  while (events.length < count) {
    const turn = turns.reduce((first, other) => (other.at < first.at ? other : first));
    for (const { topic, payload } of turn.device.next()) {
      const event = gateway.take({ topic: `plant/${turn.hall}/${topic}`, payload }, turn.at);
      if (event) events.push(event);
    }
    turn.at += turn.device.everyMs + Math.floor(next() * LATE) - LATE / 2;
  }
  return events.slice(0, count);
}

/** A flow of classify, delta and uplink, up to the event. */
class Gateway {
  private readonly catalog = new SymbolCatalog();
  private readonly classifier = new Classifier({ catalog: this.catalog });
  private readonly filter = new DeltaFilter();

  take({ topic, payload }: Publication, time: number): EdgeEvent | undefined {
    if (!this.filter.check(topic, payload).pass) return undefined;
    return toEvent({ topic, payload }, this.classifier, this.catalog, time);
  }
}
