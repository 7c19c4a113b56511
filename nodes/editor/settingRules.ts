import { BACKEND_RULES, DECODE_RULES, DELTA_RULES, UPLINK_RULES } from '../../src/settings/rules';
import type { NumberRule } from '../../src/settings/settings';

/** Ranges of the numeric settings by node type: those that the runtime reads. */
export const SETTING_RULES: Readonly<Record<string, Readonly<Record<string, NumberRule>>>> = {
  'wireband-backend': BACKEND_RULES,
  'wireband-delta': DELTA_RULES,
  'wireband-uplink': UPLINK_RULES,
  'wireband-decode': DECODE_RULES,
};
