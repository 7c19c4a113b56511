import { fieldAt, fieldsOf, nameSet } from '../../fields/Field';
import { timeFields } from '../../fields/timeFields';
import type { LeafWalk } from '../../leaves/LeafWalk';
import { isContainer, isRecord } from '../../values/isContainer';
import { jsonInside } from '../../values/jsonInside';

/** Paths, by level, where network servers put the decoded values that the device sent. */
const DECODED: readonly (readonly string[])[] = [
  ['uplink_message', 'decoded_payload'],
  ['object'],
  ['objectJSON'],
  ['payload_fields'],
  ['decoded', 'payload'],
];

/** Names of fields of which an uplink has at least one. */
const MARKS: ReadonlySet<string> = new Set(
  'enddeviceids deviceinfo deveui fcnt fport rxinfo txinfo hardwareserial devaddr'.split(' '),
);

/** Fields of an envelope that describe the link, by names that could be readings as well. */
const RULES = {
  meta: nameSet(
    'settings counter packeterrorrate metadata networkids versionids consumedairtime locations data lat long',
  ),
};

/** An envelope has few fields. */
const MAX_FIELDS = 100;

/**
 * An uplink of The Things Stack, The Things Network v2, ChirpStack or Helium: everything else in it describes the link.
 */
export function lorawan(payload: object, walk: LeafWalk): boolean {
  const fields = fieldsOf(payload, MAX_FIELDS);
  if (!fields?.some(({ name }) => MARKS.has(name))) return false;
  const found = DECODED.map((path) => ({
    path: path.join('/'),
    decoded: decodedOf(fieldAt(payload, ...path)),
  }));
  const uplink = found.find(({ decoded }) => decoded !== undefined);
  if (!uplink) return false;
  const time = timeFields(fields).time ?? timeIn(payload, 'uplink_message') ?? timeIn(payload, 'metadata');
  walk.walk(uplink.decoded, { path: uplink.path, time });
  if (uplink.decoded) walk.close(uplink.decoded);
  walk.walk(payload, { path: '', time, describes: '', rules: RULES });
  return true;
}

/** The decoded values; ChirpStack 3 has them as JSON text. */
function decodedOf(value: unknown): object | undefined {
  if (isContainer(value)) return value;
  return typeof value === 'string' ? jsonInside(value) : undefined;
}

function timeIn(payload: object, key: string): number | undefined {
  const inner = fieldAt(payload, key);
  return isRecord(inner) ? timeFields(fieldsOf(inner, MAX_FIELDS) ?? []).time : undefined;
}
