export type { BrokerLimits } from './BrokerLimits';
export { ClientIdTakenError } from './ClientIdTakenError';
export {
  MqttConnector,
  type MqttConnectorOptions,
  type MqttStats,
  type MqttTarget,
} from './MqttConnector';
