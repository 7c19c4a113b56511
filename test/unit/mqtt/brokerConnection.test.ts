import assert from 'node:assert/strict';
import {
  BrokerConnection,
  type BrokerConnectionOptions,
  type BrokerMessage,
} from '../../../src/mqtt/BrokerConnection';
import type { InFlightMessage } from '../../../src/mqtt/InFlightMessages';
import { ScriptedBroker } from '../../harness/network/ScriptedBroker';
import { sleep, until } from '../../harness/until';

describe('a connection whose receiver acknowledges messages', () => {
  let broker: ScriptedBroker;
  let connection: BrokerConnection | undefined;
  let messages: BrokerMessage[];
  let notConfirmed: InFlightMessage[];
  let errors: Error[];
  let forgotten: InFlightMessage[];
  let isBeingStored: (message: InFlightMessage) => boolean;

  beforeEach(async () => {
    broker = await ScriptedBroker.start();
    messages = [];
    notConfirmed = [];
    errors = [];
    forgotten = [];
    isBeingStored = () => false;
  });
  afterEach(async () => {
    await connection?.end(0);
    await broker.close();
  });

  async function connect(
    version: 4 | 5,
    options: Partial<BrokerConnectionOptions> = {},
  ): Promise<BrokerConnection> {
    connection = new BrokerConnection(
      {
        url: broker.url,
        client: { clientId: 'c', clean: false, protocolVersion: version, reconnectPeriod: 10 },
        topics: ['a/#'],
        qos: 1,
        maxInFlight: 100,
        ackTimeout: 0,
        onTimeout: 'leave',
        ...options,
      },
      {
        onMessage: (message) => messages.push(message),
        onNotConfirmed: (lost) => notConfirmed.push(...lost),
        onForgotten: (gone) => forgotten.push(...gone),
        onError: (error) => errors.push(error),
        isBeingStored: (message) => isBeingStored(message),
      },
    );
    await until('a subscription', () => broker.subscriptions.length > 0);
    return connection;
  }

  const arrived = (count: number) =>
    until(
      () => `${count} messages, got ${messages.length}`,
      () => messages.length >= count,
    );
  const settle = (...indexes: number[]) => {
    for (const index of indexes) {
      const inFlight = messages[index]?.inFlight;
      assert.ok(inFlight);
      connection?.settle(inFlight);
    }
  };
  const payloads = () => messages.map(({ payload }) => payload.toString());

  for (const version of [4, 5] as const) {
    describe(version === 4 ? 'MQTT 3.1.1' : 'MQTT 5', () => {
      it('passes on many messages before the first acknowledgement, and acknowledges in order, several per write', async () => {
        await connect(version);
        broker.send(...[1, 2, 3, 4, 5].map((id) => ({ id, payload: `m${id}` })));
        await arrived(5);
        assert.deepEqual(payloads(), ['m1', 'm2', 'm3', 'm4', 'm5']);
        assert.deepEqual(broker.acknowledgements, []);
        settle(1, 2, 4);
        // Nothing may come: the first message is not handled yet.
        await sleep(50);
        assert.deepEqual(broker.acknowledgements, []);
        settle(0);
        assert.deepEqual(await broker.acknowledged(3), ['puback 1', 'puback 2', 'puback 3']);
        assert.deepEqual(broker.groups, [3]);
        settle(3);
        assert.deepEqual((await broker.acknowledged(5)).slice(3), ['puback 4', 'puback 5']);
      });

      it('sends PUBREC for QoS 2 only when a message is handled, and mqtt.js completes it', async () => {
        await connect(version, { qos: 2 });
        broker.send({ id: 7, payload: 'x', qos: 2 }, { id: 8, payload: 'y', qos: 2 });
        await arrived(2);
        assert.deepEqual(broker.acknowledgements, []);
        assert.equal(messages[0]?.packet.qos, 2);
        settle(0, 1);
        assert.deepEqual(await broker.acknowledged(4), ['pubrec 7', 'pubrec 8', 'pubcomp 7', 'pubcomp 8']);
      });

      it('recognizes redelivered messages, handled or not, and passes on unknown ones', async () => {
        const { connection: _, ...counts } = { connection: await connect(version) };
        assert.deepEqual(counts, {});
        broker.send({ id: 1, payload: 'a' }, { id: 2, payload: 'b' }, { id: 3, payload: 'c' });
        await arrived(3);
        settle(1);
        await broker.reconnect(true);
        settle(2);
        broker.send(
          { id: 1, payload: 'a', dup: true },
          { id: 2, payload: 'b', dup: true },
          { id: 3, payload: 'c', dup: true },
          { id: 4, payload: 'd', dup: true },
        );
        await arrived(4);
        assert.deepEqual(payloads(), ['a', 'b', 'c', 'd']);
        assert.deepEqual(broker.acknowledgements, []);
        settle(0);
        assert.deepEqual(await broker.acknowledged(3), ['puback 1', 'puback 2', 'puback 3']);
        assert.equal(connection?.redelivered, 4);
        assert.equal(connection?.recognized, 3);
      });

      it('names each refused topic once, and tries to subscribe again', async () => {
        broker.refusedTopics.set('b', version === 5 ? 0x87 : 0x80).set('c', 0x80);
        await connect(version, {
          topics: ['a/#', 'b', 'c', 'd'],
          resubscribeSeconds: 0.05,
        });
        await until('two refusals of b and c', () => broker.subscriptions.length >= 3);
        assert.deepEqual(connection?.refusedTopics, ['b', 'c']);
        assert.deepEqual(
          broker.subscriptions
            .slice(0, 2)
            .map(({ subscriptions }) => subscriptions.map(({ topic }) => topic)),
          [
            ['a/#', 'b', 'c', 'd'],
            ['b', 'c'],
          ],
        );
        assert.deepEqual(
          errors.map(({ name, message }) => [name, /subscribe to b, c:/.test(message)]),
          [['SubscriptionRefusedError', true]],
        );
        broker.refusedTopics.clear();
        await until('permission for both', () => connection?.refusedTopics.length === 0);
        const { length } = broker.subscriptions;
        await sleep(150);
        assert.equal(broker.subscriptions.length, length, 'no further subscription');
      });

      it('knows when the broker grants a lower quality of service', async () => {
        broker.maximumQos = 0;
        await connect(version);
        await until('a granted subscription', () => connection?.limits.maximumQos !== undefined);
        assert.deepEqual(connection?.limits, { maximumQos: 0 });
        assert.deepEqual(errors, []);
      });

      it('repeats an acknowledgement when the broker sends the message again', async () => {
        await connect(version);
        broker.send({ id: 1, payload: 'a' });
        await arrived(1);
        settle(0);
        await broker.acknowledged(1);
        await broker.reconnect(true);
        broker.send({ id: 1, payload: 'a', dup: true });
        assert.deepEqual(await broker.acknowledged(2), ['puback 1', 'puback 1']);
        assert.equal(messages.length, 1);
      });

      it('does not mistake another message with the same ID for a known one', async () => {
        await connect(version);
        broker.send({ id: 1, payload: 'a' });
        await arrived(1);
        await broker.reconnect(true);
        broker.send({ id: 1, payload: 'another', dup: true });
        await arrived(2);
        assert.deepEqual(
          forgotten.map(({ payload }) => payload.toString()),
          ['a'],
        );
        settle(0);
        // Nothing may come: the identifier now belongs to another message.
        await sleep(50);
        assert.deepEqual(broker.acknowledgements, []);
        settle(1);
        assert.deepEqual(await broker.acknowledged(1), ['puback 1']);
      });

      it('acknowledges nothing from a session that the broker has lost', async () => {
        await connect(version);
        broker.send({ id: 1, payload: 'a' });
        await arrived(1);
        await broker.reconnect(false);
        assert.equal(forgotten.length, 1);
        settle(0);
        broker.send({ id: 1, payload: 'b' });
        await arrived(2);
        await sleep(50);
        assert.deepEqual(broker.acknowledgements, []);
      });

      it('leaves a message without confirmation to the broker, and acknowledges the others', async () => {
        await connect(version, { ackTimeout: 100 });
        broker.send(...[1, 2, 3].map((id) => ({ id, payload: `m${id}` })));
        await arrived(3);
        settle(0, 2);
        assert.deepEqual(await broker.acknowledged(2), ['puback 1', 'puback 3']);
        assert.deepEqual(
          notConfirmed.map(({ id }) => id),
          [2],
        );
        assert.equal(connection?.notConfirmed, 1);
        await broker.reconnect(true);
        broker.send({ id: 2, payload: 'm2', dup: true });
        await arrived(4);
        settle(3);
        await broker.acknowledged(3);
      });

      it('acknowledges a message without confirmation if configured', async () => {
        await connect(version, { ackTimeout: 100, onTimeout: 'acknowledge' });
        broker.send({ id: 1, payload: 'a' });
        assert.deepEqual(await broker.acknowledged(1), ['puback 1']);
        assert.equal(notConfirmed.length, 1);
      });

      it('waits for events that are being stored, however long that takes', async () => {
        isBeingStored = ({ id }) => id === 1;
        await connect(version, { ackTimeout: 60, onTimeout: 'acknowledge' });
        broker.send({ id: 1, payload: 'a' }, { id: 2, payload: 'b' });
        await until('the second message reported as not confirmed', () => notConfirmed.length === 1);
        assert.deepEqual(broker.acknowledgements, []);
        settle(0);
        assert.deepEqual(await broker.acknowledged(2), ['puback 1', 'puback 2']);
      });

      it('reconnects for messages left to the broker before they fill its window', async () => {
        await connect(version, { ackTimeout: 50, maxInFlight: 20 });
        broker.hasSession = true;
        broker.send(...Array.from({ length: 10 }, (_, i) => ({ id: i + 1, payload: `m${i}` })));
        await until('a second connection', () => broker.connects.length > 1);
        broker.send(...Array.from({ length: 10 }, (_, i) => ({ id: i + 1, payload: `m${i}`, dup: true })));
        await arrived(20);
      });

      it('stops reading while paused', async () => {
        const paused = await connect(version);
        paused.pause();
        broker.send({ id: 1, payload: 'a' }, { id: 2, payload: 'b' }, { id: 3, payload: 'c' });
        await arrived(1);
        // Nothing more may come: one was passed on before the pause was noticed.
        await sleep(50);
        assert.equal(messages.length, 1);
        paused.resume({ onMessage: (message) => messages.push(message) }, { topics: ['a/#'], qos: 1 });
        await arrived(3);
      });

      it('subscribes once per session, and to other topics when resumed for another receiver', async () => {
        const going = await connect(version);
        await broker.reconnect(true);
        assert.equal(broker.subscriptions.length, 1);
        going.pause();
        await until('a connection', () => going.isConnected);
        going.resume({ onMessage: () => undefined }, { topics: ['b/#'], qos: 2 });
        await until('a second subscription', () => broker.subscriptions.length === 2);
        assert.deepEqual(
          broker.subscriptions[1]?.subscriptions.map(({ topic, qos }) => [topic, qos]),
          [['b/#', 2]],
        );
      });
    });
  }

  it('falls back to MQTT 3.1.1 for a broker without MQTT 5', async () => {
    broker.refusedVersion = 5;
    await connect(5, { mayFallBack: true });
    assert.equal(connection?.protocolVersion, 4);
    broker.send({ id: 1, payload: 'a' });
    await arrived(1);
    settle(0);
    await broker.acknowledged(1);
  });
});
