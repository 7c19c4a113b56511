import { FALLBACK_SYMBOL } from '../../symbols';
import { QUANTITIES } from '../../symbols/vocabulary';
import type { ReadingKind } from '../names/kindOf';

const symbols = new Map<string, string>(QUANTITIES.map(({ quantity, symbol }) => [quantity, symbol]));

/** The symbol of what was read: its kind decides first, then a word with its own symbol, then the quantity. */
export function symbolOf(read: {
  readonly kind: ReadingKind;
  readonly quantity?: string | undefined;
  readonly keyword?: string | undefined;
}): string {
  switch (read.kind) {
    case 'alert':
      return 'SENSOR_ALERT';
    case 'command':
      return actuatorOf(read.keyword) ?? 'ACTUATOR_SET';
    case 'setpoint':
    case 'limit':
      return actuatorOf(read.keyword) ?? 'SENSOR_THRESHOLD';
    case 'reading':
    case 'extreme':
      return read.keyword ?? symbols.get(read.quantity ?? '') ?? FALLBACK_SYMBOL;
    case 'duration':
    case 'count':
      // `position_changes` is not a place.
      if (read.keyword?.startsWith('GEO_')) return FALLBACK_SYMBOL;
      return partOf(read);
    case 'state':
    case 'meta':
      return partOf(read);
  }
}

function partOf(read: {
  readonly quantity?: string | undefined;
  readonly keyword?: string | undefined;
}): string {
  return read.quantity === undefined && read.keyword?.startsWith('SENSOR_') === false
    ? read.keyword
    : FALLBACK_SYMBOL;
}

function actuatorOf(keyword: string | undefined): string | undefined {
  return keyword?.startsWith('ACTUATOR_') ? keyword : undefined;
}
