import { DELTA_MODES } from '../../src/delta/DeltaOptions';
import { SYNCS } from '../../src/spool/diskSpoolOptions';
import { ORDERS, OVERFLOWS } from '../../src/spool/Spool';

/** Settings of a few words by node type; the first is what the runtime does without one. */
export const SETTING_CHOICES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
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
