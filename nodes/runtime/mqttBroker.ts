import type { IClientOptions } from 'mqtt';
import type { NodeAPI } from 'node-red';
import { SettingError } from '../../src/settings/SettingError';

/** How to reach a broker, as determined by an mqtt-broker node of Node-RED. */
export interface MqttBroker {
  readonly url: string;
  /** Options of the package mqtt: login, TLS, proxy, keepalive, version. */
  readonly client: IClientOptions;
}

/** Options of the broker node's own connection that do not apply to ours. */
const ITS_OWN = new Set(['clientId', 'clean', 'will', 'properties', 'reconnectPeriod']);

/**
 * @param id of an mqtt-broker node.
 * @throws {SettingError} if there is none, or it is disabled.
 */
export function mqttBroker(RED: NodeAPI, id: unknown): MqttBroker {
  const node: unknown = typeof id === 'string' && id !== '' ? RED.nodes.getNode(id) : undefined;
  const { brokerurl: url, options }: Record<string, unknown> = Object(node);
  if (typeof url !== 'string' || url === '' || typeof options !== 'object' || options === null) {
    throw new SettingError('broker', id, 'choose an MQTT broker that exists and is enabled.');
  }
  const client = Object.fromEntries(Object.entries(options).filter(([name]) => !ITS_OWN.has(name)));
  return { url, client };
}
