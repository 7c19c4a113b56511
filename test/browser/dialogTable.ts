import { DELTA } from '../../src/settings/delta';
import type { SettingTable } from '../../src/settings/settingKinds';
import { UPLINK } from '../../src/settings/uplink';

/** A node type, and one field of its dialog with a value that it accepts and one that it rejects. */
export interface DialogCase {
  readonly type: string;
  readonly field: string;
  readonly good: string;
  readonly bad: string;
  /** What must be chosen before the field is visible. */
  readonly choose?: readonly [field: string, value: string];
}

/** The nodes in the palette. */
export const paletteNodes: readonly DialogCase[] = [
  { type: 'wireband-classify', field: 'fallback', good: 'SENSOR_TEMP', bad: 'NO_SUCH_SYMBOL' },
  {
    type: 'wireband-delta',
    field: 'threshold',
    good: '0.1',
    bad: 'a little',
    choose: ['mode', 'relative'],
  },
  { type: 'wireband-uplink', field: 'flushBatch', good: '50', bad: '0' },
  { type: 'wireband-decode', field: 'batchLimit', good: '500', bad: '-1' },
  { type: 'wireband-mqtt-in', field: 'maxInFlight', good: '50', bad: '0' },
];

/** What users may search for in the palette, and a node that it finds. */
export const paletteSearches = [
  ['mqtt', 'wireband-mqtt-in'],
  ['mqtt', 'wireband-classify'],
  ['influx', 'wireband-uplink'],
  ['buffer', 'wireband-uplink'],
  ['store', 'wireband-uplink'],
  ['forward', 'wireband-uplink'],
  ['queue', 'wireband-uplink'],
  ['filter', 'wireband-delta'],
  ['Deadband', 'wireband-delta'],
  ['report by exception', 'wireband-delta'],
  ['wire.band', 'wireband-decode'],
] as const;

/** The config node, which is edited from the uplink's dialog. */
export const backendNode: DialogCase = {
  type: 'wireband-backend',
  field: 'url',
  good: 'http://127.0.0.1:9',
  bad: 'nowhere',
};

/** The numeric settings of a node: the default, a value that it accepts and one that it rejects. */
function numbersOf(table: SettingTable) {
  return Object.entries(table).flatMap(([field, setting]) =>
    setting.kind === 'number'
      ? [
          {
            field,
            standard: String(setting.default),
            good: String(setting.default + 1),
            bad: String(setting.min - 1),
          },
        ]
      : [],
  );
}

export const uplinkNumbers = numbersOf(UPLINK);
export const deltaNumbers = numbersOf(DELTA);

/** The settings of an uplink that take one of a few words; most have a note that explains the choice. */
export const uplinkChoices = Object.entries(UPLINK).flatMap(([field, setting]) =>
  setting.kind === 'choice' ? [{ field, all: setting.choices, explained: setting.row?.below === 'own' }] : [],
);
