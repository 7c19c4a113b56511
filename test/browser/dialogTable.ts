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

/** The numeric settings of an uplink: what new nodes have, a value that it takes and one that it refuses. */
export const uplinkNumbers = [
  { field: 'flushInterval', standard: '1', good: '2.5', bad: '0' },
  { field: 'flushBatch', standard: '200', good: '50', bad: '10001' },
  { field: 'parallel', standard: '1', good: '4', bad: '33' },
  { field: 'bufferSize', standard: '50000', good: '100000', bad: '0.5' },
  { field: 'maxBytes', standard: '268435456', good: '536870912', bad: '1000' },
  { field: 'maxAge', standard: '604800', good: '86400', bad: '-1' },
  { field: 'syncInterval', standard: '0.2', good: '1.5', bad: '0.001' },
  { field: 'minFreeBytes', standard: '67108864', good: '0', bad: '-1' },
  { field: 'maxPending', standard: '10000', good: '500', bad: '0' },
  { field: 'maxRetries', standard: '3', good: '0', bad: 'many' },
  { field: 'backoffBase', standard: '2', good: '1', bad: '0' },
  { field: 'backoffMax', standard: '60', good: '30', bad: '86401' },
] as const;

/** The settings of a few words of an uplink, the standard first; most have a note that explains the choice. */
export const uplinkChoices = [
  { field: 'storage', all: ['disk', 'memory'], explained: true },
  { field: 'overflow', all: ['oldest', 'newest'], explained: false },
  { field: 'order', all: ['fifo', 'live-first'], explained: true },
  { field: 'sync', all: ['interval', 'always', 'never'], explained: true },
] as const;

/** The numeric settings of a delta node, as those of an uplink above. */
export const deltaNumbers = [
  { field: 'threshold', standard: '0.02', good: '0.5', bad: '-1' },
  { field: 'floor', standard: '0', good: '0.1', bad: 'low' },
  { field: 'span', standard: '0', good: '100', bad: '-5' },
  { field: 'minInterval', standard: '0', good: '60', bad: '-1' },
  { field: 'maxSilence', standard: '0', good: '3600', bad: 'never' },
  { field: 'staleAfter', standard: '0', good: '600', bad: '-60' },
  { field: 'maxSeries', standard: '100000', good: '500', bad: '0' },
] as const;
