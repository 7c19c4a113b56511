import assert from 'node:assert/strict';
import { connectAsync, type MqttClient } from 'mqtt';
import { BackendServer } from '../harness/backend/backendServer';
import { nodeNamed, readExamples, withProperties } from '../harness/examples/exampleFlows';
import { Gateway } from '../harness/gateway/gateway';
import { type Mosquitto, startMosquitto } from '../harness/network/mosquitto';
import type { FlowNode } from '../harness/nodeRed/nodeRed';
import { mosquitto, mosquittoPasswd, need, onPath } from '../harness/requirements';
import { until } from '../harness/until';

const openssl = {
  name: 'openssl',
  find: () => onPath('openssl'),
  install: 'install openssl (Debian: apt-get install openssl)',
};

const API_KEY = 'key of the fleet';

const MESSAGES = 1500;
/** Messages per tick of 5 ms: 400 per second. */
const PER_TICK = 2;
const KILLED_AT = 500;
const BACK_AT = 1000;

/** Messages before the kill, some of them in flight: the broker gave them to the gateway, which acknowledged them. */
const WINDOW = 50;

/** The fleet's flow as it is, with the key typed into its field, as its comment says. */
function fleetFlow(): FlowNode[] {
  const example = readExamples().find(({ name }) => name.endsWith('A fleet of gateways'));
  const credentials = { apiKey: `\${WIREBAND_API_KEY}` };
  return withProperties(example?.nodes ?? [], 'wireband-backend', { credentials });
}

describe('two gateways that share a subscription', () => {
  let broker: Mosquitto;
  let backend: BackendServer;
  let publisher: MqttClient;
  const gateways: Gateway[] = [];

  /** @param group its gateways share the messages; a session outlives its gateway, and keeps its share. */
  async function startGateway(
    context: Mocha.Context,
    name: string,
    group: string,
    userDir?: string,
  ): Promise<Gateway> {
    const gateway = await Gateway.start(context, {
      env: {
        NO_PROXY: '*',
        no_proxy: '*',
        HOSTNAME: name,
        MQTT_HOST: '127.0.0.1',
        MQTT_PORT: String(broker.openPort),
        MQTT_SUBSCRIPTION: `$share/${group}/plant/#`,
        BACKEND_URL: backend.url,
        WIREBAND_API_KEY: API_KEY,
        FLUSH_INTERVAL: '0.2',
        BUFFER_SIZE: '',
      },
      ...(userDir !== undefined && { userDir }),
    });
    gateways.push(gateway);
    return gateway;
  }

  const subscriptions = (name: string): number =>
    [...broker.log().matchAll(new RegExp(`${name} 1 \\$share/`, 'g'))].length;

  /** How often the broker has noticed that a gateway is gone. */
  const goodbyes = (name: string): number =>
    [...broker.log().matchAll(new RegExp(`Client ${name}.* (closed its connection|disconnected)`, 'g'))]
      .length;

  before(async function () {
    broker = await startMosquitto({
      mosquitto: need(this, mosquitto),
      mosquittoPasswd: need(this, mosquittoPasswd),
      openssl: need(this, openssl),
    });
    backend = await BackendServer.start({ apiKey: API_KEY });
    publisher = await connectAsync(`mqtt://127.0.0.1:${broker.openPort}`);
  });
  after(async () => {
    await publisher?.endAsync();
    for (const gateway of gateways) await gateway.stop();
    await backend?.close();
    await broker?.close();
  });

  it('have a default for every unset variable except the address of the broker', async function () {
    const gateway = await Gateway.start(this, {
      env: {
        HOSTNAME: '',
        MQTT_HOST: '127.0.0.1',
        MQTT_PORT: String(broker.openPort),
        MQTT_SUBSCRIPTION: '',
        BACKEND_URL: '',
        FLUSH_INTERVAL: '',
        BUFFER_SIZE: '',
      },
    });
    gateways.push(gateway);
    const example = readExamples().find(({ name }) => name.endsWith('A fleet of gateways'))?.nodes ?? [];
    await gateway.deploy(withProperties(example, 'debug', { console: true }));
    await until('it subscribes', () => /gateway-\d+ 1 \$share\/wireband\/plant\/#/.test(broker.log()));
    await gateway.red.inject(nodeNamed(example, '100 readings').id);
    await gateway.red.waitForOutput(/\[debug:Event at the backend\][\s\S]*plant\/machine-9\/temperature/);
    assert.doesNotMatch(gateway.red.output(), /TypeError|\[error\]/);
    await gateway.stop();
  });

  it('share the messages that the button of the example publishes', async function () {
    const first = await startGateway(this, 'gateway-c', 'first');
    const second = await startGateway(this, 'gateway-d', 'first');
    for (const gateway of [first, second]) await gateway.deploy(fleetFlow());
    for (const name of ['gateway-c', 'gateway-d']) {
      await until(`${name} subscribes`, () => subscriptions(name) === 1);
    }
    await first.red.inject(nodeNamed(fleetFlow(), '100 readings').id);
    const events = (device: string): number =>
      backend.taken.filter((event) => event.device === device).length;
    await until(
      () => `100 events, there are ${backend.taken.length}`,
      () => backend.taken.length === 100,
    );
    assert.ok(events('gateway-c') > 0 && events('gateway-d') > 0, 'both had their share');
    for (const gateway of [first, second]) await gateway.stop();
    backend.forget();
  });

  it('lose only messages in flight when one is killed, and repeat only redelivered ones', async function () {
    const survivor = await startGateway(this, 'gateway-a', 'second');
    const victim = await startGateway(this, 'gateway-b', 'second');
    for (const gateway of [survivor, victim]) await gateway.deploy(fleetFlow());
    for (const name of ['gateway-a', 'gateway-b']) {
      await until(`${name} subscribes`, () => subscriptions(name) === 1);
    }

    let published = 0;
    const numberOf = ({ data }: { data: unknown }): number => Object(data).number;
    const missing = (): number[] => {
      const arrived = new Set(backend.taken.map(numberOf));
      return Array.from({ length: published }, (_, i) => i).filter((number) => !arrived.has(number));
    };
    let restarted: Promise<Gateway> | undefined;
    while (published < MESSAGES) {
      for (let i = 0; i < PER_TICK; i++) {
        const topic = `plant/machine-${published % 10}/temperature`;
        publisher.publish(topic, JSON.stringify({ number: published++ }), { qos: 1 });
      }
      // However slow the machine is, at most WINDOW messages are in flight.
      if (published === KILLED_AT - WINDOW)
        await until('all so far have arrived', () => missing().length === 0);
      if (published === KILLED_AT) {
        process.kill(victim.red.pid, 'SIGKILL');
        await until('the broker notices the kill', () => goodbyes('gateway-b') > 0);
      }
      if (published === BACK_AT) restarted = startGateway(this, 'gateway-b', 'second', victim.red.userDir);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await restarted;
    const isNearKill = (number: number): boolean => number >= KILLED_AT - WINDOW && number < KILLED_AT;
    await until(
      () => `all but the messages in flight have arrived; missing: ${missing()}`,
      () => missing().every(isNearKill) && subscriptions('gateway-b') === 2,
    );

    const keys = new Map<number, Set<string>>();
    for (const event of backend.taken) {
      const number = numberOf(event);
      keys.set(number, (keys.get(number) ?? new Set()).add(event.id));
    }
    const twice = [...keys].filter(([, ids]) => ids.size > 1).map(([number]) => number);
    assert.ok(twice.every(isNearKill), `arrived under two IDs: ${twice}`);
    const devices = new Map<string, number>();
    for (const { device } of backend.taken) devices.set(device, (devices.get(device) ?? 0) + 1);
    assert.deepEqual([...devices.keys()].sort(), ['gateway-a', 'gateway-b']);
    assert.ok(
      [...devices.values()].every((events) => events > MESSAGES / 10),
      'both had their share',
    );
    console.log(`      lost ${missing().length}, came again under another id ${twice.length}`);
  });
});
