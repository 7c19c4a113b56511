import type { Point } from '../../src/delta/reconstruction';
import { type ChangeFilter, RELATIVE_PART, relativeThresholdAt, thresholdOf } from './ChangeFilter';
import { type CoreFilterConfig, CoreFilterNode, loadCoreFilter, nodeRedPath } from './coreFilterNode';

/** Modes of Node-RED's filter node. */
export const coreFilters: readonly ChangeFilter[] = [
  mode('unless value changes', () => ({ func: 'rbe' })),
  mode('by more than 1 % of span', (threshold) => ({ func: 'deadband', gap: String(threshold) })),
  {
    ...mode('by more than 2 %', () => ({ func: 'deadband', gap: `${100 * RELATIVE_PART}%` })),
    thresholdAt: relativeThresholdAt,
  },
];

function mode(name: string, configure: (threshold: number) => CoreFilterConfig): ChangeFilter {
  const code = loadCoreFilter(nodeRedPath());
  return {
    name: `Node-RED filter, ${name}`,
    receiver: 'hold',
    forward(signal) {
      const forwarded: Point[] = [];
      let current: Point | undefined;
      const node = new CoreFilterNode(code, configure(thresholdOf(signal)), () => {
        if (current) forwarded.push(current);
      });
      for (const point of signal.points) {
        current = point;
        node.receive({ topic: signal.name, payload: point.value });
      }
      return forwarded;
    },
  };
}
