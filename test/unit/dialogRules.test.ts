import assert from 'node:assert/strict';
import { SETTING_RULES } from '../../nodes/editor/settingRules';
import { DeltaFilter } from '../../src/delta';
import { DEFAULT_DECODE_LIMITS } from '../../src/frame';
import type { NumberRule } from '../../src/settings/settings';
import { readBackendSettings, readUplinkSettings } from '../../src/uplink';

/** Reads one setting as the runtime does; throws for what it refuses. */
const READERS: Readonly<Record<string, (settings: object) => unknown>> = {
  'wireband-backend': (settings) => readBackendSettings(settings),
  'wireband-delta': (settings) => new DeltaFilter(settings),
  'wireband-uplink': (settings) => readUplinkSettings(settings),
};

function edges({ min, max, integer }: NumberRule): { inside: number[]; outside: number[] } {
  const step = integer ? 1 : min / 10 || 0.001;
  return {
    inside: max === undefined ? [min, min + step] : [min, max],
    outside: [min - step, ...(max === undefined ? [] : [max + step]), ...(integer ? [min + 0.5] : [])],
  };
}

describe('ranges in the dialogs', () => {
  for (const [type, read] of Object.entries(READERS)) {
    for (const [property, rule] of Object.entries(SETTING_RULES[type] ?? {})) {
      it(`${type}: ${property} has the range that the runtime takes`, () => {
        const { inside, outside } = edges(rule);
        for (const value of inside) assert.doesNotThrow(() => read({ [property]: value }), `${value}`);
        for (const value of outside) assert.throws(() => read({ [property]: value }), `${value}`);
      });

      it(`${type}: ${property} has the default that the runtime has`, () => {
        assert.equal(JSON.stringify(read({ [property]: rule.default })), JSON.stringify(read({})));
      });
    }
  }

  it('wireband-decode has the limits that the decoder has', () => {
    const { batchLimit, maxBytes } = SETTING_RULES['wireband-decode'] ?? {};
    assert.equal(batchLimit?.default, DEFAULT_DECODE_LIMITS.events);
    assert.equal(maxBytes?.default, DEFAULT_DECODE_LIMITS.bytes);
  });
});
