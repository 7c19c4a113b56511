import { formatCode } from '../symbols';
import { readRecordAnswer } from './answers/readRecordAnswer';
import type { BatchContext, BatchFormat, EncodedBatch } from './BatchFormat';
import type { EdgeEvent } from './event';
import { eventId } from './event';
import type { FormatOptions } from './formatOptions';
import { FIELD_KEYS, type FieldKey, type Precision } from './formatTable';
import { LeftOutCounter } from './LeftOutCounter';
import { isTime, toIso, toNanoseconds } from './timeText';

/** Plain records for any endpoint: a JSON list in the envelope. */
export function jsonFormat(options: FormatOptions): BatchFormat {
  return {
    name: 'json',
    contentType: 'application/json',
    answerTypes: ['json', 'text'],
    encode(events, context) {
      return encodeRecords(events, context, options, (records) => {
        const list = `[${records.join(',')}]`;
        return context.envelope === 'array'
          ? list
          : `{"device_id":${JSON.stringify(context.deviceId)},"events":${list}}`;
      });
    },
    readAnswer: (answer, sent) => readRecordAnswer(answer, sent, placesIn(sent.events), options.success),
  };
}

/** The same records, one per line. */
export function ndjsonFormat(options: FormatOptions): BatchFormat {
  return {
    name: 'ndjson',
    contentType: 'application/x-ndjson',
    answerTypes: ['json', 'text'],
    encode(events, context) {
      return encodeRecords(events, context, options, (records) => `${records.join('\n')}\n`);
    },
    readAnswer: (answer, sent) => readRecordAnswer(answer, sent, placesIn(sent.events), options.success),
  };
}

/** Indexes of the events that a request carries. */
function placesIn(events: readonly EdgeEvent[]): number[] {
  return events.flatMap(({ time }, index) => (isTime(time) ? index : []));
}

function encodeRecords(
  events: readonly EdgeEvent[],
  context: BatchContext,
  options: FormatOptions,
  join: (records: readonly string[]) => string,
): EncodedBatch {
  const leftOut = new LeftOutCounter();
  const records: string[] = [];
  for (const [index, event] of events.entries()) {
    if (isTime(event.time)) records.push(encodeRecord(event, index, context, options));
    else leftOut.event(index, 'time');
  }
  return { parts: records.length === 0 ? [] : [{ body: join(records) }], leftOut: leftOut.result() };
}

function encodeRecord(
  event: EdgeEvent,
  index: number,
  context: BatchContext,
  { fields, precision, catalog }: FormatOptions,
): string {
  const members: string[] = [];
  for (const key of FIELD_KEYS) {
    const name = fields[key];
    const value = name === null ? undefined : fieldText[key](event, index, { context, precision, catalog });
    if (value !== undefined) members.push(`${JSON.stringify(name)}:${value}`);
  }
  return `{${members.join(',')}}`;
}

interface RecordContext extends Pick<FormatOptions, 'precision' | 'catalog'> {
  readonly context: BatchContext;
}

/** The value of each field as JSON text; undefined if the event has none. */
const fieldText: Readonly<
  Record<FieldKey, (event: EdgeEvent, index: number, around: RecordContext) => string | undefined>
> = {
  time: ({ time }, _index, { precision }) => timeValue(time, precision),
  device: (_event, _index, { context }) => JSON.stringify(context.deviceId),
  topic: ({ topic }) => JSON.stringify(topic),
  payload: ({ data }) => data,
  symbol: ({ symbol }) => JSON.stringify(formatCode(symbol)),
  name: ({ symbol }, _index, { catalog }) => JSON.stringify(catalog.ofCode(symbol).name),
  quantity: ({ quantity }) => (quantity === undefined ? undefined : JSON.stringify(quantity)),
  unit: ({ unit }) => (unit === undefined ? undefined : JSON.stringify(unit)),
  id: (_event, index, { context }) => JSON.stringify(eventId(context.batchId, index)),
};

function timeValue(time: number, precision: Precision): string {
  switch (precision) {
    case 'iso':
      return JSON.stringify(toIso(time));
    case 's':
      return JSON.stringify(time / 1000);
    case 'ms':
      return JSON.stringify(time);
    case 'ns':
      return toNanoseconds(time).toString();
  }
}
