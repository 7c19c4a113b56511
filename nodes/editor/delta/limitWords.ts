import type { StatedLimit } from '../../../src/delta';
import { asPercent, shortNumber } from '../amounts';
import { text } from '../text';

/** Units that people write differently. */
const SIGNS: Readonly<Record<string, string>> = {
  Cel: '°C',
  '[degF]': '°F',
  '%RH': '% RH',
  deg: '°',
  'ug/m3': 'µg/m³',
  m3: 'm³',
  'W/m2': 'W/m²',
};

const METRES_OF_DEGREE = 111_320;

/** What counts as a change in a series, in words: `0.2 °C or more`. */
export function limitText(
  node: EditorNode,
  { mode, threshold, floor = 0, unit = '', why }: StatedLimit,
): string {
  const inUnit = (number: number) => `${shortNumber(number)} ${SIGNS[unit] ?? unit}`.trim();
  // People think of positions in meters.
  const amount = why === 'position' ? `${shortNumber(threshold * METRES_OF_DEGREE)} m` : inUnit(threshold);
  switch (mode) {
    case 'relative': {
      const key = floor > 0 ? 'limit.relative-floor' : 'limit.relative';
      return text(node, key, { part: asPercent(String(threshold)), least: inUnit(floor) });
    }
    case 'auto':
      return text(node, 'limit.auto');
    case 'change':
      return text(node, 'limit.change');
    case 'swinging-door':
      return text(node, 'limit.swinging-door', { amount });
    case 'absolute':
    case 'span':
      return text(node, 'limit.absolute', { amount });
  }
}

/** Why, in words. */
export function reasonText(node: EditorNode, { why, of = '' }: StatedLimit): string {
  if (why === 'counter' && of !== '') return text(node, 'why.counter-of', { of });
  return text(node, `why.${why}`, { of });
}
