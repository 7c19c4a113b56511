import { fieldAt, nameSet } from '../../fields/Field';
import { unitText } from '../../fields/siblingUnits';
import { timeFields } from '../../fields/timeFields';
import type { LeafWalk } from '../../leaves/LeafWalk';
import { childPath } from '../../leaves/Place';
import { isRecord } from '../../values/isContainer';

const RULES = { meta: nameSet('devicetrigger supportedfeatures icon friendlyname attribution context') };

/**
 * A state of Home Assistant, `{"entity_id":"sensor.kitchen","state":"21.4","attributes":{…}}`, alone or as the new
 * state of an event. The path is the entity's ID: many entities share a topic.
 */
export function homeAssistant(payload: object, walk: LeafWalk): boolean {
  const changed = fieldAt(payload, 'event_data', 'new_state');
  const state = isRecord(changed) ? changed : payload;
  const entity = fieldAt(state, 'entity_id');
  const attributes = fieldAt(state, 'attributes');
  const value = fieldAt(state, 'state');
  if (typeof entity !== 'string' || !isRecord(attributes) || value === undefined) return false;
  const path = entity.replace('.', '/');
  const { time } = timeFields(walk.fieldsOf(state));
  const unit = unitText(fieldAt(attributes, 'unit_of_measurement'));
  const kind = fieldAt(attributes, 'device_class');
  const isMissing = value === 'unknown' || value === 'unavailable';
  walk.add(value, { path, time, unit, meta: isMissing, says: typeof kind === 'string' ? kind : undefined });
  const about = childPath(path, 'attributes');
  walk.walk(attributes, { path: about, time, describes: about, rules: RULES });
  walk.close(attributes);
  const around = state === payload ? '' : 'event_data/new_state';
  for (const field of walk.fieldsOf(state)) {
    if (field.key !== 'state')
      walk.walk(field.value, { path: childPath(around, field.key), time, meta: true });
  }
  walk.close(state);
  if (state !== payload) walk.walk(payload, { path: '', time, meta: true });
  return true;
}
