import { EdgeClient } from '@wireband/node-red-edge';
import { MqttConnector } from '@wireband/node-red-edge/mqtt';

async function main() {
  const client = new EdgeClient({
    backendUrl: process.env.BACKEND_URL ?? 'http://localhost:8000',
    deviceId: 'factory-floor-rpi4',
    deltaThreshold: 0.02, // suppress readings that changed by less than 2 %
  });
  const connector = new MqttConnector(process.env.BROKER_URL ?? 'mqtt://localhost:1883');

  process.once('SIGINT', () => client.close()); // sends what is still buffered
  await client.runMqtt(connector, ['sensors/#', 'machines/#']);
  console.log(client.stats());
}

main();
