import type { EdgeEvent } from '../event';
import { payloadLeaves } from '../payloadLeaves';
import { isProtobufText } from './anyValue';
import { toUcum } from './ucum';

/** A number of an event, as a gauge. */
export interface Gauge {
  readonly metric: string;
  /** UCUM; empty if unknown. */
  readonly unit: string;
  /** Path of the value in the payload, joined by dots; empty for a payload that is a single number. */
  readonly field: string;
  readonly value: number;
}

export interface Gauges {
  readonly gauges: readonly Gauge[];
  /** Whether the payload holds anything besides these. */
  readonly hasMore: boolean;
}

/** Maximum length of an instrument's name in the OpenTelemetry API. */
const MAX_NAME = 255;

/**
 * The numbers of an event. If there is only one, the event's quantity and unit describe it; with several, there is no
 * telling which one they describe, so all are named by their paths. A second number of the same name, as in
 * `{"a.b": 1, "a": {"b": 2}}`, would be another value of the same sample, and does not become a gauge.
 * @param isNamed whether data points carry their path; if not, only the metric names tell numbers apart.
 */
export function gaugesOf(event: EdgeEvent, prefix: string, isNamed: boolean): Gauges {
  const leaves = payloadLeaves(JSON.parse(event.data));
  const numbers = leaves.flatMap(({ path, value }) => {
    const field = path.join('.');
    const isGauge = typeof value === 'number' && Number.isFinite(value) && isProtobufText(field);
    return isGauge ? { field, value } : [];
  });
  const isAlone = numbers.length === 1;
  const seen = new Set<string>();
  const gauges = numbers.flatMap(({ field, value }) => {
    const metric = metricName(prefix, (isAlone ? event.quantity : undefined) ?? (field || 'value'));
    const name = isNamed ? field : metric;
    if (seen.has(name)) return [];
    seen.add(name);
    return { metric, unit: isAlone && event.unit !== undefined ? toUcum(event.unit) : '', field, value };
  });
  return { gauges, hasMore: gauges.length < leaves.length };
}

/** Letters, digits and `_ . - /`, beginning with a letter. */
function metricName(prefix: string, name: string): string {
  const whole = `${prefix}.${name}`.replace(/[^\w.\-/]/g, '_');
  return (/^[A-Za-z]/.test(whole) ? whole : `m${whole}`).slice(0, MAX_NAME);
}
