/** Keys of the name of the value next to them, without case and separators, the most specific first. */

/** Those that say explicitly that they name something. */
const WHOLE_NAME_KEYS = [
  'displayname',
  'objectname',
  'resourcename',
  'tagname',
  'variablename',
  'parametername',
  'metricname',
  'pointname',
  'signalname',
  'propertyname',
  'attributename',
  'measurementname',
  'registername',
  'tagpath',
  'propertyalias',
] as const;

/** Those that name something measured. */
const MEASURED_KEYS = ['metric', 'measurement', 'parameter', 'quantity', 'variable', 'path'] as const;

/** Those that name what is measured, not what measures it: the others name a device that the topic names too. */
export const NAME_KEYS = ['name', 'key', ...WHOLE_NAME_KEYS, ...MEASURED_KEYS, 'var', 'param'] as const;

/** Those that tell the items of a list apart. */
export const ITEM_NAME_KEYS = [
  'name',
  'n',
  'key',
  ...WHOLE_NAME_KEYS,
  ...MEASURED_KEYS,
  'sensor',
  'field',
  'property',
  'tag',
  'channel',
  'attribute',
  'quantitykind',
  'resname',
  'var',
  'param',
  'id',
  'code',
  'k',
  'label',
  'type',
  'valuetype',
] as const;

/** Those that tell what kind of value is next to them. */
export const KIND_KEYS = [
  'deviceclass',
  'quantity',
  'measurement',
  'metric',
  'parameter',
  'property',
  'sensortype',
  'class',
  'kind',
  'type',
  'sensor',
  'label',
  'field',
] as const;
