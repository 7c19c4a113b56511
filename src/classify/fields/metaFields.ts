import { isContainer } from '../values/isContainer';
import { isTimeText, readTime } from '../values/readTime';
import { type Field, nameOfKey, nameSet } from './Field';

/**
 * Fields that are not readings, whatever payload they are in, besides those that the vocabulary knows by its words
 * (ids, names, versions, times, the quality of links). Names as in Field.
 */
const META_FIELDS = nameSet(`
  device gateway alias datatype valuetype deviceclass stateclass entitycategory attribution
  serialno seqno msgno msgtype messagetype msgid dst method retained qos dup fcnt fport framecounter fcntup fcntdown
  receivedat crc mic checksum frmpayload rawpayload devaddr dr datarate spreadingfactor bandwidth codingrate adr
  ipaddr ipaddress macaddress endpoint address restartrequired cfgrev hasupdate resetreason
  ishistorical istransient isvalid pgn sentence friendlyname ieeeaddr networkaddress txpower`);

/** Objects and lists that describe the link, the firmware or the message, with everything below them. */
const META_GROUPS = nameSet(`
  wifi wifista wifiap wlan cloud mqtt ws update firmware ota rxinfo txinfo rxmetadata hotspots gateways gatewayids
  deviceinfo enddeviceids correlationids actionsstats schedulerev`);

/** Objects of texts that categorize a message; as lists of objects, they are what is measured, or what measures it. */
const META_TABLES = nameSet('tags labels');

/** Fields that name or categorize something if they are texts. */
const META_TEXTS = nameSet('type kind class category sender from to node group mod title');

/** Objects that describe the device or the value next to them, and may also hold readings of their own. */
const DESCRIBING_GROUPS = nameSet('device node context sys eth ble meta metadata properties');

/** Keys that end in a word for time: `minute_ts`, `lastBootTime`. */
const TIME_KEY = /(?:^|[_\-. ]|[a-z](?=T))(?:[Tt]s|[Tt]ime|[Tt]imestamp)$/;

/** Whether a field is not a reading, by its name or by a value that cannot be one: a time, an address, an ID. */
export function isMetaField({ key, name, value }: Field): boolean {
  if (isContainer(value)) return META_GROUPS.has(name) || (META_TABLES.has(name) && !isListOfObjects(value));
  if (META_FIELDS.has(name)) return true;
  if (typeof value === 'string' && (META_TEXTS.has(name) || isMetaText(value))) return true;
  return TIME_KEY.test(key) && readTime(value) !== undefined;
}

/** Fields that describe a link: the noise next to them is that of the radio. */
const OF_LINK = nameSet('snr rssi lsnr loradsnr sinr rsrp');

/** Whether a field is the noise of a link, by what is next to it. */
export function isRadioNoise(key: string, siblings: readonly string[]): boolean {
  return nameOfKey(key) === 'noise' && siblings.some((other) => OF_LINK.has(nameOfKey(other)));
}

/** Whether an object or a list under this key describes the link, the firmware or the message. */
export function isMetaGroup(key: string): boolean {
  return META_GROUPS.has(nameOfKey(key));
}

/** Whether what is in a field is a reading only if its own name says so. */
export function isDescription({ name, value }: Field): boolean {
  return DESCRIBING_GROUPS.has(name) && isContainer(value);
}

function isListOfObjects(value: object): boolean {
  return Array.isArray(value) && value.some(isContainer);
}

/** Addresses and IDs: MAC and EUI-64, UUID, IPv4, URL and URN. */
const ADDRESS =
  /^(?:[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?:[:-][0-9a-f]{2}){0,2}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{1,3}(?:\.\d{1,3}){3}|(?:https?:\/\/|opc\.tcp:\/\/|urn:)\S{1,200})$/i;

const MAX_META_TEXT = 210;

/** Whether a text is an address, an ID or a time, by its own form. */
function isMetaText(text: string): boolean {
  if (text.length < 7 || text.length > MAX_META_TEXT) return false;
  return ADDRESS.test(text) || isTimeText(text);
}
