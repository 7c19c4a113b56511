import type { Pace } from '../../test/harness/flood/Feed';
import { FloodedGateway } from '../../test/harness/flood/FloodedGateway';
import { nodeRed4 } from '../../test/harness/nodeRed/installations';

export interface Load {
  readonly name: string;
  readonly pace: Pace;
  readonly storage: 'memory' | 'disk';
}

export interface SocketMeasurement {
  /** Events per second that the backend received. */
  readonly posted: number;
  /** Messages per second that the flow's socket took. */
  readonly takenIn: number;
  /** Milliseconds per turn of Node-RED's main event loop, on average. */
  readonly turnMs: number;
  readonly requestsPerTurn: number;
  /** CPU of the Node-RED process, all threads, microseconds per event posted. */
  readonly cpuPerEvent: number;
  /** Peak resident memory of the Node-RED process, MB. */
  readonly rssMb: number;
  /** Batches that overtook another, including warm-up and drain. */
  readonly outOfOrder: number;
  /** Share of all messages, including warm-up and drain, that was dropped and counted. */
  readonly droppedShare: number;
  /** Messages neither delivered nor counted as dropped once the backlog was drained; 0 unless something is wrong. */
  readonly unaccounted: number;
}

const WARM_UP_MS = 3000;
const MEASURE_MS = 5000;

/** Feeds a gateway, measures it once it is warm, lets it drain, and has it account for every message. */
export async function measureSocket({ pace, storage }: Load): Promise<SocketMeasurement> {
  const red = nodeRed4.find();
  if (!red) throw new Error('Node-RED is not installed.');
  const gateway = await FloodedGateway.start({ red, uplink: { storage } });
  try {
    await gateway.push(WARM_UP_MS, pace);
    const before = gateway.look();
    await gateway.push(MEASURE_MS, pace);
    const after = gateway.look();
    const { events_dropped: dropped } = await gateway.drained();
    const { sent, sink } = gateway.look();

    const seconds = (after.at - before.at) / 1000;
    // The probe reports once per turn, so its time differs slightly.
    const loop = (value: 'at' | 'turns' | 'cpuMs') => after.loop[value] - before.loop[value];
    const posted = (after.sink.events - before.sink.events) / seconds;
    const turnMs = loop('at') / loop('turns');
    return {
      posted,
      takenIn: (after.sent - before.sent) / seconds,
      turnMs,
      requestsPerTurn: ((after.sink.requests - before.sink.requests) / seconds / 1000) * turnMs,
      cpuPerEvent: (loop('cpuMs') * 1e6) / loop('at') / posted,
      rssMb: gateway.peakRss / 1e6,
      outOfOrder: sink.outOfOrder,
      droppedShare: dropped / sent,
      unaccounted: sent - sink.events - dropped,
    };
  } finally {
    await gateway.stop();
  }
}
