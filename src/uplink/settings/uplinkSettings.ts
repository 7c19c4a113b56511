import { type GivenSettings, settingsReader } from '../../settings/settingsReader';
import { UPLINK } from '../../settings/uplink';
import type { DiskSpoolOptions } from '../../spool';
import { SymbolCatalog } from '../../symbols';
import { readAlarmSymbols } from './alarmSymbols';

/** Settings as a user gives them: numbers may be text. Times in seconds. Missing ones have their defaults. */
export interface UplinkSettings extends GivenSettings<typeof UPLINK> {
  /** Names or codes of symbols whose events are alarms, beside SENSOR_ALERT: a list, or text with commas. */
  readonly alarmSymbols?: readonly (string | number)[] | string | undefined;
}

/** Where events are kept; the first is the default. */
export const STORAGES = UPLINK.storage.choices;
export type Storage = (typeof STORAGES)[number];

export interface RetryPolicy {
  /** Tries that follow a failure at once, before the waiting begins. */
  readonly maxRetries: number;
  /** Upper bound of the first wait; doubled for each further one. */
  readonly backoffBaseMs: number;
  readonly backoffMaxMs: number;
}

export interface DeliveryOptions extends RetryPolicy {
  readonly flushIntervalMs: number;
  /** Events in one request at most. */
  readonly flushBatch: number;
  /** Bytes of events in one request at most, unless a single event is larger. */
  readonly maxBatchBytes: number;
  /** Requests in flight at once; alarms may have one more, so that they do not wait. */
  readonly parallel: number;
}

export interface UplinkOptions extends DeliveryOptions {
  readonly storage: Storage;
  readonly spool: DiskSpoolOptions;
  /** Codes of the symbols whose events are alarms. */
  readonly alarmSymbols: ReadonlySet<number>;
}

/**
 * @param catalog in which the alarms' symbols are looked up.
 * @throws {SettingError} for a value that cannot be used.
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
  };
}
