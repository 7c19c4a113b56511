import type { WordsRow } from './row';

/** French words. To add a word, put it in the row of its quantity. */
// biome-ignore format: a table reads best with a line a row
export const FRENCH: readonly WordsRow[] = [
  ['temperature', 'strong', 'température, températures'],
  ['humidity', 'strong', 'humidité'],
  ['pressure', 'strong', 'pression'],
  ['atmospheric_pressure', 'strong', 'pression atmosphérique'],
  ['voltage', 'strong', 'tension'],
  ['current', 'strong', 'courant, intensité'],
  ['power', 'strong', 'puissance'],
  ['energy', 'strong', 'énergie'],
  ['frequency', 'strong', 'fréquence'],
  ['illuminance', 'strong', 'luminosité, éclairement'],
  ['wind_speed', 'strong', 'vitesse vent, vitesse du vent'],
  ['precipitation', 'strong', 'pluie, précipitations'],
  ['volume_flow_rate', 'strong', 'débit'],
  ['weight', 'strong', 'poids'],
  ['battery', 'generic', 'batterie'],
  ['motion', 'strong', 'mouvement'],
  ['door', 'generic', 'porte'],
  ['window', 'generic', 'fenêtre'],
  ['smoke', 'generic', 'fumée'],
  ['apparent_power', 'strong', 'puissance apparente'],
  ['reactive_power', 'strong', 'puissance réactive'],
  ['wind_direction', 'strong', 'direction vent, direction du vent'],
];
