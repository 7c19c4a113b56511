import type { NodeAPI, NodeDef } from 'node-red';
import { checkSubscription } from '../../src/classify';
import type { InFlightMessage } from '../../src/mqtt/InFlightMessages';
import { SubscriptionRefusedError } from '../../src/mqtt/SubscriptionRefusedError';
import { MQTT_IN } from '../../src/settings/mqtt';
import { SettingError } from '../../src/settings/SettingError';
import { type GivenSettings, settingsReader } from '../../src/settings/settingsReader';
import { BrokerSession } from '../runtime/BrokerSession';
import { serveBrokerFigures } from '../runtime/brokerFiguresEndpoint';
import { followMessages, markRepeated } from '../runtime/followMessages';
import { instanceId } from '../runtime/instanceId';
import { mqttBroker } from '../runtime/mqttBroker';
import { mqttInStatus } from '../runtime/mqttInStatus';
import { mqttMessage } from '../runtime/mqttMessage';
import { type NotConfirmedLine, NotConfirmedLog } from '../runtime/NotConfirmedLog';
import { registerNode, toError } from '../runtime/register';
import { StatusReporter } from '../runtime/StatusReporter';

type MqttInConfig = NodeDef & GivenSettings<typeof MQTT_IN> & { broker?: unknown };

type Sent = Pick<InFlightMessage, 'topic' | 'payload' | 'packet'>;

/** @throws {SettingError} {TopicFilterError} if there are no filters, or one is invalid. */
function topicFilters(text: string): string[] {
  const filters = [...new Set(text.split(/\r?\n/).map((line) => line.trim()))].filter((line) => line !== '');
  if (filters.length === 0)
    throw new SettingError('topic', text, 'give at least one topic, such as sensors/#.');
  for (const filter of filters) checkSubscription(filter);
  return filters;
}

export = (RED: NodeAPI): void => {
  const shown = serveBrokerFigures(RED);
  /** A line of the log: how many messages, and on which topics. */
  const notConfirmedText = (
    { count, topics, furtherTopics }: NotConfirmedLine,
    onTimeout: string,
  ): string => {
    const named = topics.map(({ topic, count: of }) => `${topic} (${of})`).join(', ');
    const further = furtherTopics === 0 ? '' : RED._('wireband-mqtt-in.log.further', { n: furtherTopics });
    const what = RED._(`wireband-mqtt-in.log.then-${onTimeout}`);
    return RED._('wireband-mqtt-in.log.not-confirmed', { n: count, topics: named + further, what });
  };

  registerNode<MqttInConfig>(RED, 'wireband-mqtt-in', (node, config) => {
    const read = settingsReader(MQTT_IN, config);
    const broker = mqttBroker(RED, config.broker);
    const topics = topicFilters(read('topic'));
    const datatype = read('datatype');
    const maxInFlight = read('maxInFlight');
    const onTimeout = read('onTimeout');
    const sessionExpiry = read('sessionExpiry');
    const qos = read('qos') === '2' ? 2 : 1;
    const ownId = ['wireband', node.id, instanceId(RED.settings.userDir)]
      .filter((part) => part !== '')
      .join('-');
    const isVersion5 = broker.client.protocolVersion === 5;

    const status = new StatusReporter(node);
    let hasConnected = false;
    /** Whether the log says that the node is connected. */
    let isShown = false;
    let lastError = '';
    let isQosWarned = false;
    /** The connection outlives the node: for its successor, or until it has ended. */
    let isClosed = false;
    const showStatus = (): void => {
      if (isClosed) return;
      status.updateSoon(() => {
        const { isConnected, inFlightCount, notConfirmed, refusedTopics } = session.connection;
        const link = isConnected ? 'connected' : hasConnected ? 'disconnected' : 'connecting';
        return mqttInStatus(RED, {
          link,
          failure: lastError || undefined,
          refusedTopics,
          inFlight: inFlightCount,
          maxInFlight,
          notConfirmed,
        });
      });
    };
    const log = new NotConfirmedLog((line) => node.warn(notConfirmedText(line, onTimeout)));

    /** Sends the message that mqtt in would send. */
    const send = (
      { topic, payload, packet }: Sent,
      inFlight: InFlightMessage | undefined,
      isAgain: boolean,
    ): void => {
      try {
        const message = mqttMessage(topic, payload, packet, datatype);
        if (isAgain) markRepeated(message);
        if (inFlight) session.follow(RED, message, inFlight);
        node.send(message);
      } catch (error) {
        // The error is reported, and a redelivery would fail the same way.
        if (inFlight) session.connection.settle(inFlight);
        node.error(toError(error).message, { topic, payload });
      }
    };

    /** A broker may keep a session for a shorter time than requested. */
    const warnOfSession = (): void => {
      const { sessionExpiry: granted } = session.connection.limits;
      if (granted !== undefined && granted < sessionExpiry) {
        node.warn(RED._('wireband-mqtt-in.log.short-session', { granted, wanted: sessionExpiry }));
      }
    };

    /** A broker may not support the requested quality of service, and say so on connecting or subscribing. */
    const warnOfQos = (): void => {
      const { maximumQos } = session.connection.limits;
      if (maximumQos !== undefined && maximumQos < qos && !isQosWarned) {
        isQosWarned = true;
        node.warn(RED._('wireband-mqtt-in.log.low-qos', { granted: maximumQos, wanted: qos }));
      }
    };

    const session = BrokerSession.open(
      node.id,
      {
        url: broker.url,
        client: {
          ...broker.client,
          clientId: read('clientId') || ownId,
          clean: false,
          // A broker that refuses the connection, for example while starting up, may accept it later.
          reconnectOnConnackError: true,
          ...(isVersion5 && {
            properties: { receiveMaximum: maxInFlight, sessionExpiryInterval: sessionExpiry },
          }),
        },
        mayFallBack: true,
        topics,
        qos,
        maxInFlight,
        ackTimeout: read('ackTimeout') * 1000,
        onTimeout,
      },
      {
        onMessage(message) {
          send(message, message.inFlight, message.packet.dup);
          showStatus();
        },
        onState() {
          if (isClosed) return;
          const { isConnected } = session.connection;
          if (isConnected && !isShown)
            node.log(RED._('wireband-mqtt-in.log.connected', { broker: broker.url }));
          if (isConnected && !isShown) warnOfSession();
          if (isConnected) warnOfQos();
          isShown = isConnected;
          hasConnected ||= isConnected;
          if (isConnected) lastError = '';
          showStatus();
        },
        onError(error) {
          if (isClosed) return;
          if (error instanceof SubscriptionRefusedError) {
            const { topics: refused, retrySeconds } = error;
            node.warn(RED._('wireband-mqtt-in.log.refused', { topics: refused.join(', '), n: retrySeconds }));
            return;
          }
          // Retries for an unreachable broker go on and on; the same error is logged only once.
          const { message } = error;
          if (message !== lastError) {
            node.warn(RED._('wireband-mqtt-in.log.unreachable', { broker: broker.url, error: message }));
          }
          lastError = message;
          showStatus();
        },
        onNotConfirmed(messages) {
          log.add(messages.map(({ topic }) => topic));
          if (isClosed) log.flush();
          showStatus();
        },
      },
    );
    const endFollowing = followMessages(RED);
    hasConnected = session.connection.isConnected;
    isShown = hasConnected;
    showStatus();
    shown.open(node, session.connection);

    const onStarted = (): void => {
      for (const message of session.stranded()) send(message, message, true);
    };
    RED.events.on('flows:started', onStarted);

    return {
      onInput(_message, _send, done) {
        done();
      },
      async onClose(removed) {
        RED.events.off('flows:started', onStarted);
        isClosed = true;
        log.flush();
        status.close();
        if (removed) await session.end();
        else session.leave(node.id);
        endFollowing();
      },
    };
  });
};
