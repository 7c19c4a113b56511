import { ABBREVIATIONS } from './abbreviations';
import { BUILDINGS_AND_PLANTS } from './buildings';
import { ELECTRONICS } from './electronics';
import { ENERGY } from './energy';
import { ENTERPRISES } from './enterprises';
import { ENTITY_NAMES } from './entityNames';
import type { FieldCorpus } from './FieldRow';
import { HEATING } from './heating';
import { HOME_AUTOMATION } from './homeAutomation';
import { INVERTERS } from './inverters';
import { LANGUAGES } from './languages';
import { LORAWAN } from './lorawan';
import { METRICS } from './metrics';
import { NO_QUANTITY } from './noQuantity';
import { PARTS_AND_CODES } from './partsAndCodes';
import { SHELLY } from './shelly';
import { SUPPLIES } from './supplies';
import { SURROUNDINGS } from './surroundings';
import { TASMOTA } from './tasmota';
import { TWO_MEANINGS } from './twoMeanings';
import { UNITS_AND_NAMES } from './unitsAndNames';
import { WEATHER } from './weather';
import { WORKS } from './works';
import { ZIGBEE2MQTT } from './zigbee2mqtt';

export type { Expectation, FieldCorpus, FieldRow } from './FieldRow';
export { judge, type Verdict } from './judge';

/** Every corpus of labeled names from the field. */
export const FIELD_CORPORA: readonly FieldCorpus[] = [
  TASMOTA,
  ZIGBEE2MQTT,
  SHELLY,
  HOME_AUTOMATION,
  WEATHER,
  LORAWAN,
  ENERGY,
  HEATING,
  BUILDINGS_AND_PLANTS,
  ELECTRONICS,
  LANGUAGES,
  NO_QUANTITY,
  TWO_MEANINGS,
  UNITS_AND_NAMES,
  PARTS_AND_CODES,
  METRICS,
  INVERTERS,
  SUPPLIES,
  WORKS,
  ENTITY_NAMES,
  ENTERPRISES,
  SURROUNDINGS,
  ABBREVIATIONS,
];
