import type { FieldPatterns } from './FieldPatterns';
import { fitsShape, isUnrelated } from './payloadShapes';
import { NOWHERE, type SeriesStore } from './SeriesStore';

/** Maximum payload shapes per topic that have their own series. */
const MOST_SHAPES = 200;

/**
 * The slot for payloads of this shape; NOWHERE for a new shape.
 * @param first slot of the first shape, `key` its key.
 * @param ignore fields that are not compared.
 */
export function slotOfShape<Ref>(
  store: SeriesStore<Ref>,
  ignore: FieldPatterns,
  first: number,
  key: string,
  values: object,
): number {
  const tree = store.tree(first);
  if (first !== NOWHERE && (!tree || fitsShape(tree, values))) return first;
  return otherSlot(store, ignore, first, key, values);
}

/** The same for payloads whose shape is not that of the first slot: rare, and closures cost even if they do not run. */
function otherSlot<Ref>(
  store: SeriesStore<Ref>,
  ignore: FieldPatterns,
  first: number,
  key: string,
  values: object,
): number {
  const others = store.shapesOf(key);
  const fitting = others.find((slot) => {
    const other = store.tree(slot);
    return other && fitsShape(other, values);
  });
  if (fitting !== undefined) return fitting;
  const related = [first, ...others].find((slot) => {
    const other = store.tree(slot);
    return other && !isUnrelated(other, values, ignore);
  });
  if (related !== undefined) return related;
  return others.length < MOST_SHAPES ? NOWHERE : first;
}
