import { UPLINK_RULES } from '../settings/rules';
import { choiceSetting, flagSetting, numberSetting } from '../settings/settings';
import { type DiskSpoolOptions, ORDERS, OVERFLOWS, SYNCS } from '../spool';
import { SymbolCatalog } from '../symbols';
import { readAlarmSymbols } from './alarmSymbols';
import type { RetryPolicy } from './retryDelay';

/** Settings as a user gives them: numbers may be text. Times in seconds. Missing ones have the defaults below. */
export interface UplinkSettings {
  readonly bufferSize?: number | string | undefined;
  readonly maxBytes?: number | string | undefined;
  readonly maxAge?: number | string | undefined;
  readonly overflow?: string | undefined;
  readonly flushInterval?: number | string | undefined;
  readonly flushBatch?: number | string | undefined;
  readonly maxRetries?: number | string | undefined;
  readonly backoffBase?: number | string | undefined;
  readonly backoffMax?: number | string | undefined;
  readonly parallel?: number | string | undefined;
  readonly storage?: string | undefined;
  /** Events taken in and not yet written. */
  readonly maxPending?: number | string | undefined;
  readonly sync?: string | undefined;
  readonly syncInterval?: number | string | undefined;
  /** Bytes of the disk that are left free. */
  readonly minFreeBytes?: number | string | undefined;
  readonly order?: string | undefined;
  readonly alarmsFirst?: boolean | string | undefined;
  /** Names or codes of symbols whose events are alarms, beside SENSOR_ALERT: a list, or text with commas. */
  readonly alarmSymbols?: readonly (string | number)[] | string | undefined;
}

/** Where events are kept; the first is the default. */
export const STORAGES = ['disk', 'memory'] as const;
export type Storage = (typeof STORAGES)[number];

export interface UplinkOptions extends RetryPolicy {
  readonly flushIntervalMs: number;
  readonly flushBatch: number;
  /** Requests under way at once. */
  readonly parallel: number;
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
  const number = (name: keyof typeof UPLINK_RULES) => numberSetting(name, settings[name], UPLINK_RULES[name]);
  const storage = choiceSetting('storage', settings.storage, STORAGES);
  return {
    flushIntervalMs: number('flushInterval') * 1000,
    flushBatch: number('flushBatch'),
    maxRetries: number('maxRetries'),
    backoffBaseMs: number('backoffBase') * 1000,
    backoffMaxMs: number('backoffMax') * 1000,
    parallel: number('parallel'),
    storage,
    spool: {
      capacity: number('bufferSize'),
      maxBytes: number('maxBytes'),
      maxAgeMs: number('maxAge') * 1000,
      overflow: choiceSetting('overflow', settings.overflow, OVERFLOWS),
      order: choiceSetting('order', settings.order, ORDERS),
      alarmsFirst: flagSetting('alarmsFirst', settings.alarmsFirst, true),
      maxPending: number('maxPending'),
      sync: choiceSetting('sync', settings.sync, SYNCS),
      syncIntervalMs: number('syncInterval') * 1000,
      minFreeBytes: number('minFreeBytes'),
      intake: storage,
    },
    alarmSymbols: readAlarmSymbols(settings.alarmSymbols, catalog),
  };
}
