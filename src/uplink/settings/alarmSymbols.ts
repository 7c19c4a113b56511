import { SettingError } from '../../settings/SettingError';
import type { SymbolCatalog } from '../../symbols';

/** Events of this symbol are alarms whatever the setting says. */
const ALWAYS_ALARM = 'SENSOR_ALERT';

/**
 * Reads the symbols whose events are alarms: a list of names and codes, or text with commas. SENSOR_ALERT is always one.
 * @returns their codes.
 * @throws {SettingError} for another value, and for a symbol that is not in the catalog.
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

/** Whether events of a symbol are alarms. Without a list only those of SENSOR_ALERT are. */
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
