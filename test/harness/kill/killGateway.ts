/**
 * One life of a lean gateway that is made to be killed. Its plan is the JSON in the first argument; on file
 * descriptor 3 it immediately writes one line of JSON for each thing that happens, so that its promises are
 * known whenever it dies.
 */
import { writeSync } from 'node:fs';
import type { DiskSpoolOptions } from '../../../src/spool/diskSpoolOptions';
import type { StorageState } from '../../../src/spool/Spool';
import type { DeliveryOptions, Stats, UplinkEvent } from '../../../src/uplink';
import type { Numbering } from '../numberedEvents';
import { until } from '../until';
import { DiskGateway } from './diskGateway';

/** What this life does. */
export interface LifePlan {
  readonly directory: string;
  readonly backendUrl: string;
  readonly spool: Partial<DiskSpoolOptions>;
  readonly delivery: Partial<DeliveryOptions>;
  readonly numbering: Numbering;
  /** The number of its first event. */
  readonly first: number;
  /** Events per second; now and then that many come at once. */
  readonly rate: number;
  /** After this many milliseconds it closes by itself. */
  readonly lifeMs?: number;
  /** It takes nothing in, retries the quarantine, and closes when everything is delivered. */
  readonly drains?: boolean;
}

export type LifeReport =
  /** The disk has been scanned; `recovered` counts the events found, including the quarantine. */
  | { readonly kind: 'opened'; readonly storage: StorageState; readonly recovered: number }
  | { readonly kind: 'stored'; readonly number: number }
  | { readonly kind: 'told'; readonly event: UplinkEvent }
  /** `taken`: events that it took in. */
  | { readonly kind: 'closed'; readonly taken: number; readonly stats: Stats };

const REPORTS = 3;

const TICK_MS = 5;

/** One tick in this many brings as many events at once as otherwise come in a second. */
const BURST_EVERY = 60;

/** Longer than a request of this gateway may take. */
const GRACE_MS = 300;

function report(what: LifeReport): void {
  writeSync(REPORTS, `${JSON.stringify(what)}\n`);
}

async function live(plan: LifePlan): Promise<void> {
  const { rate, lifeMs, drains = false } = plan;
  const gateway = new DiskGateway({ ...plan, onEvent: (event) => report({ kind: 'told', event }) });
  let next = plan.first;
  const takeIn = (count: number): void => {
    for (const end = next + count; next < end; next++) {
      const number = next;
      gateway.ingest(number, () => report({ kind: 'stored', number }));
    }
  };

  let closing = false;
  const close = async (): Promise<void> => {
    if (closing) return;
    closing = true;
    clearInterval(load);
    await gateway.close(GRACE_MS);
    report({ kind: 'closed', taken: next - plan.first, stats: gateway.stats() });
    process.exit(0);
  };
  process.on('SIGTERM', close);

  const perTick = Math.ceil((rate * TICK_MS) / 1000);
  let ticks = 0;
  const load = setInterval(() => {
    if (!drains) takeIn(ticks++ % BURST_EVERY === BURST_EVERY - 1 ? rate : perTick);
  }, TICK_MS);

  await gateway.open();
  const { events_ingested } = gateway.stats();
  report({
    kind: 'opened',
    storage: gateway.spool.storage,
    recovered: events_ingested - (next - plan.first),
  });
  if (lifeMs !== undefined) setTimeout(close, lifeMs);
  if (!drains) return;
  await gateway.retryQuarantine();
  const isEmpty = (): boolean => gateway.spool.depth + gateway.spool.quarantined === 0;
  await until('all is delivered', isEmpty);
  await close();
}

live(JSON.parse(process.argv[2] ?? '{}')).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
