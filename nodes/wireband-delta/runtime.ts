import type { NodeAPI, NodeDef } from 'node-red';
import { DeltaFilter, type DeltaMode } from '../../src/delta';
import { topicText } from '../../src/uplink';
import { registerNode } from '../runtime/register';

interface DeltaConfig extends NodeDef {
  mode?: DeltaMode;
  threshold?: number | string;
  floor?: number | string;
  maxSeries?: number | string;
  /** 2 when suppressed messages have an output of their own. */
  outputs?: number;
}

export = (RED: NodeAPI): void => {
  registerNode<DeltaConfig>(RED, 'wireband-delta', (_node, config) => {
    const filter = new DeltaFilter(config);
    const showsSuppressed = Number(config.outputs) === 2;
    return {
      onInput(message, send, done) {
        const topic = topicText(message.topic);
        if (message.reset === true || message.reset === 'all') {
          if (message.reset === 'all') filter.resetAll();
          else filter.reset(topic);
          done();
          return;
        }
        const verdict = filter.check(topic, message.payload);
        const { suppressed } = verdict;
        const reason = verdict.pass ? verdict.reason : 'unchanged';
        message.wireband = { ...Object(message.wireband), delta: { reason, suppressed } };
        if (verdict.pass) send(message);
        else if (showsSuppressed) send([null, message]);
        done();
      },
    };
  });
};
