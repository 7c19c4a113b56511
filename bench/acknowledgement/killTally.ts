import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendServer } from '../../test/harness/backend/backendServer';
import { NumberedPublisher } from '../../test/harness/network/NumberedPublisher';
import { PersistentMosquitto } from '../../test/harness/network/persistentMosquitto';
import { nodeRed4 } from '../../test/harness/nodeRed/installations';
import { startNodeRed } from '../../test/harness/nodeRed/nodeRed';
import { numberOf } from '../../test/harness/numberedEvents';
import { repository } from '../../test/harness/package/packedPackage';
import { mosquitto, type Requirement } from '../../test/harness/requirements';
import { sleep, until } from '../../test/harness/until';
import type { Bench } from '../Bench';
import { count, table } from '../figures';

const KILLS = 3;
const MESSAGES = 20_000;

/** Messages that must arrive after each start before Node-RED is killed. */
const ARRIVED = 1000;

/** Messages per burst, and the interval of the bursts, which go on whether or not the gateway runs. */
const BURST = 25;
const EVERY_MS = 10;

/** Once nothing has arrived for this many milliseconds, nothing more will. */
const QUIET_MS = 8000;

/** A source: the properties of its node, and of its broker node. */
interface Source {
  readonly name: string;
  readonly node: Readonly<Record<string, unknown>>;
  readonly broker: Readonly<Record<string, unknown>>;
}

const SOURCES: readonly Source[] = [
  { name: 'mqtt in', node: {}, broker: { clientid: '', cleansession: true } },
  {
    name: 'mqtt in, persistent session',
    node: {},
    broker: { clientid: 'tally', cleansession: false, sessionExpiry: '3600' },
  },
  { name: 'wireband-mqtt-in', node: { type: 'wireband-mqtt-in' }, broker: {} },
];

interface Tally {
  readonly published: number;
  readonly missing: number;
  readonly repeated: number;
}

/** Messages lost when Node-RED is killed while messages come in, with Node-RED's own source and with ours. */
export const killTallyBench: Bench = {
  name: 'acknowledgement/kills',
  title: 'Killed while messages come in',
  run: async ({ isQuick }) => {
    const rows: string[][] = [];
    for (const source of SOURCES) {
      const { published, missing, repeated } = await tally(source, isQuick ? MESSAGES / 10 : MESSAGES);
      console.error(`${source.name}: ${missing} of ${published} missing, ${repeated} repeated`);
      rows.push([source.name, count(published), count(missing), count(repeated)]);
    }
    return [
      `mosquitto with persistence, MQTT 5, QoS 1; the whole gateway with its spool on disk, killed ${KILLS} times with SIGKILL`,
      'under load and restarted. "Published" counts the messages that the broker acknowledged to the publisher.',
      '',
      table(['source', 'published', 'missing', 'repeated'], rows),
    ].join('\n');
  },
};

async function tally(source: Source, messages: number): Promise<Tally> {
  const broker = await PersistentMosquitto.start(found(mosquitto));
  const backend = await BackendServer.start();
  const userDir = mkdtempSync(join(tmpdir(), 'wireband-tally-'));
  const live = () =>
    startNodeRed({
      red: found(nodeRed4),
      userDir,
      flows: flowOf(source, broker.port, backend.url),
      settings: { nodesDir: [repository] },
      env: { NO_PROXY: '*', no_proxy: '*' },
    });
  let red = await live();
  const publisher = await NumberedPublisher.start(broker.url, 1);
  try {
    await red.waitForOutput(/Connected to broker/);
    await sleep(1000);
    let left = messages;
    const load = setInterval(() => {
      if (left > 0) publisher.publish(BURST);
      left -= BURST;
    }, EVERY_MS);
    for (let kill = 0; kill < KILLS; kill++) {
      const { length } = backend.taken;
      await until('it is under load', () => backend.taken.length >= length + ARRIVED);
      process.kill(red.pid, 'SIGKILL');
      await red.stop();
      red = await live();
      await red.waitForOutput(/Connected to broker/);
    }
    await until('all is published', () => left <= 0);
    clearInterval(load);
    await publisher.done();
    await quiet(() => backend.taken.length);
    const arrived = new Set(backend.taken.map(numberOf));
    const missing = [...publisher.acknowledged].filter((number) => !arrived.has(number)).length;
    return {
      published: publisher.acknowledged.size,
      missing,
      repeated: backend.taken.length - arrived.size,
    };
  } finally {
    await publisher.close();
    await red.stop();
    await backend.close();
    await broker.close();
    rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
  }
}

function flowOf({ node, broker }: Source, brokerPort: number, backendUrl: string) {
  return [
    { id: 'tab', type: 'tab', label: 'tally' },
    {
      id: 'broker',
      type: 'mqtt-broker',
      broker: '127.0.0.1',
      port: String(brokerPort),
      protocolVersion: '5',
      keepalive: '60',
      autoConnect: true,
      ...broker,
    },
    { id: 'backend', type: 'wireband-backend', url: backendUrl, deviceId: 'gateway-7' },
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
      ...node,
    },
    { id: 'classify', z: 'tab', type: 'wireband-classify', wires: [['delta']] },
    { id: 'delta', z: 'tab', type: 'wireband-delta', threshold: 0, wires: [['uplink']] },
    { id: 'uplink', z: 'tab', type: 'wireband-uplink', backend: 'backend', minFreeBytes: 0, wires: [[], []] },
  ];
}

async function quiet(read: () => number): Promise<void> {
  let latest = read();
  let since = performance.now();
  await until('it is quiet', () => {
    const now = read();
    if (now !== latest) since = performance.now();
    latest = now;
    return performance.now() - since > QUIET_MS;
  });
}

function found<T>({ find, name }: Requirement<T>): T {
  const tool = find();
  if (tool === undefined) throw new Error(`${name} is missing.`);
  return tool;
}
