import type { WordsRow } from './row';

/** Italian words. To add a word, put it in the row of its quantity. */
// biome-ignore format: a table reads best with a line a row
export const ITALIAN: readonly WordsRow[] = [
  ['temperature', 'strong', 'temperatura, temperature'],
  ['humidity', 'strong', 'umidità'],
  ['pressure', 'strong', 'pressione'],
  ['voltage', 'strong', 'tensione'],
  ['current', 'strong', 'corrente'],
  ['power', 'strong', 'potenza'],
  ['energy', 'strong', 'energia'],
  ['frequency', 'strong', 'frequenza'],
  ['illuminance', 'strong', 'luminosità, illuminamento'],
  ['wind_speed', 'strong', 'velocità vento, velocità del vento'],
  ['precipitation', 'strong', 'pioggia'],
  ['volume_flow_rate', 'strong', 'portata'],
  ['weight', 'strong', 'peso'],
  ['battery', 'generic', 'batteria'],
  ['motion', 'strong', 'movimento'],
  ['door', 'generic', 'porta'],
  ['window', 'generic', 'finestra'],
  ['smoke', 'generic', 'fumo'],
  ['apparent_power', 'strong', 'potenza apparente'],
  ['reactive_power', 'strong', 'potenza reattiva'],
  ['wind_direction', 'strong', 'direzione vento, direzione del vento'],
];
