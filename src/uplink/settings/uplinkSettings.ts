import { type GivenSettings, settingsReader } from '../../settings/settingsReader';
import { UPLINK } from '../../settings/uplink';
import type { DiskSpoolOptions } from '../../spool';
import { SymbolCatalog } from '../../symbols';
import { readAlarmSymbols } from './alarmSymbols';

/** Settings as a user enters them: numbers may be text, times are in seconds. Missing ones get their defaults. */
export interface UplinkSettings extends GivenSettings<typeof UPLINK> {
  /** Names or codes of symbols whose events are alarms, besides SENSOR_ALERT: a list, or comma-separated text. */
  readonly alarmSymbols?: readonly (string | number)[] | string | undefined;
}

/** Where events are kept; the first is the default. */
export const STORAGES = UPLINK.storage.choices;
export type Storage = (typeof STORAGES)[number];

export interface RetryPolicy {
  /** Immediate retries after a failure, before the backoff begins. */
  readonly maxRetries: number;
  /** Upper bound of the first delay; doubled for each further one. */
  readonly backoffBaseMs: number;
  readonly backoffMaxMs: number;
}

export interface DeliveryOptions extends RetryPolicy {
  readonly flushIntervalMs: number;
  /** Maximum events in a request. */
  readonly flushBatch: number;
  /** Maximum bytes of events in a request, unless a single event is larger. */
  readonly maxBatchBytes: number;
  /** Maximum requests in flight at once; alarms may use one more, so that they do not wait. */
  readonly parallel: number;
}

export interface UplinkOptions extends DeliveryOptions {
  readonly storage: Storage;
  readonly spool: DiskSpoolOptions;
  /** Codes of the symbols whose events are alarms. */
  readonly alarmSymbols: ReadonlySet<number>;
  /** Interval of the node's `stats` events; 0 for none. */
  readonly statsIntervalMs: number;
}

/**
 * @param catalog where the alarm symbols are looked up.
 * @throws {SettingError} for an invalid value.
 */
export function readUplinkSettings(settings: UplinkSettings, catalog = new SymbolCatalog()): UplinkOptions {
  const read = settingsReader(UPLINK, settings);
  const storage = read('storage');
  return {
    flushIntervalMs: read('flushInterval') * 1000,
    flushBatch: read('flushBatch'),
    maxBatchBytes: read('maxBatchBytes'),
    maxRetries: read('maxRetries'),
    backoffBaseMs: read('backoffBase') * 1000,
    backoffMaxMs: read('backoffMax') * 1000,
    parallel: read('parallel'),
    storage,
    spool: {
      capacity: read('bufferSize'),
      maxBytes: read('maxBytes'),
      maxAgeMs: read('maxAge') * 1000,
      overflow: read('overflow'),
      order: read('order'),
      alarmsFirst: read('alarmsFirst'),
      maxPending: read('maxPending'),
      sync: read('sync'),
      syncIntervalMs: read('syncInterval') * 1000,
      minFreeBytes: read('minFreeBytes'),
      intake: storage,
    },
    alarmSymbols: readAlarmSymbols(settings.alarmSymbols, catalog),
    statsIntervalMs: read('statsInterval') * 1000,
  };
}
