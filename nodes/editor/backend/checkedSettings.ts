/** Settings that are validated as the runtime reads them. */
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
