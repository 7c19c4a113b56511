import type { Pace } from '../../test/harness/flood/Feed';
import type { FlowNode } from '../../test/harness/nodeRed/nodeRed';
import type { Bench } from '../Bench';
import { startBroker } from '../broker';
import { count, median, table } from '../figures';
import type { Stretch } from '../message-path/flows';
import { measurePath, type PathMeasurement } from '../message-path/measurePath';

const ROUNDS = 3;

const SATURATED: Pace = { ahead: 4000 };
const STEADY: Pace = { rate: 5000 };

/** The gateway, beginning with this source, with MQTT 5 and QoS 1. */
function gateway(name: string, source: Readonly<Record<string, unknown>>): Stretch {
  return {
    name,
    hasUplink: true,
    flow(brokerPort, backendPort): FlowNode[] {
      const node = (id: string, type: string, properties: object): FlowNode => ({
        id,
        type,
        z: 'tab',
        ...properties,
      });
      return [
        { id: 'tab', type: 'tab', label: name },
        {
          id: 'broker',
          type: 'mqtt-broker',
          broker: '127.0.0.1',
          port: String(brokerPort),
          clientid: 'bench',
          protocolVersion: '5',
          keepalive: '60',
          cleansession: false,
          autoConnect: true,
        },
        {
          id: 'backend',
          type: 'wireband-backend',
          url: `http://127.0.0.1:${backendPort}`,
          deviceId: 'bench',
        },
        {
          id: 'source',
          z: 'tab',
          type: 'mqtt in',
          broker: 'broker',
          topic: 'plant/#',
          qos: '1',
          datatype: 'json',
          inputs: 0,
          wires: [['classify']],
          ...source,
        },
        node('classify', 'wireband-classify', { wires: [['delta']] }),
        node('delta', 'wireband-delta', { mode: 'absolute', threshold: 0.000001, wires: [['uplink']] }),
        node('uplink', 'wireband-uplink', { backend: 'backend', flushBatch: 200, wires: [[], []] }),
      ];
    },
  };
}

const STRETCHES = [
  gateway('mqtt in: on arrival', {}),
  gateway('wireband-mqtt-in: once stored', { type: 'wireband-mqtt-in', clientId: 'bench' }),
] as const;

/** The cost of acknowledging messages once they are stored; Node-RED's own mqtt in acknowledges them on arrival. */
export const acknowledgementBench: Bench = {
  name: 'acknowledgement',
  title: 'Acknowledged once stored',
  run: async ({ isQuick }) => {
    const saturated: PathMeasurement[][] = [];
    const steady: PathMeasurement[][] = [];
    let broker = '';
    for (let round = 0; round < (isQuick ? 1 : ROUNDS); round++) {
      for (const [pace, rounds] of [
        [SATURATED, saturated],
        [STEADY, steady],
      ] as const) {
        const measured: PathMeasurement[] = [];
        for (const stretch of STRETCHES) {
          // Sessions outlive connections, so each measurement has its own broker.
          const own = await startBroker();
          broker = own.name;
          try {
            measured.push(await measurePath(stretch, own.port, pace, undefined, 1));
          } finally {
            await own.close();
          }
          console.error(`${JSON.stringify(pace)} ${stretch.name}: ${JSON.stringify(measured.at(-1))}`);
        }
        rounds.push(measured);
      }
    }
    return report(saturated, steady, broker);
  },
};

function report(
  saturated: readonly PathMeasurement[][],
  steady: readonly PathMeasurement[][],
  broker: string,
): string {
  const figures = (rounds: readonly PathMeasurement[][], stretch: number, figure: keyof PathMeasurement) => ({
    value: median(rounds.map((round) => round[stretch]?.[figure] ?? Number.NaN)),
    ratio: median(
      rounds.map((round) => (round[stretch]?.[figure] ?? Number.NaN) / (round[0]?.[figure] ?? Number.NaN)),
    ),
  });
  const rows = STRETCHES.map(({ name }, i) => {
    const rate = figures(saturated, i, 'rate');
    const cpu = figures(steady, i, 'cpu');
    return [name, count(rate.value), rate.ratio.toFixed(2), cpu.value.toFixed(1), cpu.ratio.toFixed(2)];
  });
  return [
    `${broker}, MQTT 5, QoS 1, the whole gateway with its spool on disk. The rate is at saturation, with 4,000 messages in`,
    'flight; CPU time is that of the whole Node-RED process at a steady 5,000 messages per second. Medians of',
    `${saturated.length} interleaved rounds; each ratio is formed within a round.`,
    '',
    table(['acknowledged', 'msg/s', 'ratio', '5k/s µs/msg', 'ratio'], rows),
  ].join('\n');
}
