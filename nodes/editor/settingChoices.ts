import { DELTA_MODES } from '../../src/delta/DeltaOptions';
import { TEXT_VALUES } from '../../src/frame/formatOptions';
import { FORMAT_NAMES } from '../../src/frame/formatTable';
import { SYNCS } from '../../src/spool/diskSpoolOptions';
import { ORDERS, OVERFLOWS } from '../../src/spool/Spool';
import { COMPRESSIONS } from '../../src/uplink/compressions';

/** Settings of a few words by node type; the first is what the runtime does without one. */
export const SETTING_CHOICES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'wireband-classify': {
    mode: ['message', 'readings'],
  },
  'wireband-backend': {
    format: FORMAT_NAMES,
    envelope: ['object', 'array'],
    compression: COMPRESSIONS,
    textValues: TEXT_VALUES,
  },
  'wireband-delta': {
    mode: DELTA_MODES,
  },
  'wireband-uplink': {
    storage: ['disk', 'memory'],
    overflow: OVERFLOWS,
    order: ORDERS,
    sync: SYNCS,
  },
};
