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

/** The plugin of the sidebar, and the addresses of metrics and health. */
export = (RED: NodeAPI): void => {
  const routes = new AdminRoutes(RED);
  serveUplinks(routes, new Monitor(RED));
  serveSpools(RED, routes);
  // Of the change filters: { nodes: ActivityOfNode[] }, which is counted for some seconds from then on.
  routes.ask('series', () => ({ nodes: watchSeries(Date.now()) }));
  // Of the classify nodes: { topics: IncomingTopic[] }, which are sent to the tabs that are open for some seconds from then on.
  routes.ask('topics', () => ({ topics: watchTopics() }));
  serveMetrics(RED, packageVersion());
};
