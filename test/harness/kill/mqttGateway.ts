/**
 * A gateway from a broker to a backend that is made to be killed. Its plan is the JSON in the first argument; it
 * writes a line once it is connected.
 */
import { EdgeClient } from '@wireband/node-red-edge';
import { MqttConnector } from '@wireband/node-red-edge/mqtt';

export interface MqttGatewayPlan {
  readonly brokerUrl: string;
  readonly backendUrl: string;
  readonly directory: string;
  readonly qos: 1 | 2;
}

const plan: MqttGatewayPlan = JSON.parse(process.argv[2] ?? '{}');
const client = new EdgeClient({
  backendUrl: plan.backendUrl,
  deviceId: 'gateway-7',
  spoolDirectory: plan.directory,
  flushInterval: 0.05,
  flushBatch: 50,
  backoffBase: 0.05,
  backoffMax: 0.3,
  minFreeBytes: 0,
});
const connector = new MqttConnector(plan.brokerUrl, {
  qos: plan.qos,
  maxQueueSize: 500,
  onError: (error) => console.log(error.message),
});
process.once('SIGTERM', () => client.close());
const running = client.runMqtt(connector, ['plant/#']);
const timer = setInterval(() => {
  if (!connector.stats().connected) return;
  clearInterval(timer);
  console.log('connected');
}, 5);
running.then(() => {
  clearInterval(timer);
  console.log(JSON.stringify({ connector: connector.stats(), client: client.stats() }));
}, console.error);
