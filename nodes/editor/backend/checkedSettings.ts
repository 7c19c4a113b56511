/** Settings that are validated by the code with which the runtime reads them. */
export const CHECKED_SETTINGS = [
  'query',
  'deviceId',
  'headers',
  'precision',
  'fields',
  'measurement',
  'topicTags',
  'success',
] as const;
export type CheckedSetting = (typeof CHECKED_SETTINGS)[number];
