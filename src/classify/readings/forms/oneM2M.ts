import { fieldAt } from '../../fields/Field';
import type { LeafWalk } from '../../leaves/LeafWalk';
import { isContainer } from '../../values/isContainer';

/** Where content instances are: alone, in a notification, in a request. */
const INSTANCES: readonly (readonly string[])[] = [
  ['m2m:cin'],
  ['m2m:sgn', 'nev', 'rep', 'm2m:cin'],
  ['pc', 'm2m:cin'],
  ['m2m:rqp', 'pc', 'm2m:cin'],
  ['pc', 'm2m:sgn', 'nev', 'rep', 'm2m:cin'],
];

/** A content instance of oneM2M (TS-0004): its content is what was measured, the rest describes the resource. */
export function oneM2M(payload: object, walk: LeafWalk): boolean {
  const levels = INSTANCES.find((path) => fieldAt(payload, ...path, 'con') !== undefined);
  const instance = levels && fieldAt(payload, ...levels);
  if (!levels || !isContainer(instance)) return false;
  for (const { key, value } of walk.fieldsOf(instance)) {
    walk.walk(value, { path: [...levels, key].join('/'), meta: key === 'con' ? undefined : true });
  }
  walk.close(instance);
  walk.walk(payload, { path: '', meta: true });
  return true;
}
