import { SettingError } from '../../settings/SettingError';
import type { SymbolCatalog } from '../../symbols';

/** Its events are alarms whatever the setting says. */
const ALWAYS_ALARM = 'SENSOR_ALERT';

/**
 * Reads which symbols' events are alarms: a list of names and codes, or text with commas. SENSOR_ALERT is one of them
 * in any case.
 * @returns their codes.
 * @throws {SettingError} for what is no list or no symbol of the catalog.
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

/** Whether a symbol is one of the alarms; without a list, whether it is SENSOR_ALERT. */
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
