import { existsSync } from 'node:fs';
import { HISTORY_SPAN_NAMES, type RunningUplinkFigures } from '../../../src/monitor';
import { quarantineId } from '../../../src/spool';
import { listQuarantine, listWaiting, WaitingLook } from '../../../src/spool/inspect/listWaiting';
import { type RunningUplink, runningUplink, runningUplinks, watchOf } from '../runningUplinks';
import { AdminError, type AdminRoutes } from './adminRoutes';
import type { Monitor } from './Monitor';

/** Maximum characters of a search: nobody looks for a longer topic. */
const MAX_SEARCH = 500;

/** @throws {AdminError} if no uplink with that ID is running. Looked up each time, because a deploy replaces it. */
export function uplinkOf(id: string | undefined): RunningUplink {
  const found = id === undefined ? undefined : runningUplink(id);
  if (!found) throw new AdminError(404, 'No uplink with this ID is running.');
  return found;
}

/** The directory of its spool on disk; undefined if there is none, or none yet. */
function directoryOf({ uplink, directory }: RunningUplink): string | undefined {
  if (directory === undefined || uplink.storage.kind === 'memory') return undefined;
  return existsSync(directory) ? directory : undefined;
}

function figuresOf({ id, name, uplink }: RunningUplink): RunningUplinkFigures {
  const watch = watchOf(id);
  return {
    id,
    name,
    waiting: uplink.depth,
    quarantined: uplink.quarantined,
    isInMemory: uplink.storage.kind === 'memory',
    perSecond: watch.meanIntake(Date.now()) ?? null,
    bytesPerEvent: watch.bytesPerEvent ?? null,
  };
}

/** Undefined for all. @throws {AdminError} for anything but a list of strings. */
function idsOf({ ids }: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  if (ids === undefined) return undefined;
  if (Array.isArray(ids) && ids.every((id) => typeof id === 'string')) return ids;
  throw new AdminError(400, 'ids must be a list of strings.');
}

/**
 * Requests of the tab about the uplinks:
 *
 *     POST wireband/watch                              → { rows }; figures are sent over the editor's socket for 15 s
 *     GET  wireband/uplinks                            → { uplinks: RunningUplinkFigures[] }, for dialogs and questions
 *     GET  wireband/uplinks/<id>/history?span=15m      → HistoryColumns; `24h`, `7d`
 *     GET  wireband/uplinks/<id>/gaps                  → { gaps: LoggedGap[] }, latest first
 *     GET  wireband/uplinks/<id>/waiting?search=…      → WaitingList
 *     GET  wireband/uplinks/<id>/quarantine            → { events: ListedQuarantine[] }, oldest first
 *     POST wireband/uplinks/<id>/command               → { rows } for { command: pause | resume | flush }
 *     POST wireband/uplinks/<id>/quarantine/retry      → { events } for { ids }; all if absent
 *     POST wireband/uplinks/<id>/quarantine/discard    → { events } for { ids }; all if absent
 */
export function serveUplinks(routes: AdminRoutes, monitor: Monitor): void {
  routes.ask('watch', () => ({ rows: monitor.watch() }));
  routes.read('uplinks', () => ({ uplinks: runningUplinks().map(figuresOf) }));
  routes.read('uplinks/:id/history', ({ params, query }) => {
    const { id } = uplinkOf(params.id);
    const span = HISTORY_SPAN_NAMES.find((name) => name === query.span);
    if (!span) throw new AdminError(400, `span must be one of ${HISTORY_SPAN_NAMES.join(', ')}.`);
    const { history } = watchOf(id);
    if (!history) throw new AdminError(404, 'Too many uplinks are running: there is no history of this one.');
    return history.read(span, Date.now());
  });
  routes.read('uplinks/:id/gaps', ({ params }) => ({ gaps: watchOf(uplinkOf(params.id).id).gaps.list }));
  routes.read('uplinks/:id/waiting', async ({ params, query }) => {
    const running = uplinkOf(params.id);
    const look = new WaitingLook((query.search ?? '').slice(0, MAX_SEARCH));
    const directory = directoryOf(running);
    if (directory !== undefined) await listWaiting(directory, look);
    for (const event of running.uplink.inMemory.waiting) look.add(event);
    return look.list;
  });
  routes.read('uplinks/:id/quarantine', async ({ params }) => {
    const running = uplinkOf(params.id);
    const directory = directoryOf(running);
    const onDisk = directory === undefined ? [] : await listQuarantine(directory);
    const inMemory = running.uplink.inMemory.quarantined.map((each) => ({ id: quarantineId(each), ...each }));
    return { events: [...onDisk, ...inMemory] };
  });
  routes.steer('uplinks/:id/command', ({ params, body }) => {
    const { uplink } = uplinkOf(params.id);
    switch (body.command) {
      case 'pause':
        uplink.pause();
        break;
      case 'resume':
        uplink.resume();
        break;
      case 'flush':
        uplink.flush();
        break;
      default:
        throw new AdminError(400, 'command must be pause, resume or flush.');
    }
    return { rows: monitor.refresh() };
  });
  routes.steer('uplinks/:id/quarantine/retry', async ({ params, body }) => ({
    events: await uplinkOf(params.id).uplink.retryQuarantine(idsOf(body)),
  }));
  routes.steer('uplinks/:id/quarantine/discard', async ({ params, body }) => ({
    events: await uplinkOf(params.id).uplink.clearQuarantine(idsOf(body)),
  }));
}
