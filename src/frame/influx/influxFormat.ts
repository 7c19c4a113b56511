import { SettingError } from '../../settings/SettingError';
import type { BatchContext, BatchFormat } from '../BatchFormat';
import { type EdgeEvent, eventId } from '../event';
import type { FormatOptions } from '../formatOptions';
import { LeftOutCounter } from '../LeftOutCounter';
import { namedLevels } from '../TopicPattern';
import { isTime, toNanoseconds } from '../timeText';
import { fieldName, isWithin, measurementText, nameText } from './lineText';
import { type PointField, type PointFieldRules, pointFields } from './pointFields';
import type { WrittenPoint } from './readInfluxAnswer';
import { readInfluxAnswer } from './readInfluxAnswer';
import { type InfluxPoint, numbered, overwrittenValues } from './samePoints';

/** Names that InfluxDB reserves. */
const RESERVED = ['time', '_field', '_measurement'];

/** Maximum size of measurement and tags together. InfluxDB accepts 65,535, including the name of a field. */
const MAX_KEY_BYTES = 60_000;

/** The range of times that 64 bits hold in nanoseconds, without those that InfluxDB reserves. */
const MAX_NANOSECONDS = 2n ** 63n - 2n;

/** Fields that may become tags. */
const TAG_KEYS = ['device', 'topic', 'symbol', 'name', 'quantity', 'unit', 'id'] as const;

/** Line protocol: one point per event; its tags identify the series, its fields are the values of the payload. */
export function influxFormat(options: FormatOptions): BatchFormat {
  const points = new PointWriter(options);
  return {
    name: 'influx',
    contentType: 'text/plain; charset=utf-8',
    answerTypes: ['json', 'text'],
    encode(events, context) {
      const leftOut = new LeftOutCounter();
      const written: InfluxPoint[] = [];
      for (const [index, event] of events.entries()) {
        const point = points.point(event, index, context, leftOut);
        if (point === undefined) continue;
        leftOut.written();
        written.push(point);
      }
      const isFine = options.precision !== 'ms';
      const lines = isFine ? numbered(written, context.batchId) : written;
      if (!isFine) leftOut.overwritten(overwrittenValues(written));
      const parts = lines.length === 0 ? [] : [{ body: `${lines.map(lineOf).join('\n')}\n` }];
      return { parts, leftOut: leftOut.result() };
    },
    readAnswer(answer, { events, context }) {
      return readInfluxAnswer(answer, () => points.written(events, context));
    },
  };
}

function lineOf({ key, fields, time }: InfluxPoint): string {
  return `${key} ${fields.map(({ name, text }) => `${nameText(name)}=${text}`).join(',')} ${time}`;
}

class PointWriter {
  private readonly measurement: string;
  private readonly rules: PointFieldRules;

  /** @throws {SettingError} for names that line protocol cannot carry. */
  constructor(private readonly options: FormatOptions) {
    const { measurement, fields, textValues } = options;
    checkName('measurement', measurement, measurementText(measurement));
    this.measurement = measurementText(measurement) ?? '';
    const root = fields.payload;
    if (root === null || fieldName(root) === undefined) {
      throw new SettingError('fields', root, 'give the payload a name without quotes or line breaks.');
    }
    this.rules = { root, taken: new Set([...RESERVED, ...this.tagNames()]), textValues };
  }

  /** The point of an event; undefined if it has none, which counts as left out. */
  point(
    event: EdgeEvent,
    index: number,
    context: BatchContext,
    leftOut: LeftOutCounter,
  ): InfluxPoint | undefined {
    const key = this.key(event, index, context);
    const time = this.time(event.time);
    if (key === undefined || time === undefined) {
      leftOut.event(index, key === undefined ? 'unwritable' : 'time');
      return undefined;
    }
    const fields = this.fields(event, (reason) => leftOut.value(reason));
    if (fields.length === 0) {
      leftOut.event(index);
      return undefined;
    }
    return { index, key, fields, time };
  }

  written(events: readonly EdgeEvent[], context: BatchContext): WrittenPoint[] {
    return events.flatMap((event, index) => {
      const point = this.point(event, index, context, new LeftOutCounter());
      return point === undefined ? [] : { index, time: event.time, fields: point.fields };
    });
  }

  private fields({ data }: EdgeEvent, onLeftOut: Parameters<typeof pointFields>[2]): PointField[] {
    return pointFields(JSON.parse(data), this.rules, onLeftOut);
  }

  /** Measurement and tags; undefined if one cannot be written: without it the point would belong to another series. */
  private key(event: EdgeEvent, index: number, context: BatchContext): string | undefined {
    const tags = new Map<string, string>();
    for (const tag of TAG_KEYS) {
      const name = this.options.fields[tag];
      const value = name === null ? '' : this.tagValue(tag, event, index, context);
      if (name !== null && value !== '') tags.set(name, value);
    }
    for (const [name, level] of namedLevels(this.options.topicTags, event.topic)) {
      if (level !== '') tags.set(name, level);
    }
    let key = this.measurement;
    for (const [name, value] of tags) {
      const text = nameText(value);
      if (text === undefined) return undefined;
      key += `,${nameText(name)}=${text}`;
    }
    return isWithin(key, MAX_KEY_BYTES) ? key : undefined;
  }

  private tagValue(
    tag: (typeof TAG_KEYS)[number],
    event: EdgeEvent,
    index: number,
    context: BatchContext,
  ): string {
    switch (tag) {
      case 'device':
        return context.deviceId;
      case 'topic':
        return event.topic;
      case 'symbol':
        return this.options.catalog.ofCode(event.symbol).hex;
      case 'name':
        return this.options.catalog.ofCode(event.symbol).name;
      case 'quantity':
        return event.quantity ?? '';
      case 'unit':
        return event.unit ?? '';
      case 'id':
        return eventId(context.batchId, index);
    }
  }

  private time(time: number): bigint | undefined {
    if (!isTime(time)) return undefined;
    const nanoseconds = toNanoseconds(time);
    const isInRange = nanoseconds <= MAX_NANOSECONDS && nanoseconds >= -MAX_NANOSECONDS;
    if (!isInRange) return undefined;
    return this.options.precision === 'ms' ? BigInt(Math.round(time)) : nanoseconds;
  }

  private tagNames(): string[] {
    const { fields, topicTags } = this.options;
    const own = TAG_KEYS.flatMap((tag) => fields[tag] ?? []);
    const levels = topicTags.flatMap((pattern) =>
      pattern.levels.flatMap((level) => (level.kind === 'named' ? level.name : [])),
    );
    for (const name of own) checkName('fields', name, nameText(name));
    for (const name of levels) checkName('topicTags', name, nameText(name));
    return [...own, ...levels];
  }
}

/** @throws {SettingError} for a name that cannot be written. */
function checkName(setting: string, name: string, text: string | undefined): void {
  // A line that begins with # is a comment.
  if (text === undefined || name.startsWith('#') || RESERVED.includes(name)) {
    throw new SettingError(
      setting,
      name,
      'use a shorter name without line breaks or a backslash at its end.',
    );
  }
}
