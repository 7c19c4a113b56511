import { SettingError } from '../../settings/SettingError';
import type { BatchContext, BatchFormat, EncodedPart } from '../BatchFormat';
import type { EdgeEvent } from '../event';
import { eventId } from '../event';
import type { FormatOptions } from '../formatOptions';
import { LeftOutCounter } from '../LeftOutCounter';
import { namedLevels } from '../TopicPattern';
import { isTime, toNanoseconds } from '../timeText';
import { attribute, double, isProtobufText, type KeyValue, payloadValue } from './anyValue';
import { type Gauge, gaugesOf } from './gauges';
import { readPartialSuccess } from './readPartialSuccess';

const SERVICE_NAME = 'wireband-edge';
const SCOPE = { name: '@wireband/node-red-edge' };

/** OTLP severity numbers. */
const INFO = 9;
const WARN = 13;

/** Times are unsigned 64-bit nanoseconds; 0 means unknown. */
const MAX_NANOSECONDS = 2n ** 64n - 1n;

const RECEIVERS = [
  { path: '/v1/metrics', nothing: '{"resourceMetrics":[]}', without: 'the backend does not accept metrics' },
  {
    path: '/v1/logs',
    nothing: '{"resourceLogs":[]}',
    without:
      'the backend does not accept log records; leave them out (logRecords), or send them to one that does',
  },
] as const;

/** Attributes of a gauge or a log record. */
const ATTRIBUTE_KEYS = ['topic', 'symbol', 'name', 'quantity', 'unit', 'id'] as const;

interface DataPoint {
  readonly attributes: readonly KeyValue[];
  readonly timeUnixNano: string;
  readonly asDouble: number | string;
}

interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly gauge: { readonly dataPoints: DataPoint[] };
}

/**
 * OTLP over HTTP in its JSON encoding. Numbers become gauges, in one request; an event that holds anything else becomes
 * a log record with the whole payload, in another.
 */
export function otlpFormat(options: FormatOptions): BatchFormat {
  checkNames(options);
  return {
    name: 'otlp',
    contentType: 'application/json',
    answerTypes: ['json', 'protobuf'],
    encode(events, context) {
      const leftOut = new LeftOutCounter();
      const signals = new Signals(options, context);
      for (const [index, event] of events.entries()) {
        const time = unixNano(event.time);
        const attributes = signals.attributes(event, index);
        if (time === undefined) leftOut.event(index, 'time');
        else if (!attributes.every(({ key, value }) => isProtobufText(key + Object.values(value).join('')))) {
          leftOut.event(index, 'unwritable');
        } else signals.add(event, index, time, attributes, leftOut);
      }
      return { parts: signals.parts(), leftOut: leftOut.result() };
    },
    receivers: RECEIVERS,
    readAnswer: readPartialSuccess,
  };
}

/** @throws {SettingError} if a topic level has the same name as the path of a value: names must be unique. */
function checkNames({ fields, topicTags }: FormatOptions): void {
  const { payload } = fields;
  const levels = topicTags.flatMap((pattern) => pattern.levels);
  if (payload === null || !levels.some((level) => level.kind === 'named' && level.name === payload)) return;
  throw new SettingError('topicTags', payload, 'use another name; this one is taken by the path of a value.');
}

/** The gauges and log records of a batch. */
class Signals {
  private readonly metrics = new Map<string, Metric>();
  private readonly records: unknown[] = [];
  /** Indexes of the events that have gauges, and of those that have a log record. */
  private readonly measured: number[] = [];
  private readonly recorded: number[] = [];

  constructor(
    private readonly options: FormatOptions,
    private readonly context: BatchContext,
  ) {}

  add(
    event: EdgeEvent,
    index: number,
    time: string,
    attributes: readonly KeyValue[],
    leftOut: LeftOutCounter,
  ): void {
    const { fields, measurement, logRecords } = this.options;
    const { gauges, hasMore } = gaugesOf(event, measurement, fields.payload !== null);
    for (const gauge of gauges) this.addGauge(gauge, time, attributes);
    if (gauges.length > 0) this.measured.push(index);
    if (hasMore && logRecords === 'omit') {
      leftOut.value('log_record');
      if (gauges.length > 0) leftOut.written();
      else leftOut.event(index);
    } else if (hasMore) {
      this.recorded.push(index);
      this.records.push({
        timeUnixNano: time,
        severityNumber: event.alarm ? WARN : INFO,
        body: payloadValue(event.data),
        attributes,
      });
    }
  }

  attributes(event: EdgeEvent, index: number): KeyValue[] {
    const texts = new Map<string, string>();
    for (const key of ATTRIBUTE_KEYS) {
      const name = this.options.fields[key];
      const text = name === null ? '' : this.attributeText(key, event, index);
      if (name !== null && text !== '') texts.set(name, text);
    }
    for (const [name, level] of namedLevels(this.options.topicTags, event.topic)) texts.set(name, level);
    return [...texts].map(([name, text]) => attribute(name, text));
  }

  parts(): EncodedPart[] {
    const resource = { attributes: this.resource() };
    const scope = SCOPE;
    const parts: EncodedPart[] = [];
    if (this.metrics.size > 0) {
      const scopeMetrics = [{ scope, metrics: [...this.metrics.values()] }];
      const body = JSON.stringify({ resourceMetrics: [{ resource, scopeMetrics }] });
      parts.push({ path: '/v1/metrics', body, events: this.measured });
    }
    if (this.records.length > 0) {
      const scopeLogs = [{ scope, logRecords: this.records }];
      const body = JSON.stringify({ resourceLogs: [{ resource, scopeLogs }] });
      parts.push({ path: '/v1/logs', body, events: this.recorded });
    }
    return parts;
  }

  private addGauge(
    { metric: name, unit, field, value }: Gauge,
    timeUnixNano: string,
    of: readonly KeyValue[],
  ): void {
    const key = `${unit} ${name}`;
    const metric = this.metrics.get(key) ?? { name, unit, gauge: { dataPoints: [] } };
    this.metrics.set(key, metric);
    const { payload } = this.options.fields;
    const attributes = field === '' || payload === null ? of : [...of, attribute(payload, field)];
    metric.gauge.dataPoints.push({ attributes, timeUnixNano, asDouble: double(value) });
  }

  private resource(): KeyValue[] {
    const { device } = this.options.fields;
    const { deviceId } = this.context;
    const own = new Map([
      ['service.name', SERVICE_NAME],
      ['service.instance.id', deviceId],
    ]);
    if (device !== null) own.set(device, deviceId);
    return [...own].map(([name, text]) => attribute(name, text));
  }

  private attributeText(key: (typeof ATTRIBUTE_KEYS)[number], event: EdgeEvent, index: number): string {
    const { catalog } = this.options;
    switch (key) {
      case 'topic':
        return event.topic;
      case 'symbol':
        return catalog.ofCode(event.symbol).hex;
      case 'name':
        return catalog.ofCode(event.symbol).name;
      case 'quantity':
        return event.quantity ?? '';
      case 'unit':
        return event.unit ?? '';
      case 'id':
        return eventId(this.context.batchId, index);
    }
  }
}

function unixNano(time: number): string | undefined {
  if (!isTime(time)) return undefined;
  const nanoseconds = toNanoseconds(time);
  return nanoseconds > 0n && nanoseconds <= MAX_NANOSECONDS ? nanoseconds.toString() : undefined;
}
