import type { NumberRule } from '../../src/settings/settings';

/**
 * Ranges of the numeric settings by node type, as the runtime reads them (a test compares the two). They are
 * written down here because what reads them there needs Node.js and this runs in a browser.
 */
export const SETTING_RULES: Readonly<Record<string, Readonly<Record<string, NumberRule>>>> = {
  'wireband-backend': {
    timeout: { default: 30, min: 0.1, max: 3600 },
  },
  'wireband-delta': {
    threshold: { default: 0.02, min: 0 },
    floor: { default: 0, min: 0 },
    maxSeries: { default: 100_000, min: 1, integer: true },
  },
  'wireband-uplink': {
    bufferSize: { default: 50_000, min: 1, max: 10_000_000, integer: true },
    maxBytes: { default: 268_435_456, min: 1024, integer: true },
    maxAge: { default: 604_800, min: 0 },
    flushInterval: { default: 1, min: 0.01, max: 86_400 },
    flushBatch: { default: 200, min: 1, max: 10_000, integer: true },
    maxRetries: { default: 3, min: 0, max: 100, integer: true },
    backoffBase: { default: 2, min: 0, max: 86_400 },
    backoffMax: { default: 60, min: 0, max: 86_400 },
    parallel: { default: 1, min: 1, max: 32, integer: true },
  },
  'wireband-decode': {
    batchLimit: { default: 10_000, min: 1, integer: true },
    maxBytes: { default: 16_777_216, min: 1, integer: true },
  },
};
