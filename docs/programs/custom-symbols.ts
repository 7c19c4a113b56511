import { EdgeClient } from '@wireband/node-red-edge';
import { MqttConnector } from '@wireband/node-red-edge/mqtt';

async function main() {
  const client = new EdgeClient({ backendUrl: process.env.BACKEND_URL ?? 'http://localhost:8000' });
  const connector = new MqttConnector(process.env.BROKER_URL ?? 'mqtt://localhost:1883');

  // This topic, and every topic below plant/pumps, whatever their names say.
  connector.registerTopicSymbol('plant/line1/spindle', 'SENSOR_VIBRATION');
  connector.registerTopicSymbol('plant/pumps/#', 'SENSOR_PRESSURE');
  // Every name that holds this word.
  connector.registerKeywordSymbol('kessel', 0xfc60);

  process.once('SIGINT', () => client.close());
  await client.runMqtt(connector, ['plant/#']);
}

main();
