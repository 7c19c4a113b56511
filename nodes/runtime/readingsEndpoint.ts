import type { Node, NodeAPI } from 'node-red';
import type { RecentReadings, RecentSeriesName } from '../../src/delta/preview/RecentReadings';

/** The recent readings of the delta nodes that run, by node id. */
export interface ReadingsOfNodes {
  /** Shows a node's readings for as long as it runs; returns what ends that. */
  open(node: Node, readings: RecentReadings): () => void;
}

/** Characters; no name of a series is longer that somebody types. */
const MAX_SEARCH = 500;

/**
 * Gives the editor what a node kept of its recent readings, to those who may read flows:
 *
 *     GET wireband/delta/<node id>/readings           → { series: RecentSeries[], isFull: boolean }
 *     GET wireband/delta/<node id>/readings?search=…  → the same, those with these words in their name
 *     GET wireband/delta/<node id>/readings?series=…  → { times: number[], values: number[] }, oldest first
 *
 * `series` is a RecentSeriesName as JSON. What was looked for last is kept before others from then on; `isFull` where there
 * are more series than are kept. All answer 404 with `{ error }` where no delta node of that id runs, or it keeps
 * no such series.
 */
export function serveReadings(RED: NodeAPI): ReadingsOfNodes {
  const nodes = new Map<string, RecentReadings>();
  const mayRead = RED.auth.needsPermission('flows.read');
  RED.httpAdmin.get('/wireband/delta/:id/readings', mayRead, (request, response) => {
    const readings = nodes.get(String(request.params.id));
    if (!readings) {
      response.status(404).json({ error: 'No delta node of this id runs.' });
      return;
    }
    const { series, search } = request.query;
    if (series === undefined) {
      const words = String(search ?? '').slice(0, MAX_SEARCH);
      response.json({ series: readings.search(words), isFull: readings.isFull });
      return;
    }
    const name = readSeriesName(String(series));
    const found = name && readings.readings(name);
    if (found) response.json(found);
    else response.status(404).json({ error: 'No readings of this series are kept.' });
  });
  return {
    open({ id }, readings) {
      nodes.set(id, readings);
      return () => {
        if (nodes.get(id) === readings) nodes.delete(id);
      };
    },
  };
}

/** undefined for what is no name of a series. */
function readSeriesName(json: string): RecentSeriesName | undefined {
  let name: unknown;
  try {
    name = JSON.parse(json);
  } catch {
    return undefined;
  }
  const { topic, device, field, keys }: Readonly<Record<string, unknown>> = Object(name);
  if (!Array.isArray(keys)) return undefined;
  return {
    topic: String(topic ?? ''),
    device: typeof device === 'string' ? device : undefined,
    field: typeof field === 'string' ? field : undefined,
    keys: keys.map(String),
  };
}
