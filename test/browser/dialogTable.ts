/** A node type, and one field of its dialog with a value that it takes and one that it refuses. */
export interface DialogCase {
  readonly type: string;
  readonly field: string;
  readonly good: string;
  readonly bad: string;
}

/** The nodes that stand in the palette. */
export const paletteNodes: readonly DialogCase[] = [
  { type: 'wireband-classify', field: 'fallback', good: 'SENSOR_TEMP', bad: 'NO_SUCH_SYMBOL' },
  { type: 'wireband-delta', field: 'threshold', good: '0.1', bad: 'a little' },
  { type: 'wireband-uplink', field: 'flushBatch', good: '50', bad: '0' },
  { type: 'wireband-decode', field: 'batchLimit', good: '500', bad: '-1' },
];

/** The config node, which is edited from the uplink's dialog. */
export const backendNode: DialogCase = {
  type: 'wireband-backend',
  field: 'url',
  good: 'http://127.0.0.1:9',
  bad: 'nowhere',
};
