import assert from 'node:assert/strict';
import { tokenCount } from '../../nodes/runtime/followMessages';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import { ScriptedBroker } from '../harness/network/ScriptedBroker';
import {
  askAdmin,
  deploy,
  type FlowNode,
  gets,
  got,
  loggedErrors,
  loggedWarnings,
  startFlow,
  statuses,
  until,
  withNodeRed,
  withUserDir,
} from '../harness/nodeRed/flow';
import { functionNode, WAYS, type Way } from '../harness/nodeRed/sourceWays';
import { sleep } from '../harness/until';

describe('the mqtt-in node', () => {
  withUserDir();
  withNodeRed();

  let broker: ScriptedBroker;
  let backend: HttpBackend;
  let source = 'source0';
  let count = 0;
  beforeEach(async () => {
    broker = await ScriptedBroker.start();
    backend = await startHttpBackend();
    count++;
    source = `source${count}`;
  });
  afterEach(async () => {
    await broker.close();
    await backend.stop();
    assert.equal(tokenCount(), 0);
  });

  const flow = (way: Way, config: object = {}, uplinkConfig: object = {}): FlowNode[] => [
    { id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: String(broker.port), protocolVersion: 5 },
    { id: 'b', type: 'wireband-backend', url: backend.url, compression: 'none' },
    {
      id: source,
      type: 'wireband-mqtt-in',
      broker: 'broker',
      topic: 'a/#',
      ackTimeout: 0.4,
      wires: [['in']],
      ...config,
    },
    ...way.map((node) => ({ ...node, id: node.id })),
    {
      id: 'up',
      type: 'wireband-uplink',
      backend: 'b',
      flushInterval: 0.02,
      minFreeBytes: 0,
      wires: [],
      ...uplinkConfig,
    },
  ];
  const start = async (way: Way, config: object = {}, uplinkConfig: object = {}): Promise<void> => {
    await startFlow(flow(way, config, uplinkConfig));
    await until(() => broker.subscriptions.length > 0, 'a subscription');
  };
  const publish = (...payloads: string[]): void =>
    broker.send(...payloads.map((payload, i) => ({ id: i + 1, payload })));
  const events = (): unknown[] =>
    backend.requests.flatMap((request) => request.events().map(({ data }) => data));
  const arrive = (...data: unknown[]) =>
    until(() => events().length >= data.length, `${data.length} events`).then(() =>
      assert.deepEqual(events(), data),
    );
  const acknowledged = async (...ids: number[]): Promise<void> => {
    await broker.acknowledged(ids.length);
    assert.deepEqual(
      broker.acknowledgements,
      ids.map((id) => `puback ${id}`),
    );
  };

  it('is red with the cause while the broker refuses a topic or is unreachable', async () => {
    broker.refusedTopics.set('a/#', 0x80);
    await start([]);
    const shown = () => statuses(source).map(({ fill, text }) => `${fill} ${text}`);
    await until(() => shown().at(-1) === 'red wireband-mqtt-in.status.refused', 'the refusal');
    assert.equal(loggedWarnings(source).filter((text) => text.includes('log.refused')).length, 1);
    await broker.close();
    await until(() => shown().at(-1) === 'red ECONNREFUSED · wireband-mqtt-in.status.retrying', 'the cause');
  });

  it('sends the same messages as mqtt in, and acknowledges those that the uplink has stored', async () => {
    await start([
      functionNode('in', 'return msg;', ['up', 'seen']),
      { id: 'seen', type: 'helper', wires: [] },
    ]);
    publish('{"value":20}');
    const [message] = await gets('seen', 1);
    const { _msgid, ...sent } = Object.fromEntries(Object.entries(message ?? {}));
    assert.deepEqual(sent, { topic: 'a/temperature', payload: { value: 20 }, qos: 1, retain: false });
    assert.equal(typeof _msgid, 'string');
    await arrive({ value: 20 });
  });

  for (const [name, { way, payloads, data }] of Object.entries(WAYS)) {
    it(`acknowledges after ${name}, once everything that came of a message is handled`, async () => {
      await start(way, { ackTimeout: 60 });
      publish(...payloads);
      await arrive(...data);
      await acknowledged(...payloads.map((_, i) => i + 1));
      assert.equal(tokenCount(), 0);
    });
  }

  it('acknowledges messages that a delta node suppresses at once, and held-back ones once stored or given up', async () => {
    await start(
      [
        {
          id: 'in',
          type: 'wireband-delta',
          mode: 'absolute',
          threshold: 1,
          minInterval: 0.3,
          wires: [['up']],
        },
      ],
      { ackTimeout: 60 },
    );
    publish('20', '25', '30', '40');
    await arrive(20, 40);
    await acknowledged(1, 2, 3, 4);
  });

  it('does not acknowledge while the disk of the uplink fails, until the events are delivered', async () => {
    await start(
      [],
      { wires: [['up']], onTimeout: 'acknowledge' },
      { minFreeBytes: 1e15, backoffBase: 0.05, maxRetries: 0 },
    );
    backend.reply = () => 503;
    publish('1', '2');
    await until(() => statuses('up').some(({ text }) => text?.includes('disk-failing')), 'a failing disk');
    // No acknowledgement may come, although both have waited longer than the timeout.
    await sleep(1000);
    assert.deepEqual(broker.acknowledgements, []);
    backend.reply = () => 200;
    await acknowledged(1, 2);
  });

  it('counts and reports messages that a flow loses; others continue, and the broker keeps the lost ones', async () => {
    await start([functionNode('in', 'if (msg.payload % 10 === 0) return null; return msg;', ['up'])]);
    publish(...Array.from({ length: 30 }, (_, i) => String(i)));
    await broker.acknowledged(27);
    assert.deepEqual(
      broker.acknowledgements,
      Array.from({ length: 30 }, (_, i) => i).flatMap((i) => (i % 10 === 0 ? [] : `puback ${i + 1}`)),
    );
    await until(() => loggedWarnings(source).length > 0, 'a line in the log');
    assert.match(loggedWarnings(source)[0] ?? '', /not-confirmed/);
    await until(() => statuses(source).some(({ text }) => text?.includes('not-confirmed')), 'a status');
    await broker.reconnect(true);
    broker.send({ id: 1, payload: '3', dup: true }, { id: 11, payload: '10', dup: true });
    await broker.acknowledged(28);
    assert.equal(broker.acknowledgements[27], 'puback 1');
  });

  it('lets a message lost behind a change filter pass it when redelivered', async () => {
    const once = "if (context.get('seen')) return msg; context.set('seen', true); return null;";
    await start([
      { id: 'in', type: 'wireband-delta', mode: 'absolute', threshold: 1, wires: [['f']] },
      functionNode('f', once, ['up']),
    ]);
    publish('20');
    await until(() => loggedWarnings(source).length > 0, 'a warning about the lost message');
    await broker.reconnect(true);
    broker.send({ id: 1, payload: '20', dup: true });
    await arrive(20);
    await acknowledged(1);
  });

  it('loses only the one message for which a function forgets done()', async () => {
    await start(
      [functionNode('in', 'if (msg.payload === 2) { setTimeout(() => 0, 0); return; } return msg;', ['up'])],
      {
        onTimeout: 'acknowledge',
      },
    );
    publish('1', '2', '3');
    await acknowledged(1, 2, 3);
    assert.deepEqual(events(), [1, 3]);
  });

  it('keeps the connection across deploys, and resends messages held by nodes that a deploy stopped', async () => {
    const way: Way = [
      {
        id: 'in',
        type: 'delay',
        pauseType: 'delay',
        timeout: '100',
        timeoutUnits: 'seconds',
        wires: [['up']],
      },
      functionNode('unused', 'return msg;', ['up']),
    ];
    await start(way, { ackTimeout: 60 });
    publish('1', '2');
    await until(() => tokenCount() === 2, 'both in the flow');
    await deploy(flow([functionNode('in', 'return msg;', ['up'])], { ackTimeout: 60 }));
    await arrive(1, 2);
    await acknowledged(1, 2);
    await deploy(flow([functionNode('in', 'return msg;', ['up'])], { ackTimeout: 60 }), 'nodes');
    broker.send({ id: 9, payload: '9' });
    await arrive(1, 2, 9);
    assert.equal(broker.connects.length, 1);
    assert.equal(broker.subscriptions.length, 1);
  });

  it('reconnects in the same session when a deploy changes the connection settings', async () => {
    await start([functionNode('in', 'return msg;', ['up'])], { ackTimeout: 60, clientId: 'mine' });
    broker.hasSession = true;
    await deploy(
      flow([functionNode('in', 'return msg;', ['up'])], { ackTimeout: 60, clientId: 'mine', maxInFlight: 5 }),
    );
    await until(() => broker.connects.length === 2, 'another connection');
    assert.deepEqual(
      broker.connects.map(({ clientId, clean, properties }) => [clientId, clean, properties?.receiveMaximum]),
      [
        ['mine', false, 1000],
        ['mine', false, 5],
      ],
    );
  });

  it('reports its counters and the limits of the broker to the dialog', async () => {
    broker.connackProperties = { sessionExpiryInterval: 60, maximumQoS: 1 };
    await start([functionNode('in', 'return msg;', ['up'])], { qos: '2' });
    publish('1', '2');
    await acknowledged(1, 2);
    assert.deepEqual(await askAdmin(`/wireband/mqtt-in/${source}`), {
      status: 200,
      body: {
        connected: true,
        in_flight: 0,
        acknowledged: 2,
        not_confirmed: 0,
        redelivered: 0,
        recognized: 0,
        limits: { sessionExpiry: 60, maximumQos: 1 },
      },
    });
    assert.deepEqual(await askAdmin('/wireband/mqtt-in/other'), { status: 200, body: {} });
    assert.deepEqual(
      loggedWarnings(source).map((text) => text.split('.').at(-1)),
      ['short-session', 'low-qos'],
    );
  });

  it('subscribes to each filter once, and to shared ones as they are', async () => {
    await start([functionNode('in', 'return msg;', ['up'])], {
      topic: 'a/#\n\n $share/group/b/+ \na/#',
      qos: '2',
    });
    assert.deepEqual(
      broker.subscriptions[0]?.subscriptions.map(({ topic, qos }) => [topic, qos]),
      [
        ['a/#', 2],
        ['$share/group/b/+', 2],
      ],
    );
  });

  it('has a stable client ID of its own, different for each Node-RED', async () => {
    await start([functionNode('in', 'return msg;', ['up'])]);
    const [first] = broker.connects;
    assert.match(first?.clientId ?? '', new RegExp(`^wireband-${source}-[0-9a-f]{8}$`));
    await deploy([]);
    await deploy(flow([functionNode('in', 'return msg;', ['up'])]));
    await until(() => broker.connects.length === 2, 'another connection');
    assert.equal(broker.connects[1]?.clientId, first?.clientId);
  });

  it('says which setting is invalid', async () => {
    await startFlow(flow([functionNode('in', 'return msg;', ['up'])], { topic: 'a/#/b' }));
    assert.match(loggedErrors(source)[0] ?? '', /a\/#\/b/);
    await deploy(flow([functionNode('in', 'return msg;', ['up'])], { topic: '' }));
    assert.match(loggedErrors(source).at(-1) ?? '', /topic/);
    await deploy(flow([functionNode('in', 'return msg;', ['up'])], { broker: 'other' }));
    assert.match(loggedErrors(source).at(-1) ?? '', /choose an MQTT broker/);
    assert.equal(got('seen').length, 0);
  });
});
