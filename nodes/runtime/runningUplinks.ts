import type { Node } from 'node-red';
import type { EngineUplink } from '../../src/engine';
import { type StoppedUplink, UplinkWatch } from '../../src/monitor';
import type { LinkState, UplinkEvent } from '../../src/uplink';

/** A running uplink node. */
export interface RunningUplink {
  readonly id: string;
  readonly name: string;
  readonly uplink: EngineUplink;
  /** Absolute path of its spool. */
  readonly directory: string | undefined;
  link(): LinkState;
}

interface Registry {
  readonly running: Map<string, RunningUplink>;
  readonly stopped: Map<string, StoppedUplink>;
  /** What is remembered about each, across deploys, until it is removed. */
  readonly watches: Map<string, UplinkWatch>;
}

/** Maximum number of histories: with the data behind the rates, they take less than 2 MB (1.8 MB measured). */
const MOST_HISTORIES = 50;

/** Not constants of this module: after a reinstall, the package may be loaded twice in one process. */
const registry: Registry = (() => {
  const shared: { [key: symbol]: unknown } = globalThis;
  const key = Symbol.for('@wireband/node-red-edge running uplinks');
  const made: Registry = { running: new Map(), stopped: new Map(), watches: new Map() };
  const { running, stopped, watches }: Partial<Registry> = Object(shared[key]);
  if (running instanceof Map && stopped instanceof Map && watches instanceof Map) {
    return { running, stopped, watches };
  }
  shared[key] = made;
  return made;
})();

/** The running uplinks, sorted by name. */
export function runningUplinks(): readonly RunningUplink[] {
  return [...registry.running.values()].sort(
    (a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id),
  );
}

/** The uplinks of the flow that could not start because of a setting. */
export function stoppedUplinks(): readonly StoppedUplink[] {
  return [...registry.stopped.values()];
}

/** An uplink node could not start: it counts as stopped until it closes. */
export function showStopped(node: Node, reason: string): void {
  registry.stopped.set(node.id, { id: node.id, name: node.name ?? '', reason });
  node.on('close', () => {
    registry.stopped.delete(node.id);
  });
}

export function runningUplink(id: string): RunningUplink | undefined {
  return registry.running.get(id);
}

export function watchOf(id: string): UplinkWatch {
  const known = registry.watches.get(id);
  if (known) return known;
  const watch = new UplinkWatch(registry.watches.size < MOST_HISTORIES);
  registry.watches.set(id, watch);
  return watch;
}

/** Shows an uplink in the monitor for as long as it runs. */
export function monitorUplink(
  node: Node,
  parts: Pick<RunningUplink, 'uplink' | 'directory' | 'link'>,
): { onEvent(event: UplinkEvent): void; close(removed: boolean): void } {
  const running = { ...parts, id: node.id, name: node.name ?? '' };
  registry.running.set(node.id, running);
  let isClosed = false;
  return {
    onEvent(event) {
      // Anything reported after closing is reported again by the successor; a removed node no longer has a watch.
      if (isClosed || event.event !== 'dropped') return;
      watchOf(node.id).gaps.add(event.payload, Date.now());
    },
    close(removed) {
      isClosed = true;
      if (registry.running.get(node.id) === running) registry.running.delete(node.id);
      if (removed) registry.watches.delete(node.id);
    },
  };
}
