import { SettingError } from '../settings/SettingError';
import { formatCode, SymbolCatalog } from '../symbols';
import type { SampleFacts } from './DeltaVerdict';

/** Messages with this symbol are alarms, whatever the setting says. */
const ALWAYS_ALARM = 'SENSOR_ALERT';

/**
 * Recognizes alarms by their symbol: SENSOR_ALERT and those given.
 * @param given names or codes: a list, or comma-separated text.
 * @throws {SettingError} for anything that is not a symbol.
 */
export function alarmTest(given: unknown): (facts: SampleFacts | undefined) => boolean {
  const catalog = new SymbolCatalog();
  const alarms = new Set<string>();
  for (const symbol of [ALWAYS_ALARM, ...listed(given)]) {
    const found = catalog.find(symbol);
    if (found) alarms.add(found.name).add(found.hex);
    else if (typeof symbol === 'string') alarms.add(symbol);
    else if (typeof symbol === 'number' && Number.isInteger(symbol)) alarms.add(formatCode(symbol));
    else
      throw new SettingError(
        'alarmSymbols',
        symbol,
        'use a name such as SENSOR_ALERT or a code such as 0xfc6d.',
      );
  }
  return (facts) =>
    facts !== undefined &&
    ((facts.name !== undefined && alarms.has(facts.name)) ||
      (facts.name === undefined && facts.code !== undefined && alarms.has(facts.code)));
}

function listed(given: unknown): readonly unknown[] {
  if (given === undefined || given === null) return [];
  if (Array.isArray(given)) return given;
  if (typeof given !== 'string') {
    throw new SettingError('alarmSymbols', given, 'use a list of symbols, or text with commas.');
  }
  return given
    .split(',')
    .map((symbol) => symbol.trim())
    .filter((symbol) => symbol !== '');
}
