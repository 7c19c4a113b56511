import { QUANTITIES, type Quantity, type QuantityRow } from '../../symbols/vocabulary';
import type { ReadingKind } from './kindOf';
import { STRONG } from './lexicon/strength';
import type { NameMeaning } from './NameMeaning';

/** Sensor objects in the OMA LwM2M registry (IPSO smart objects), with what they measure. */
const OBJECTS: ReadonlyMap<string, Quantity> = new Map<string, Quantity>([
  ['3301', 'illuminance'],
  ['3302', 'occupancy'],
  ['3303', 'temperature'],
  ['3304', 'humidity'],
  ['3315', 'atmospheric_pressure'],
  ['3316', 'voltage'],
  ['3317', 'current'],
  ['3318', 'frequency'],
  ['3319', 'distance'],
  ['3321', 'distance'],
  ['3322', 'weight'],
  ['3323', 'pressure'],
  ['3324', 'sound_pressure'],
  ['3326', 'ph'],
  ['3327', 'conductivity'],
  ['3328', 'power'],
  ['3329', 'power_factor'],
  ['3330', 'distance'],
  ['3331', 'energy'],
]);

/** Resources of such an object that are its value, or the minimum or maximum of it. */
const VALUES: ReadonlyMap<string, ReadingKind> = new Map<string, ReadingKind>([
  ['5700', 'reading'],
  ['5500', 'reading'],
  ['5805', 'reading'],
  ['5601', 'extreme'],
  ['5602', 'extreme'],
  ['5603', 'limit'],
  ['5604', 'limit'],
]);

/** Resources of the device object. Their numbers are so short that they count only if they are the whole path. */
const OF_DEVICE: ReadonlyMap<string, Quantity> = new Map<string, Quantity>([
  ['/3/0/7', 'voltage'],
  ['/3/0/8', 'current'],
  ['/3/0/9', 'battery'],
]);

/** Object, instance and resource at the end of a path: `3303/0/5700`. */
const PATH = /(?:^|\/)(?<object>3\d{3})\/\d{1,5}\/(?<resource>5\d{3})$/;

/** Length of a resource with the slash before it. */
const RESOURCE = 5;
const SLASH = 0x2f;

/** Maximum length of such numbers at the end of a path. */
const MAX_PATH = 25;

const quantities = new Map<string, QuantityRow>(QUANTITIES.map((row) => [row.quantity, row]));

/** What a path that ends in the numbers of an LwM2M resource means, `3303/0/5700`; undefined for other paths. */
export function ipsoMeaning(path: string): NameMeaning | undefined {
  const ofDevice = path.charCodeAt(0) === SLASH ? OF_DEVICE.get(path) : undefined;
  if (ofDevice !== undefined) return meaningOf(ofDevice, 'reading', path);
  if (path.charCodeAt(path.length - RESOURCE) !== SLASH) return undefined;
  const { object = '', resource = '' } = PATH.exec(path.slice(-MAX_PATH))?.groups ?? {};
  return meaningOf(OBJECTS.get(object), VALUES.get(resource), `${object}/${resource}`);
}

function meaningOf(
  name: Quantity | undefined,
  kind: ReadingKind | undefined,
  word: string,
): NameMeaning | undefined {
  const quantity = quantities.get(name ?? '');
  if (!quantity || !kind) return undefined;
  return { strength: STRONG, kind, evidence: 'word', word, at: 0, isAlone: true, quantity, others: [] };
}
