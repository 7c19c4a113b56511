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
  const others = store.shapesOf(key);
  // Loops, because closures would cost every message an allocation, even those that return above.
  for (const slot of others) {
    const other = store.tree(slot);
    if (other && fitsShape(other, values)) return slot;
  }
  for (const slot of [first, ...others]) {
    const other = store.tree(slot);
    if (other && !isUnrelated(other, values, ignore)) return slot;
  }
  return others.length < MOST_SHAPES ? NOWHERE : first;
}
