import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendServer, type TakenEvent } from '../harness/backend/backendServer';
import { BackendWeather } from '../harness/backend/backendWeather';
import { bundlePrograms } from '../harness/kill/killableLife';
import type { MqttGatewayPlan } from '../harness/kill/mqttGateway';
import { NumberedPublisher } from '../harness/network/NumberedPublisher';
import { PersistentMosquitto } from '../harness/network/persistentMosquitto';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { numberOf } from '../harness/numberedEvents';
import { packThisPackage } from '../harness/package/packedPackage';
import { makeProgramFolder, type ProgramFolder } from '../harness/package/programFolder';
import { mosquitto, need } from '../harness/requirements';
import { RunningProgram } from '../harness/runningProgram';
import { SeededRandom } from '../harness/seededRandom';
import { sleep, until } from '../harness/until';

const SEED = Number(process.env.WIREBAND_KILL_SEED ?? Date.now() % 1e9);

/** Kills of programs, for each quality of service; and of each Node-RED. */
const PROGRAM_KILLS = Number(process.env.WIREBAND_MQTT_KILLS ?? (process.env.CI === 'true' ? 45 : 8));
const NODE_RED_KILLS = process.env.CI === 'true' ? 6 : 2;

/** Published per life. */
const MESSAGES = 150;

/** The broker is restarted after this many lives. */
const BROKER_LIVES = 7;

/** Maximum numbers that the message of a failed test lists. */
const NAMED = 20;

/** Checks that all that were acknowledged to their publisher are there, and those of each topic in order. */
function checkTaken(
  taken: readonly TakenEvent[],
  numberIn: (event: TakenEvent) => number | undefined,
  acknowledged: ReadonlySet<number>,
): { readonly repeated: number } {
  const arrived = new Set<number>();
  const latest = new Map<string, number>();
  let repeated = 0;
  for (const event of taken) {
    const number = numberIn(event);
    if (number === undefined) continue;
    if (arrived.has(number)) {
      repeated++;
      continue;
    }
    arrived.add(number);
    assert.ok(
      number > (latest.get(event.topic) ?? -1),
      `${event.topic}: ${number} after ${latest.get(event.topic)}`,
    );
    latest.set(event.topic, number);
  }
  const missing = [...acknowledged].filter((number) => !arrived.has(number));
  assert.deepEqual(missing.slice(0, NAMED), [], `${missing.length} of ${acknowledged.size} are missing`);
  return { repeated };
}

describe('from the broker to the backend without a gap', () => {
  let program: string;
  let broker: PersistentMosquitto;
  let backend: BackendServer;
  let folder: string;
  let publisher: NumberedPublisher | undefined;

  before(function () {
    program = need(this, mosquitto);
  });
  beforeEach(async () => {
    broker = await PersistentMosquitto.start(program);
    backend = await BackendServer.start();
    folder = mkdtempSync(join(tmpdir(), 'wireband-mqtt-'));
  });
  afterEach(async () => {
    await publisher?.close();
    publisher = undefined;
    await broker.close();
    await backend.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  describe('a program with the connector', () => {
    let programs: ProgramFolder;
    before(async () => {
      programs = await makeProgramFolder();
      await bundlePrograms(programs.path, 'kill/mqttGateway');
    });
    after(() => programs?.remove());

    const live = (qos: 1 | 2): RunningProgram => {
      const plan: MqttGatewayPlan = {
        brokerUrl: broker.url,
        backendUrl: backend.url,
        directory: join(folder, 'spool'),
        qos,
      };
      const env = { ...process.env, NO_PROXY: '*', no_proxy: '*' };
      return new RunningProgram(
        process.execPath,
        [join(programs.path, 'mqttGateway.js'), JSON.stringify(plan)],
        {
          env,
        },
      );
    };

    for (const qos of [1, 2] as const) {
      it(`killed ${PROGRAM_KILLS} times by SIGKILL, with broker restarts in between, loses no message of QoS ${qos}`, async function () {
        this.timeout(300_000 + PROGRAM_KILLS * 10_000);
        console.log(`      seed ${SEED}`);
        const random = new SeededRandom(SEED);
        // The session begins before anything is published.
        let gateway = live(qos);
        await gateway.waitFor(/connected/);
        publisher = await NumberedPublisher.start(broker.url, qos);
        const weather = new BackendWeather(backend, random);
        for (let kill = 1; kill <= PROGRAM_KILLS; kill++) {
          publisher.publish(MESSAGES);
          await sleep(random.between(0, 120));
          if (kill % BROKER_LIVES === 0) await broker.restart();
          process.kill(gateway.pid, 'SIGKILL');
          await gateway.ended;
          gateway = live(qos);
          await gateway.waitFor(/connected/);
        }
        await publisher.done();
        await weather.clear();
        const { acknowledged } = publisher;
        const arrived = () => new Set(backend.taken.map(numberOf));
        await until(
          () => `${acknowledged.size} are at the backend, there are ${arrived().size}`,
          () => arrived().size >= acknowledged.size,
        );
        process.kill(gateway.pid, 'SIGTERM');
        assert.equal(await gateway.ended, 0, gateway.output);
        const { repeated } = checkTaken(backend.taken, numberOf, acknowledged);
        console.log(`      ${acknowledged.size} acknowledged, none missing, ${repeated} repeated`);
      });
    }
  });

  for (const version of nodeRedVersions) {
    describe(`Node-RED ${version.version} with wireband-mqtt-in, classify in readings mode and delta, from the packed tarball`, () => {
      let red: NodeRed | undefined;
      let userDir: string;
      beforeEach(() => {
        userDir = mkdtempSync(join(tmpdir(), 'wireband-red-'));
      });
      afterEach(async () => {
        await red?.stop();
        red = undefined;
        rmSync(userDir, { recursive: true, force: true, maxRetries: 3 });
      });

      const flow = (qos: 1 | 2, lost = 'return msg;', source: object = {}): FlowNode[] => [
        { id: 'tab', type: 'tab', label: 'gateway' },
        {
          id: 'broker',
          type: 'mqtt-broker',
          broker: '127.0.0.1',
          port: String(broker.port),
          protocolVersion: '5',
          keepalive: '60',
          cleansession: true,
        },
        { id: 'backend', type: 'wireband-backend', url: backend.url, deviceId: 'gateway-7' },
        {
          id: 'source',
          z: 'tab',
          type: 'wireband-mqtt-in',
          broker: 'broker',
          topic: 'plant/#',
          qos: String(qos),
          wires: [['way']],
          ...source,
        },
        { id: 'way', z: 'tab', type: 'function', func: lost, outputs: 1, libs: [], wires: [['classify']] },
        { id: 'classify', z: 'tab', type: 'wireband-classify', mode: 'readings', wires: [['delta']] },
        {
          id: 'delta',
          z: 'tab',
          type: 'wireband-delta',
          mode: 'absolute',
          threshold: 1,
          wires: [['uplink']],
        },
        {
          id: 'uplink',
          z: 'tab',
          type: 'wireband-uplink',
          backend: 'backend',
          flushInterval: 0.05,
          flushBatch: 50,
          backoffBase: 0.05,
          backoffMax: 0.3,
          minFreeBytes: 0,
          wires: [[], []],
        },
      ];
      /** The temperature always changes enough, the humidity never does. */
      const messageOf = (number: number) => ({
        topic: `plant/device${number % 5}/climate`,
        data: JSON.stringify({ temperature: number * 10, humidity: 50 }),
      });
      const numberIn = ({ data, topic }: TakenEvent): number | undefined =>
        /temperature/.test(topic) || data !== 50 ? Number(data) / 10 : undefined;
      const begin = async (context: Mocha.Context, flows: readonly FlowNode[]): Promise<NodeRed> => {
        const { tarball } = await packThisPackage();
        return startNodeRed({
          red: need(context, version),
          userDir,
          tarball,
          flows,
          env: { NO_PROXY: '*', no_proxy: '*' },
        });
      };
      for (const qos of [1, 2] as const) {
        it(`killed ${NODE_RED_KILLS} times delivers or suppresses every reading of QoS ${qos}`, async function () {
          this.timeout(300_000 + NODE_RED_KILLS * 60_000);
          const random = new SeededRandom(SEED);
          red = await begin(this, flow(qos));
          publisher = await NumberedPublisher.start(broker.url, qos, messageOf);
          // The session begins with the first message that arrives.
          await until('it is subscribed', () => {
            publisher?.publish(1);
            return backend.taken.length > 0;
          });
          const first = Math.min(...backend.taken.flatMap((event) => numberIn(event) ?? []));
          const weather = new BackendWeather(backend, random);
          for (let kill = 1; kill <= NODE_RED_KILLS; kill++) {
            publisher.publish(MESSAGES * 4);
            await sleep(random.between(0, 800));
            process.kill(red.pid, 'SIGKILL');
            await red.stop();
            red = await startNodeRed({
              red: need(this, version),
              userDir,
              env: { NO_PROXY: '*', no_proxy: '*' },
            });
          }
          await publisher.done();
          await weather.clear();
          const owed = new Set([...publisher.acknowledged].filter((number) => number >= first));
          const arrived = () => new Set(backend.taken.flatMap((event) => numberIn(event) ?? []));
          await until(
            () =>
              `${owed.size} are at the backend, there are ${arrived().size}; ${red?.output().slice(-1000)}`,
            () => arrived().size >= owed.size,
          );
          const { repeated } = checkTaken(backend.taken, numberIn, owed);
          console.log(`      ${owed.size} acknowledged, none missing, ${repeated} repeated`);
        });
      }

      it('leaves messages beyond the window with the broker while the disk is full, and delivers them once there is room', async function () {
        this.timeout(300_000);
        const room = (minFreeBytes: number, flushInterval: number) =>
          flow(1).map((node) => (node.id === 'uplink' ? { ...node, minFreeBytes, flushInterval } : node));
        await backend.goDown();
        red = await begin(this, room(1e15, 0.05));
        publisher = await NumberedPublisher.start(broker.url, 1, messageOf);
        const figures = async (): Promise<Record<string, unknown>> => {
          const response = await fetch(`${red?.url}/wireband/mqtt-in/source`);
          return Object(await response.json());
        };
        await until('messages arrive', async () => {
          publisher?.publish(1);
          return Number((await figures()).in_flight) > 0;
        });
        publisher.publish(3000);
        await publisher.done();
        await until('the window is full', async () => Number((await figures()).in_flight) === 1000);
        assert.equal((await figures()).acknowledged, 0);
        await backend.comeBack();
        await red.deploy(room(0, 0.06));
        const first = 1000;
        const owed = new Set([...publisher.acknowledged].filter((number) => number >= first));
        const arrived = () => new Set(backend.taken.flatMap((event) => numberIn(event) ?? []));
        await until(
          () => `${owed.size} are at the backend, there are ${arrived().size}`,
          () => {
            const there = arrived();
            return [...owed].every((number) => there.has(number));
          },
        );
        checkTaken(backend.taken, numberIn, owed);
      });

      it('whose flow loses every tenth message reports those, leaves them with the broker, and delivers the others', async function () {
        this.timeout(300_000);
        const loses = 'return msg.payload.temperature % 100 === 0 ? null : msg;';
        red = await begin(this, flow(1, loses, { ackTimeout: 1 }));
        publisher = await NumberedPublisher.start(broker.url, 1, messageOf);
        await until('it is subscribed', () => {
          publisher?.publish(1);
          return backend.taken.length > 0;
        });
        publisher.publish(3000);
        await publisher.done();
        const first = Math.min(...backend.taken.flatMap((event) => numberIn(event) ?? []));
        const owed = new Set(
          [...publisher.acknowledged].filter((number) => number >= first && number % 10 !== 0),
        );
        const arrived = () => new Set(backend.taken.flatMap((event) => numberIn(event) ?? []));
        await until(
          () => `${owed.size} are at the backend, there are ${arrived().size}`,
          () => arrived().size >= owed.size,
        );
        await red.waitForOutput(/Not confirmed by the flow: .*plant\/device0\/climate/);
        // Once the flow is fixed, what was lost arrives, too.
        await red.deploy(flow(1, 'return msg;', { ackTimeout: 1, maxInFlight: 999 }));
        const all = new Set([...publisher.acknowledged].filter((number) => number >= first));
        await until(
          () => `${all.size} are at the backend, there are ${arrived().size}`,
          () => arrived().size >= all.size,
        );
      });
    });
  }
});
