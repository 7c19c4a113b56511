import { names } from '../leaves/FormRules';
import { isContainer } from '../values/isContainer';
import { readTime } from '../values/readTime';
import type { Field } from './Field';
import { isMetaText } from './metaText';

/**
 * Fields that are no readings whatever payload they stand in, beyond those that the vocabulary knows by its words
 * (ids, names, versions, times, the quality of links). Names as in Field.
 */
const META_FIELDS = names(`
  device gateway alias datatype valuetype deviceclass stateclass entitycategory attribution
  serialno seqno msgno msgtype messagetype msgid dst method retained qos dup fcnt fport framecounter fcntup fcntdown
  receivedat crc mic checksum frmpayload rawpayload devaddr dr datarate spreadingfactor bandwidth codingrate adr
  ipaddr ipaddress macaddress endpoint address restartrequired cfgrev hasupdate resetreason
  ishistorical istransient isvalid pgn sentence friendlyname ieeeaddr networkaddress txpower`);

/** Objects and lists that tell of the link, the firmware or the message, with everything below them. */
const META_GROUPS = names(`
  wifi wifista wifiap wlan cloud mqtt ws update firmware ota rxinfo txinfo rxmetadata hotspots gateways gatewayids
  deviceinfo enddeviceids correlationids actionsstats schedulerev`);

/** Objects of texts that sort a message; as lists of objects they are what is measured, or who measures it. */
const META_TABLES = names('tags labels');

/** Fields that name or sort something where they are texts. */
const META_TEXTS = names('type kind class category sender from to node group mod title');

/** Objects that tell of the device or the value beside them, and may hold readings of its own as well. */
const DESCRIBING_GROUPS = names('device node context sys eth ble meta metadata properties');

/** Keys that end in a word for time: `minute_ts`, `lastBootTime`. */
const TIME_KEY = /(?:^|[_\-. ]|[a-z](?=T))(?:[Tt]s|[Tt]ime|[Tt]imestamp)$/;

/** Whether a field is no reading, by its name or by a value that can be none: a time, an address, an id. */
export function isMetaField({ key, name, value }: Field): boolean {
  if (isContainer(value)) return META_GROUPS.has(name) || (META_TABLES.has(name) && !isListOfObjects(value));
  if (META_FIELDS.has(name)) return true;
  if (typeof value === 'string' && (META_TEXTS.has(name) || isMetaText(value))) return true;
  return TIME_KEY.test(key) && readTime(value) !== undefined;
}

/** Whether what stands in a field is a reading only where its own name says so. */
export function isDescription({ name, value }: Field): boolean {
  return DESCRIBING_GROUPS.has(name) && isContainer(value);
}

function isListOfObjects(value: object): boolean {
  return Array.isArray(value) && value.some(isContainer);
}
