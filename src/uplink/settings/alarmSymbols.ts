import { SettingError } from '../../settings/SettingError';
import type { SymbolCatalog } from '../../symbols';

/** Events with this symbol are alarms whatever the setting says. */
const ALWAYS_ALARM = 'SENSOR_ALERT';

/**
 * Reads the symbols whose events are alarms: a list of names and codes, or comma-separated text. Adds SENSOR_ALERT.
 * @returns their codes.
 * @throws {SettingError} for any other value, and for a symbol that is not in the catalog.
 */
export function readAlarmSymbols(value: unknown, catalog: SymbolCatalog): ReadonlySet<number> {
  const codes = [ALWAYS_ALARM, ...listed(value)].map((symbol) => {
    const code = catalog.find(symbol)?.code;
    if (code !== undefined) return code;
    throw new SettingError(
      'alarmSymbols',
      symbol,
      'use a name such as SENSOR_ALERT or a code such as 0xfc6d.',
    );
  });
  return new Set(codes);
}

/** Whether events with a symbol are alarms. Without a list, only SENSOR_ALERT events are. */
export function isAlarm(
  code: number,
  alarmSymbols: ReadonlySet<number> | undefined,
  catalog: SymbolCatalog,
): boolean {
  return alarmSymbols ? alarmSymbols.has(code) : code === catalog.find(ALWAYS_ALARM)?.code;
}

function listed(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string') {
    throw new SettingError('alarmSymbols', value, 'use a list of symbols, or text with commas.');
  }
  return value
    .split(',')
    .map((symbol) => symbol.trim())
    .filter((symbol) => symbol !== '');
}
