import type { WordsRow } from './row';

/** Spanish words. To add a word, put it in the row of its quantity. */
// biome-ignore format: a table reads best with a line a row
export const SPANISH: readonly WordsRow[] = [
  ['temperature', 'strong', 'temperatura, temperaturas'],
  ['humidity', 'strong', 'humedad'],
  ['pressure', 'strong', 'presión'],
  ['voltage', 'strong', 'voltaje, tensión'],
  ['current', 'strong', 'corriente'],
  ['power', 'strong', 'potencia'],
  ['energy', 'strong', 'energía'],
  ['frequency', 'strong', 'frecuencia'],
  ['illuminance', 'strong', 'luminosidad, iluminancia'],
  ['wind_speed', 'strong', 'velocidad viento, velocidad del viento'],
  ['precipitation', 'strong', 'lluvia'],
  ['volume_flow_rate', 'strong', 'caudal'],
  ['weight', 'strong', 'peso'],
  ['battery', 'generic', 'batería'],
  ['motion', 'strong', 'movimiento'],
  ['door', 'generic', 'puerta'],
  ['window', 'generic', 'ventana'],
  ['smoke', 'generic', 'humo'],
  ['apparent_power', 'strong', 'potencia aparente'],
  ['reactive_power', 'strong', 'potencia reactiva'],
  ['wind_direction', 'strong', 'dirección viento, dirección del viento'],
];
