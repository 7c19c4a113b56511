import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connectAsync, type MqttClient } from 'mqtt';
import { BackendServer } from '../harness/backend/backendServer';
import { readExamples, withProperties } from '../harness/examples/exampleFlows';
import { Gateway } from '../harness/gateway/gateway';
import { gatewayFlow, tlsConfig } from '../harness/gateway/gatewayFlow';
import { type Mosquitto, startMosquitto } from '../harness/network/mosquitto';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage } from '../harness/package/packedPackage';
import { mosquitto, mosquittoPasswd, need, onPath } from '../harness/requirements';
import { until } from '../harness/until';

/** What is published for example 2, and the symbols that the published protocol gives it. */
const READINGS = [
  ['sensors/boiler/temperature', 0xfc60],
  ['sensors/hall/humidity', 0xfc65],
  ['machines/press/motor', 0xfc90],
  ['machines/press/supply-voltage', 0xfc61],
] as const;

const openssl = {
  name: 'openssl',
  find: () => onPath('openssl'),
  install: 'install openssl (Debian: apt-get install openssl)',
};

function startBroker(context: Mocha.Context): Promise<Mosquitto> {
  return startMosquitto({
    mosquitto: need(context, mosquitto),
    mosquittoPasswd: need(context, mosquittoPasswd),
    openssl: need(context, openssl),
  });
}

describe('from mosquitto with TLS and a password file', () => {
  let broker: Mosquitto;
  let gateway: Gateway;
  let backend: BackendServer;
  let publisher: MqttClient;

  before(async function () {
    broker = await startBroker(this);
    backend = await BackendServer.start();
    gateway = await Gateway.start(this);
    publisher = await connectAsync(`mqtts://127.0.0.1:${broker.port}`, {
      ca: readFileSync(broker.authority),
      username: broker.username,
      password: broker.password,
    });
  });
  after(async () => {
    await publisher?.endAsync();
    await gateway?.stop();
    await backend?.close();
    await broker?.close();
  });

  /** Node-RED's own TLS configuration and login. */
  const flow = (id: string, password: string, ca: string) =>
    gatewayFlow({
      id,
      brokerPort: broker.port,
      backendUrl: backend.url,
      mqttIn: { qos: '1' },
      broker: { usetls: true, tls: 'trust', credentials: { user: broker.username, password } },
      uplink: { flushInterval: 0.1 },
      more: [tlsConfig('trust', ca)],
    });

  it('with the authority and the password, messages arrive once and in order', async () => {
    await gateway.deploy(flow('tls', broker.password, broker.authority));
    await until('Node-RED subscribes', () => broker.log().includes('plant/# (QoS 1)'));
    const count = 500;
    await Promise.all(
      Array.from({ length: count }, (_, seq) =>
        publisher.publishAsync('plant/line1/humidity', JSON.stringify({ seq }), { qos: 1 }),
      ),
    );
    await until(
      () => `${count} events, there are ${backend.taken.length}`,
      () => backend.taken.length >= count,
    );
    assert.deepEqual(
      backend.taken.map(({ symbol, topic, data }) => ({ symbol, topic, data })),
      Array.from({ length: count }, (_, seq) => ({
        symbol: 0xfc65,
        topic: 'plant/line1/humidity',
        data: { seq },
      })),
    );
  });

  it('with a wrong password, the broker rejects the flow, and no password is logged', async () => {
    const secret = 'battery staple';
    await gateway.deploy(flow('wrong-password', secret, broker.authority));
    await until('mosquitto refuses', () => /not authorised|bad user|unauthorised/i.test(broker.log()));
    const log = gateway.red.output();
    assert.ok(!log.includes(secret) && !log.includes(broker.password));
  });
});

for (const version of nodeRedVersions) {
  describe(`example 2 in Node-RED ${version.version}, from the packed tarball in an empty user directory`, () => {
    let broker: Mosquitto;
    let backend: BackendServer;
    let red: NodeRed;
    let publisher: MqttClient;

    before(async function () {
      const installation = need(this, version);
      broker = await startBroker(this);
      backend = await BackendServer.start({ apiKey: 'k-2' });
      const { tarball } = await packThisPackage();
      red = await startNodeRed({
        red: installation,
        tarball,
        flows: [],
        env: { NO_PROXY: '*', no_proxy: '*' },
      });
      publisher = await connectAsync(`mqtt://127.0.0.1:${broker.openPort}`);
    });
    after(async () => {
      await publisher?.endAsync();
      await red?.stop();
      await backend?.close();
      await broker?.close();
    });

    it('published messages arrive as frames, once, in order, with symbols, key and gzip, at most 200 per request', async () => {
      const example = readExamples().find(({ number }) => number === 2);
      const here = { broker: '127.0.0.1', port: String(broker.openPort) };
      const flows = withProperties(example?.nodes ?? [], 'mqtt-broker', here);
      const there = { url: backend.url, credentials: { apiKey: 'k-2' } };
      await red.deploy(withProperties(flows, 'wireband-backend', there));
      const subscribed = () =>
        ['sensors/#', 'machines/#'].every((filter) => broker.log().includes(`${filter} (QoS`));
      await until('Node-RED subscribes', subscribed);

      const count = 1000;
      const published = Array.from({ length: count }, (_, i) => {
        const [topic, symbol] = READINGS[i % READINGS.length] ?? READINGS[0];
        return { topic, symbol, data: { reading: `number ${i}`, value: i } };
      });
      for (const { topic, data } of published) publisher.publish(topic, JSON.stringify(data), { qos: 1 });
      await until(
        () => `${count} events, there are ${backend.taken.length}`,
        () => backend.taken.length >= count,
      );
      // Two subscriptions feed the flow, so only the messages of each device's topic are in order.
      for (const [topic] of READINGS) {
        assert.deepEqual(
          backend.taken
            .filter((event) => event.topic === topic)
            .map((e) => ({ topic, symbol: e.symbol, data: e.data })),
          published.filter((event) => event.topic === topic),
        );
      }
      assert.equal(backend.taken.length, count);
      assert.equal(new Set(backend.batches.map((batch) => batch.key)).size, backend.batches.length);
      assert.ok(backend.batches.every((batch) => batch.authorization === 'Bearer k-2'));
      assert.ok(backend.batches.every((batch) => batch.compressed === batch.plainBytes >= 1024));
      assert.ok(backend.batches.some((batch) => batch.compressed));
      assert.equal(Math.max(...backend.batches.map((batch) => batch.events.length)), 200);
    });
  });
}
