import type { EdgeEvent } from '../event';
import { BatchTables } from './BatchTables';
import { Column } from './Column';
import { COLUMNAR_VERSION } from './columnarLimits';
import { Dictionary } from './Dictionary';

/** Writes a batch as described in docs/wire-format.md, Columnar. It holds everything in the events except `bytesIn`. */
export function encodeColumnar(events: readonly EdgeEvent[], deviceId: string): string {
  const batch = new BatchTables();
  const order = new Column();
  const time = new Column();
  for (const event of events) {
    order.addNumber(batch.add(event).place, 0);
    addTime(time, event.time);
  }
  const dictionary = new Dictionary();
  const rows = events.map((_, i) => i);
  const head = { columnar: COLUMNAR_VERSION, device_id: deviceId, count: events.length };
  const tables = batch.tables.map((table) => table.write(dictionary)).join();
  const series = batch.series.map(({ table }) => table.place).join();
  return [
    JSON.stringify(head).slice(0, -1),
    `"strings":${dictionary.write()}`,
    `"tables":[${tables}]`,
    `"series":[${series}]`,
    `"order":${order.write(rows, dictionary)}`,
    `"time":${time.write(rows, dictionary)}}`,
  ].join();
}

function addTime(column: Column, time: number): void {
  if (Number.isInteger(time) && !Object.is(time, -0)) column.addNumber(time, 0);
  else column.addText(Object.is(time, -0) ? '-0' : String(time));
}
