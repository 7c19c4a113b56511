import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { connectAsync, type MqttClient } from 'mqtt';
import { BackendServer } from '../harness/backendServer';
import { Gateway } from '../harness/gateway';
import { gatewayFlow, tlsConfig } from '../harness/gatewayFlow';
import { type Mosquitto, startMosquitto } from '../harness/mosquitto';
import { mosquitto, mosquittoPasswd, need, onPath } from '../harness/requirements';
import { until } from '../harness/until';

const openssl = {
  name: 'openssl',
  find: () => onPath('openssl'),
  install: 'install openssl (Debian: apt-get install openssl)',
};

describe('from mosquitto with TLS and a password file', () => {
  let broker: Mosquitto;
  let gateway: Gateway;
  let backend: BackendServer;
  let publisher: MqttClient;

  before(async function () {
    this.timeout(120_000);
    broker = await startMosquitto({
      mosquitto: need(this, mosquitto),
      mosquittoPasswd: need(this, mosquittoPasswd),
      openssl: need(this, openssl),
    });
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

  it('with a wrong password the broker turns the flow away, and no password is logged', async () => {
    const secret = 'battery staple';
    await gateway.deploy(flow('wrong-password', secret, broker.authority));
    await until('mosquitto refuses', () => /not authorised|bad user|unauthorised/i.test(broker.log()));
    const log = gateway.red.output();
    assert.ok(!log.includes(secret) && !log.includes(broker.password));
  });
});
