import type { SymbolCatalog } from '../symbols';
import type { EdgeEvent } from './event';

/** Events for a sample request: a reading, a payload with several values, and text, which formats write differently. */
export function madeUpEvents(catalog: SymbolCatalog, now: number): EdgeEvent[] {
  const code = (name: string): number => catalog.resolve(name).code;
  return [
    {
      topic: 'site/hall/t1',
      symbol: code('SENSOR_TEMP'),
      data: '21.5',
      time: now - 400,
      bytesIn: 16,
      quantity: 'temperature',
      unit: 'Cel',
    },
    {
      topic: 'site/hall/press',
      symbol: code('ACTUATOR_MOTOR_START'),
      data: '{"running":true,"rpm":1480}',
      time: now - 200,
      bytesIn: 42,
    },
    { topic: 'site/gate/door', symbol: code('SENSOR_POLL'), data: '"open"', time: now, bytesIn: 18 },
  ];
}
