/** Keys of values, without case and separators. They say nothing about what is measured. */

/** Those that name nothing but a value. */
export const VALUE_KEYS = ['value', 'val', 'presentvalue', 'measuredvalue'] as const;

/** SenML's; also a voltage. */
export const SHORT_VALUE_KEY = 'v';

/** Those that say the type of the value. */
export const TYPED_VALUE_KEYS = [
  'doublevalue',
  'floatvalue',
  'intvalue',
  'integervalue',
  'longvalue',
  'booleanvalue',
  'stringvalue',
  'asdouble',
  'asint',
] as const;

/** Keys of other things as well: values only if little else is next to them. */
export const OTHER_VALUE_KEYS = ['reading', 'measurement', 'data'] as const;

/** Keys of the value of a list item that has a name, the most specific first. */
export const ITEM_VALUE_KEYS = [
  'value',
  'val',
  SHORT_VALUE_KEY,
  'reading',
  'state',
  'data',
  'presentvalue',
  'measuredvalue',
  'result',
  ...TYPED_VALUE_KEYS,
] as const;

/** Keys of objects and lists of values. */
export const VALUES_KEYS = ['fields', 'values', 'propertyvalues', 'datapoints', 'samples'] as const;
