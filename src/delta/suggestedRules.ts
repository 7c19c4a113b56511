import { USUAL_THRESHOLDS, type UsualThreshold } from './auto/usualThresholds';
import type { DeltaMode } from './DeltaOptions';

/** A sensible rule for a quantity, in its usual unit. */
export interface SuggestedRule {
  readonly match: string;
  readonly by: 'quantity';
  readonly mode: DeltaMode;
  readonly threshold: number;
  readonly floor?: number;
  readonly unit?: string;
}

const usual = new Map<string, UsualThreshold>();
for (const row of USUAL_THRESHOLDS) if (!usual.has(row.quantity)) usual.set(row.quantity, row);

/** Offered in the dialog: what mode auto does by itself, for nodes in another mode. */
export const SUGGESTED_RULES: readonly SuggestedRule[] = [...usual.values()].map(
  ({ quantity, unit, by, threshold, floor }) =>
    Object.freeze({
      match: quantity,
      by: 'quantity' as const,
      mode: by === 'line' ? ('swinging-door' as const) : by,
      threshold,
      ...(floor > 0 ? { floor } : {}),
      ...(unit === '' ? {} : { unit }),
    }),
);
