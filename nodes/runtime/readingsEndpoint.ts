import type { Node, NodeAPI } from 'node-red';
import type { StatedLimit } from '../../src/delta';
import type { RecentReadings, RecentSeries, RecentSeriesName } from '../../src/delta/preview/RecentReadings';
import { lastingRoute } from './lastingRoute';
import { sameOriginOnly } from './sameOrigin';

/** The recent readings of the running delta nodes, by node ID. */
export interface ReadingsOfNodes {
  /**
   * Serves a node's readings for as long as it runs; returns a function that stops that.
   * @param limitOf what mode auto does with a series; undefined if it does nothing.
   */
  open(node: Node, readings: RecentReadings, limitOf: LimitOf): () => void;
}

type LimitOf = (series: RecentSeriesName) => StatedLimit | undefined;

interface Shown {
  readonly readings: RecentReadings;
  readonly limitOf: LimitOf;
}

/** Maximum number of other values of the same messages to send with a series. */
const MOST_BESIDE = 10;

const NO_NODE = { error: 'No delta node with this ID is running.' };

/** Maximum characters of a search: nobody types a longer name of a series. */
const MAX_SEARCH = 500;

/**
 * Serves the recent readings kept by a node to users of the editor who may read flows:
 *
 *     GET  wireband/delta/<node id>/readings           → { series: RecentSeries[], isFull: boolean }, each series with
 *                                                        `limit`, what mode auto does with it (StatedLimit)
 *     GET  wireband/delta/<node id>/readings?search=…  → the same, for series with these words in their names
 *     GET  wireband/delta/<node id>/readings?series=…  → { times: number[], values: number[], beside: BesideValues[] }, oldest
 *                                                        first, with the other numbers of the same messages
 *     POST wireband/delta/<node id>/readings/search    → like GET with the `search` in its body, and from then on
 *                                                        such series are kept in preference to others
 *
 * `series` is a RecentSeriesName as JSON; `isFull` is true if there are more series than are kept. Only Node-RED's own
 * pages may send the POST request; others get 403. All answer 400 with `{ error }` if a parameter is not text, and 404
 * if no delta node with that ID is running, or it keeps no such series.
 */
export function serveReadings(RED: NodeAPI): ReadingsOfNodes {
  const nodes = new Map<string, Shown>();
  const mayRead = RED.auth.needsPermission('flows.read');
  const address = '/wireband/delta/:id/readings';
  lastingRoute(RED.httpAdmin, 'get', address, mayRead, (request, response) => {
    const { series, search = '' } = request.query;
    if (typeof search !== 'string' || (series !== undefined && typeof series !== 'string')) {
      response.status(400).json({ error: 'series and search must be strings, each given once.' });
      return;
    }
    const shown = nodes.get(String(request.params.id));
    if (!shown) {
      response.status(404).json(NO_NODE);
      return;
    }
    const { readings } = shown;
    if (series === undefined) {
      response.json(listed(shown, readings.list(search.slice(0, MAX_SEARCH))));
      return;
    }
    const name = readSeriesName(series);
    const found = name && readings.readings(name);
    if (name && found) response.json({ ...found, beside: readings.beside(name, MOST_BESIDE) });
    else response.status(404).json({ error: 'No readings of this series are kept.' });
  });
  lastingRoute(RED.httpAdmin, 'post', `${address}/search`, sameOriginOnly, mayRead, (request, response) => {
    const { search }: Readonly<Record<string, unknown>> = Object(request.body);
    if (typeof search !== 'string') {
      response.status(400).json({ error: 'search must be a string, given once.' });
      return;
    }
    const shown = nodes.get(String(request.params.id));
    if (shown) response.json(listed(shown, shown.readings.search(search.slice(0, MAX_SEARCH))));
    else response.status(404).json(NO_NODE);
  });
  return {
    open({ id }, readings, limitOf) {
      const shown: Shown = { readings, limitOf };
      nodes.set(id, shown);
      return () => {
        if (nodes.get(id) === shown) nodes.delete(id);
      };
    },
  };
}

function listed({ readings, limitOf }: Shown, series: readonly RecentSeries[]): object {
  return { series: series.map((one) => ({ ...one, limit: limitOf(one) })), isFull: readings.isFull };
}

/** undefined for anything but the name of a series. */
function readSeriesName(json: string): RecentSeriesName | undefined {
  let name: unknown;
  try {
    name = JSON.parse(json);
  } catch {
    return undefined;
  }
  const { topic, device, field, keys }: Readonly<Record<string, unknown>> = Object(name);
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string')) return undefined;
  return {
    topic: typeof topic === 'string' ? topic : '',
    device: typeof device === 'string' ? device : undefined,
    field: typeof field === 'string' ? field : undefined,
    keys,
  };
}
