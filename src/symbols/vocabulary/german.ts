import type { WordsRow } from './row';

/** German words. To add a word, put it in the row of its quantity. */
// biome-ignore format: a table reads best with a line a row
export const GERMAN: readonly WordsRow[] = [
  ['temperature', 'strong', '-temperatur, temperaturen'],
  ['humidity', 'strong', '-feuchte, -feuchtigkeit, -luftfeuchtigkeit, luftfeuchte'],
  ['moisture', 'strong', 'bodenfeuchte, bodenfeuchtigkeit'],
  ['pressure', 'strong', '-druck'],
  ['atmospheric_pressure', 'strong', 'luftdruck'],
  ['voltage', 'strong', '-spannung'],
  ['current', 'generic', 'strom, stromstärke'],
  ['power', 'strong', '-leistung, wirkleistung'],
  ['apparent_power', 'strong', 'scheinleistung'],
  ['reactive_power', 'strong', 'blindleistung'],
  ['energy', 'strong', '-energie, zählerstand, stromverbrauch'],
  ['frequency', 'strong', '-frequenz, netzfrequenz'],
  ['illuminance', 'strong', '-helligkeit, beleuchtungsstärke'],
  ['wind_speed', 'strong', 'windgeschwindigkeit, windböe'],
  ['wind_direction', 'strong', 'windrichtung'],
  ['precipitation', 'strong', 'regen, niederschlag, regenmenge'],
  ['sound_pressure', 'strong', 'lautstärke, schallpegel'],
  ['volume_flow_rate', 'strong', '-durchfluss, volumenstrom'],
  ['distance', 'strong', 'entfernung, abstand'],
  ['weight', 'strong', 'gewicht'],
  ['speed', 'generic', 'geschwindigkeit, drehzahl'],
  ['battery', 'generic', 'batterie, akku, ladezustand'],
  ['motion', 'strong', 'bewegung'],
  ['door', 'generic', 'tür'],
  ['window', 'generic', 'fenster'],
  ['smoke', 'generic', 'rauch'],
  ['presence', 'strong', 'anwesenheit'],
  ['temperature', 'strong', 'taupunkt'],
];
