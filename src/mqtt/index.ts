export { ClientIdTakenError } from './BrokerConnection';
export {
  MqttConnector,
  type MqttConnectorOptions,
  type MqttStats,
  type MqttTarget,
} from './MqttConnector';
