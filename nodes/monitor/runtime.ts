import { readFileSync } from 'node:fs';
import type { NodeAPI } from 'node-red';
import { watchTopics } from '../runtime/incomingTopics';
import { AdminRoutes } from '../runtime/monitor/adminRoutes';
import { Monitor } from '../runtime/monitor/Monitor';
import { serveMetrics } from '../runtime/monitor/metricsEndpoint';
import { serveSpools } from '../runtime/monitor/spoolRoutes';
import { serveUplinks } from '../runtime/monitor/uplinkRoutes';
import { watchSeries } from '../runtime/seriesActivity';

function packageVersion(): string {
  const description = require.resolve('@wireband/node-red-edge/package.json');
  const { version } = Object(JSON.parse(readFileSync(description, 'utf8')));
  return String(version);
}

/** The sidebar plugin, and the addresses for metrics and health. */
export = (RED: NodeAPI): void => {
  const routes = new AdminRoutes(RED);
  serveUplinks(routes, new Monitor(RED));
  serveSpools(RED, routes);
  // Change filters: { nodes: ActivityOfNode[] }; counting goes on for some seconds after each request.
  routes.ask('series', () => ({ nodes: watchSeries(Date.now()) }));
  // Classify nodes: { topics: IncomingTopic[] }, also sent to open tabs for some seconds after each request.
  routes.ask('topics', () => ({ topics: watchTopics() }));
  serveMetrics(RED, packageVersion());
};
