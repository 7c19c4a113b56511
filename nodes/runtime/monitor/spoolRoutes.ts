import type { NodeAPI } from 'node-red';
import type { AdminRoutes } from './adminRoutes';
import { adoptOrphan, discardOrphan, exportText, orphanedSpools, orphanOf } from './orphanedSpools';
import { uplinkOf } from './uplinkRoutes';

/**
 * Requests of the tab about spools whose node is no longer in any flow:
 *
 *     GET  wireband/spools                → { spools: OrphanedSpool[] }
 *     GET  wireband/spools/<key>/events   → { lines }: one event per line, as JSON
 *     POST wireband/spools/<key>/adopt    → { events } for { uplink: <node id> }
 *     POST wireband/spools/<key>/discard  → {}
 */
export function serveSpools(RED: NodeAPI, routes: AdminRoutes): void {
  routes.read('spools', async () => ({ spools: await orphanedSpools(RED) }));
  routes.read('spools/:key/events', async ({ params }) => ({
    lines: await exportText(await orphanOf(RED, params.key)),
  }));
  routes.steer('spools/:key/adopt', async ({ params, body }) => {
    const { uplink } = uplinkOf(typeof body.uplink === 'string' ? body.uplink : undefined);
    return { events: await adoptOrphan(await orphanOf(RED, params.key), uplink) };
  });
  routes.steer('spools/:key/discard', async ({ params }) => {
    await discardOrphan(await orphanOf(RED, params.key));
    return {};
  });
}
