import assert from 'node:assert/strict';
import type { FlowNode } from '../../../bin/flowNode';
import { gatewayCredentials, gatewayFlow } from '../../../bin/gatewayFlow';
import { LOG_FUNCTION } from '../../../bin/logFunction';
import { parseArguments } from '../../../bin/parseArguments';

function flowOf(...args: string[]): FlowNode[] {
  const command = parseArguments(args, {});
  if (command.kind !== 'run') throw new Error('not a run');
  return gatewayFlow(command.gateway);
}

function theOnly(flow: readonly FlowNode[], type: string): FlowNode {
  const [node, ...others] = flow.filter((candidate) => candidate.type === type);
  assert.ok(node, `no ${type}`);
  assert.equal(others.length, 0, `several ${type}`);
  return node;
}

function wiresOf(node: FlowNode): string[][] {
  const wires: string[][] = Object(node.wires ?? []);
  return wires;
}

describe('the gateway flow', () => {
  it('routes each topic through classify and delta to the uplink', () => {
    const flow = flowOf('--topics', 'sensors/#', 'machines/#');
    const byId = new Map(flow.map((node) => [node.id, node]));
    const inputs = flow.filter(({ type }) => type === 'mqtt in');
    assert.deepEqual(
      inputs.map(({ topic }) => topic),
      ['sensors/#', 'machines/#'],
    );
    for (const input of inputs) {
      const path: string[] = [];
      for (let node: FlowNode | undefined = input; node; node = byId.get(wiresOf(node)[0]?.[0] ?? ''))
        path.push(node.type);
      assert.deepEqual(path, [
        'mqtt in',
        'wireband-classify',
        'wireband-delta',
        'wireband-uplink',
        'function',
      ]);
      assert.equal(byId.get(String(input.broker))?.type, 'mqtt-broker');
    }
    assert.equal(byId.get(String(theOnly(flow, 'wireband-uplink').backend))?.type, 'wireband-backend');
  });

  it('with --acknowledge stored, has one source node of ours, with MQTT 5 and its own session', () => {
    const args = ['--topics', 'sensors/#', 'machines/#', '--client-id', 'mine', '--qos', '2'];
    const flow = flowOf(...args, '--acknowledge', 'stored');
    const { topic, qos, clientId, broker } = theOnly(flow, 'wireband-mqtt-in');
    assert.deepEqual([topic, qos, clientId], ['sensors/#\nmachines/#', '2', 'mine']);
    const { id, protocolVersion, clientid } = theOnly(flow, 'mqtt-broker');
    assert.deepEqual([id, protocolVersion, clientid], [broker, 5, '']);
    assert.ok(!flow.some(({ type }) => type === 'mqtt in'));
  });

  it('has a persistent session with a client ID, and none without one', () => {
    const sessionOf = (...args: string[]) => {
      const { cleansession, autoUnsubscribe } = theOnly(flowOf(...args), 'mqtt-broker');
      return [cleansession, autoUnsubscribe];
    };
    assert.deepEqual(sessionOf(), [true, true]);
    assert.deepEqual(sessionOf('--client-id', 'mine'), [false, false]);
  });

  it('has no duplicate ID, no dangling wire and no overlapping nodes', () => {
    const flow = flowOf('--topics', 'a', 'b', 'c', '--broker', 'mqtts://b');
    const ids = flow.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const node of flow)
      for (const target of wiresOf(node).flat()) assert.ok(ids.includes(target), target);
    const places = flow.filter(({ x }) => x !== undefined).map(({ x, y }) => `${x} ${y}`);
    assert.equal(new Set(places).size, places.length);
  });

  it('passes the options to the nodes', () => {
    const flow = flowOf(
      ...[
        '--backend',
        'https://b:1',
        '--device-id',
        'd',
        '--delta-threshold',
        '0',
        '--client-id',
        'c',
        '--keepalive',
        '7',
      ],
      ...['--buffer-size', '10', '--flush-interval', '0.5', '--flush-batch', '3', '--stats-interval', '9'],
    );
    const backend = theOnly(flow, 'wireband-backend');
    assert.deepEqual([backend.url, backend.deviceId], ['https://b:1', 'd']);
    assert.equal(theOnly(flow, 'wireband-delta').threshold, 0);
    const broker = theOnly(flow, 'mqtt-broker');
    assert.deepEqual(
      [broker.clientid, broker.keepalive, broker.broker, broker.port],
      ['c', 7, 'localhost', 1883],
    );
    const uplink = theOnly(flow, 'wireband-uplink');
    assert.deepEqual([uplink.bufferSize, uplink.flushInterval, uplink.flushBatch], [10, 0.5, 3]);
    assert.equal(theOnly(flow, 'inject').repeat, '9');
  });

  it('requests no statistics at an interval of 0', () => {
    assert.ok(!flowOf('--stats-interval', '0').some(({ type }) => type === 'inject'));
  });

  it('verifies a TLS broker, with and without a CA file', () => {
    for (const [args, ca] of [
      [['--broker', 'mqtts://b'], ''],
      [['--broker', 'wss://b/mqtt', '--ca', 'package.json'], `${process.cwd()}/package.json`],
    ] as const) {
      const flow = flowOf(...args);
      const tls = theOnly(flow, 'tls-config');
      const broker = theOnly(flow, 'mqtt-broker');
      assert.deepEqual([broker.usetls, broker.tls], [true, tls.id]);
      assert.deepEqual([tls.verifyservercert, tls.ca], [true, ca]);
    }
    assert.ok(!flowOf('--broker', 'mqtt://b').some(({ type }) => type === 'tls-config'));
  });

  it('gives Node-RED the full address of a WebSocket broker', () => {
    assert.equal(theOnly(flowOf('--broker', 'ws://b:8080/mqtt'), 'mqtt-broker').broker, 'ws://b:8080/mqtt');
  });

  it('refers to the environment only for secrets that are set', () => {
    const backend = theOnly(flowOf(), 'wireband-backend').id;
    const broker = theOnly(flowOf(), 'mqtt-broker').id;
    assert.deepEqual(gatewayCredentials({}), {});
    assert.deepEqual(gatewayCredentials({ apiKey: 'k' }), { [backend]: { apiKey: `\${WIREBAND_API_KEY}` } });
    assert.deepEqual(gatewayCredentials({ username: 'u', password: 'p' }), {
      [broker]: { user: `\${MQTT_USERNAME}`, password: `\${MQTT_PASSWORD}` },
    });
  });
});

describe('the log function of the gateway flow', () => {
  function logged(event: string, payload: object): { log: string[]; warn: string[] } {
    const lines = { log: [] as string[], warn: [] as string[] };
    const node = {
      log: (line: string) => lines.log.push(line),
      warn: (line: string) => lines.warn.push(line),
    };
    new Function('msg', 'node', LOG_FUNCTION)({ event, payload }, node);
    return lines;
  }

  it('writes the statistics in one line', () => {
    const stats = {
      ...{
        messages_received: 10,
        messages_delta_filtered: 4,
        buffer_depth: 1,
        events_flushed: 5,
        events_dropped: 0,
      },
      ...{ events_quarantined: 0, compression_ratio: 1.234, connected: true },
    };
    assert.deepEqual(logged('stats', stats), {
      log: [
        'statistics received=10 filtered=4 buffered=1 delivered=5 dropped=0 quarantined=0 ratio=1.23 connected=true',
      ],
      warn: [],
    });
  });

  it('leaves out events that the uplink logs itself', () => {
    for (const event of ['offline', 'online', 'dropped', 'storage', 'delivered']) {
      assert.deepEqual(logged(event, { events: 1 }), { log: [], warn: [] });
    }
  });
});
