import type { RecentSeries, SeriesName } from '../../src/delta/preview/RecentReadings';
import type { Readings } from '../../src/delta/preview/SeriesRing';

/** Why a node's readings cannot be had: it is not deployed, or the runtime did not answer so. */
export type ReadingsFault =
  | { readonly kind: 'not-deployed' }
  | { readonly kind: 'failed'; readonly status: string };

/** Asks the runtime for what a node keeps of its recent readings. */
export class RecentSeriesOfNode {
  private readonly address: string;

  constructor(private readonly nodeId: string) {
    this.address = `wireband/delta/${encodeURIComponent(nodeId)}/readings`;
  }

  list(onList: (series: readonly RecentSeries[]) => void, onFault: (fault: ReadingsFault) => void): void {
    if (!isDeployed(this.nodeId)) {
      onFault({ kind: 'not-deployed' });
      return;
    }
    $.getJSON(this.address)
      .done((answer) => onList(readList(answer)))
      .fail((answer) => onFault(faultOf(answer)));
  }

  readings(
    { topic, device, field, keys }: SeriesName,
    onReadings: (readings: Readings) => void,
    onFault: (fault: ReadingsFault) => void,
  ): void {
    $.getJSON(this.address, { series: JSON.stringify({ topic, device, field, keys }) })
      .done((answer) => onReadings(readReadings(answer)))
      .fail((answer) => onFault(faultOf(answer)));
  }
}

function faultOf(answer: JQuery.jqXHR): ReadingsFault {
  if (answer.status === 404) return { kind: 'not-deployed' };
  return { kind: 'failed', status: String(answer.status || answer.statusText) };
}

/** Whether the runtime has a node: only then it is asked about it. */
function isDeployed(id: string): boolean {
  return RED.nodes.originalFlow()?.some((node) => node.id === id) ?? false;
}

function readList(answer: unknown): RecentSeries[] {
  const { series }: { readonly series?: unknown } = Object(answer);
  if (!Array.isArray(series)) return [];
  return series.map((row) => {
    const { topic, device, field, keys, count, latest, facts }: Readonly<Record<string, unknown>> =
      Object(row);
    return {
      topic: String(topic ?? ''),
      device: typeof device === 'string' ? device : undefined,
      field: typeof field === 'string' ? field : undefined,
      keys: Array.isArray(keys) ? keys.map(String) : [],
      count: Number(count ?? 0),
      latest: Number(latest ?? 0),
      facts: facts === undefined ? undefined : Object(facts),
    };
  });
}

function readReadings(answer: unknown): Readings {
  const { times, values }: Readonly<Record<string, unknown>> = Object(answer);
  return { times: readNumbers(times), values: readNumbers(values) };
}

function readNumbers(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}
