import assert from 'node:assert/strict';
import { Classifier } from '../../../src/classify';
import { MqttConnector, type MqttConnectorOptions, type MqttTarget } from '../../../src/mqtt';
import { ScriptedBroker } from '../../harness/network/ScriptedBroker';
import { sleep, until } from '../../harness/until';

type Ingested = Parameters<MqttTarget['ingest']>[1] & { readonly payload: string };

describe('a connector', () => {
  let broker: ScriptedBroker;
  const connectors: MqttConnector[] = [];
  const errors: string[] = [];
  beforeEach(async () => {
    broker = await ScriptedBroker.start();
    errors.length = 0;
  });
  afterEach(async () => {
    await Promise.all(connectors.splice(0).map((connector) => connector.close()));
    await broker.close();
  });

  async function run(options: MqttConnectorOptions, ingest?: (message: Ingested) => boolean) {
    const connector = new MqttConnector(broker.url, {
      onError: (error) => errors.push(error.message),
      ...options,
    });
    connectors.push(connector);
    const taken: Ingested[] = [];
    const { length } = broker.subscriptions;
    const ended = connector.run(
      {
        classifier: new Classifier(),
        ingest(payload, told) {
          const message = { payload: String(payload), ...told };
          taken.push(message);
          return ingest?.(message) ?? true;
        },
        stats: () => ({ bytes_out: 7, compression_ratio: 2 }),
      },
      ['a/#'],
    );
    await until('a subscription', () => broker.subscriptions.length > length);
    return { connector, taken, ended };
  }
  const arrived = (taken: readonly Ingested[], count: number) =>
    until(
      () => `${count} messages, got ${taken.length}`,
      () => taken.length >= count,
    );

  it('has a session for QoS 1 and 2, with a stable client ID, for a week', async () => {
    await run({ qos: 1 });
    await run({ qos: 0 });
    await run({ qos: 2, clientId: 'mine', sessionExpiry: 60, maxQueueSize: 500 });
    const told = broker.connects.map(({ clientId, clean, properties, protocolVersion }) => [
      clientId,
      clean,
      properties?.sessionExpiryInterval,
      properties?.receiveMaximum,
      protocolVersion,
    ]);
    assert.deepEqual(told, [
      ['wire-band-connector', false, 604_800, 10_000, 5],
      ['wire-band-connector-2', true, undefined, 10_000, 5],
      ['mine', false, 60, 500, 5],
    ]);
  });

  it('acknowledges settled events', async () => {
    const { connector, taken } = await run({ qos: 1 });
    broker.send({ id: 1, payload: '20' }, { id: 2, payload: '21' });
    await arrived(taken, 2);
    taken[0]?.onStored();
    // Nothing may come: an event stored in memory because the disk fails is not settled.
    await sleep(50);
    assert.deepEqual(broker.acknowledgements, []);
    assert.equal(connector.stats().messages_in_flight, 2);
    for (const { onSettled } of taken) onSettled();
    assert.deepEqual(await broker.acknowledged(2), ['puback 1', 'puback 2']);
    assert.equal(connector.stats().messages_acknowledged, 2);
  });

  it('acknowledges on arrival if configured', async () => {
    const { taken } = await run({ qos: 1, acknowledge: 'arrival' });
    broker.send({ id: 1, payload: '20' });
    await broker.acknowledged(1);
    assert.equal(taken.length, 1);
  });

  it('acknowledges a message that failed, and reports the error', async () => {
    const { connector } = await run({ qos: 1 }, () => {
      throw new Error('cannot be written as JSON');
    });
    broker.send({ id: 1, payload: '20' });
    await broker.acknowledged(1);
    assert.equal(connector.stats().messages_failed, 1);
    assert.deepEqual(errors, ['cannot be written as JSON']);
  });

  it('drops and counts messages beyond maxQueueSize when it acknowledges on arrival', async () => {
    const { connector, taken } = await run({ qos: 1, acknowledge: 'arrival', maxQueueSize: 2 });
    broker.send(...[1, 2, 3].map((id) => ({ id, payload: String(id) })));
    await broker.acknowledged(3);
    assert.deepEqual(
      taken.map(({ payload }) => payload),
      ['1', '2'],
    );
    taken[0]?.onStored();
    broker.send({ id: 4, payload: '4' });
    await arrived(taken, 3);
    assert.equal(connector.stats().messages_dropped, 1);
  });

  it('suppresses changes below deltaThreshold with its own filter', async () => {
    const { connector, taken } = await run({ qos: 1, deltaThreshold: 0.01 });
    broker.send({ id: 1, payload: '100' }, { id: 2, payload: '100.5' }, { id: 3, payload: '102' });
    await arrived(taken, 2);
    for (const { onSettled } of taken) onSettled();
    await broker.acknowledged(3);
    assert.deepEqual(
      taken.map(({ payload }) => payload),
      ['100', '102'],
    );
    assert.equal(connector.stats().messages_delta_filtered, 1);
  });

  it('on close, waits for messages in flight, acknowledges them, and leaves the rest to the broker', async () => {
    const { connector, taken, ended } = await run({ qos: 1 });
    broker.send({ id: 1, payload: '20' });
    await arrived(taken, 1);
    const closed = connector.close();
    taken[0]?.onSettled();
    await Promise.all([closed, ended]);
    assert.deepEqual(broker.acknowledgements, ['puback 1']);
  });

  it('reports its uptime, and the traffic of the client', async () => {
    const { connector } = await run({});
    await until('uptime above 0', () => connector.stats().uptime_seconds > 0);
    const { bytes_out, compression_ratio } = connector.stats();
    assert.deepEqual([bytes_out, compression_ratio], [7, 2]);
  });

  it('refuses invalid options', () => {
    for (const [setting, value] of Object.entries({
      maxQueueSize: 0,
      deltaThreshold: -1,
      sessionExpiry: 0.5,
      acknowledge: 'sotred',
      qos: 3,
    })) {
      assert.throws(() => new MqttConnector('mqtt://localhost', { [setting]: value }), {
        name: 'SettingError',
        setting,
      });
    }
  });
});
