import { EdgeClient } from '@wireband/node-red-edge';
import { MqttConnector } from '@wireband/node-red-edge/mqtt';

async function main() {
  const client = new EdgeClient({ backendUrl: process.env.BACKEND_URL ?? 'http://localhost:8000' });
  const connector = new MqttConnector(process.env.BROKER_URL ?? 'mqtts://broker.example.com:8883', {
    username: process.env.MQTT_USERNAME,
    password: process.env.MQTT_PASSWORD,
    ca: process.env.MQTT_CA ?? '/etc/ssl/certs/my-ca.pem',
    clientId: 'wireband-edge-01',
    keepalive: 60,
    deltaThreshold: 0.01, // suppress readings that changed by less than 1 %
    onError: (error) => console.error(error.message),
  });

  process.once('SIGINT', () => client.close());
  await client.runMqtt(connector, ['factory/line1/#']);
}

main();
