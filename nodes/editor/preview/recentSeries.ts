import type { BesideValues, RecentSeries, RecentSeriesName } from '../../../src/delta/preview/RecentReadings';
import type { Readings } from '../../../src/delta/preview/SeriesRing';
import { isDeployed } from '../isDeployed';

/** Why a node's readings could not be loaded: it is not deployed, or the request failed. */
export type ReadingsFault =
  | { readonly kind: 'not-deployed' }
  | { readonly kind: 'failed'; readonly status: string };

/** The series that a node keeps; `isFull` if it receives more. */
export interface KeptSeries {
  readonly series: readonly RecentSeries[];
  readonly isFull: boolean;
}

/** Requests the recent readings that a node keeps. */
export class RecentSeriesOfNode {
  private readonly address: string;

  constructor(private readonly nodeId: string) {
    this.address = `wireband/delta/${encodeURIComponent(nodeId)}/readings`;
  }

  /** @param search words in the names of series, which the node prefers to keep from now on; empty for all. */
  list(search: string, onList: (kept: KeptSeries) => void, onFault: (fault: ReadingsFault) => void): void {
    if (!isDeployed(this.nodeId)) {
      onFault({ kind: 'not-deployed' });
      return;
    }
    $.post(`${this.address}/search`, { search })
      .done((answer) => onList(readList(answer)))
      .fail((answer) => onFault(faultOf(answer)));
  }

  readings(
    { topic, device, field, keys }: RecentSeriesName,
    onReadings: (readings: Readings, beside: readonly BesideValues[]) => void,
    onFault: (fault: ReadingsFault) => void,
  ): void {
    $.getJSON(this.address, { series: JSON.stringify({ topic, device, field, keys }) })
      .done((answer) => onReadings(readReadings(answer), readBeside(answer)))
      .fail((answer) => onFault(faultOf(answer)));
  }
}

function faultOf(answer: JQuery.jqXHR): ReadingsFault {
  if (answer.status === 404) return { kind: 'not-deployed' };
  return { kind: 'failed', status: String(answer.status || answer.statusText) };
}

function readList(answer: unknown): KeptSeries {
  const { series, isFull }: Readonly<Record<string, unknown>> = Object(answer);
  return { series: Array.isArray(series) ? series.map(readSeries) : [], isFull: isFull === true };
}

function readSeries(row: unknown): RecentSeries {
  const { topic, device, field, keys, count, latest, facts, limit }: Readonly<Record<string, unknown>> =
    Object(row);
  return {
    topic: String(topic ?? ''),
    device: typeof device === 'string' ? device : undefined,
    field: typeof field === 'string' ? field : undefined,
    keys: Array.isArray(keys) ? keys.map(String) : [],
    count: Number(count ?? 0),
    latest: Number(latest ?? 0),
    facts: facts === undefined ? undefined : Object(facts),
    limit: limit === undefined ? undefined : Object(limit),
  };
}

function readReadings(answer: unknown): Readings {
  const { times, values }: Readonly<Record<string, unknown>> = Object(answer);
  return { times: readNumbers(times), values: readNumbers(values) };
}

function readBeside(answer: unknown): BesideValues[] {
  const { beside }: Readonly<Record<string, unknown>> = Object(answer);
  if (!Array.isArray(beside)) return [];
  return beside.map((one: unknown) => {
    const { keys, values }: Readonly<Record<string, unknown>> = Object(one);
    return { keys: Array.isArray(keys) ? keys.map(String) : [], values: readNumbers(values) };
  });
}

function readNumbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}
