export {
  MissingMqttError,
  MqttConnector,
  type MqttConnectorOptions,
  type MqttStats,
  type MqttTarget,
} from './MqttConnector';
