import { DeltaFilter, type DeltaOptions } from '../../../src/delta';
import { CoreFilterNode, loadCoreFilter } from '../coreFilterNode';

/** A filter for measuring speed: takes a topic and a number, and tells whether they pass. */
export interface MeasuredFilter {
  passes(topic: string, payload: number): boolean;
}

/** What counts as a change, in the unit of the signal. */
const THRESHOLD = 0.5;

const MAKERS = {
  nothing: (): MeasuredFilter => ({ passes: (topic, payload) => payload < topic.length }),
  dated: (_nodeRed, maxSeries) => ours({ mode: 'absolute', threshold: THRESHOLD, maxSeries }, true),
  relative: (_nodeRed, maxSeries) => ours({ mode: 'relative', threshold: 0.02, maxSeries }),
  absolute: (_nodeRed, maxSeries) => ours({ mode: 'absolute', threshold: THRESHOLD, maxSeries }),
  auto: (_nodeRed, maxSeries) => ours({ mode: 'auto', maxSeries }),
  'swinging-door': (_nodeRed, maxSeries) => ours({ mode: 'swinging-door', threshold: THRESHOLD, maxSeries }),
  coreLogic,
  coreNode,
} satisfies Record<string, (nodeRed: string, maxSeries: number) => MeasuredFilter>;

export type MeasuredName = keyof typeof MAKERS;

/** @param nodeRed path of a file in the Node-RED package. */
export function measuredFilter(name: MeasuredName, nodeRed: string, maxSeries: number): MeasuredFilter {
  return MAKERS[name](nodeRed, maxSeries);
}

/** @param isDated whether samples carry their time of measurement, which the filter then remembers. */
function ours(options: DeltaOptions, isDated = false): MeasuredFilter {
  const filter = new DeltaFilter(options);
  let now = Date.UTC(2026, 0, 1);
  return {
    passes(topic, payload) {
      now++;
      const { pass, earlier } = filter.check(topic, payload, isDated ? { now, time: now } : { now });
      return pass || earlier !== undefined;
    },
  };
}

/** The real node, with a new message for each call, as in a flow. */
function coreNode(nodeRed: string): MeasuredFilter {
  let sent = false;
  const config = { func: 'deadband', gap: String(THRESHOLD) } as const;
  const node = new CoreFilterNode(loadCoreFilter(nodeRed), config, () => {
    sent = true;
  });
  return {
    passes(topic, payload) {
      sent = false;
      node.receive({ topic, payload });
      return sent;
    },
  };
}

/** Only what that node does with a number in `deadband` mode (@node-red/nodes core/function/rbe.js). */
function coreLogic(): MeasuredFilter {
  const previous: Record<string, number> = {};
  return {
    passes(topic, payload) {
      const value = Number.parseFloat(String(payload));
      const before = previous[topic] ?? value - THRESHOLD - 1;
      if (Math.abs(value - before) <= THRESHOLD) return false;
      previous[topic] = value;
      return true;
    },
  };
}
