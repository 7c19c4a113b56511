import { EdgeClient } from '@wireband/node-red-edge';

async function main() {
  await using client = new EdgeClient({
    backendUrl: process.env.BACKEND_URL ?? 'http://localhost:8000',
    apiKey: process.env.WIREBAND_API_KEY,
    deviceId: 'edge-node-01',
  }).start();

  client.ingest({ value: 21.4, unit: 'C' }, { topic: 'sensors/boiler/temperature' });
  client.ingest({ state: 'on' }, { topic: 'machines/press/relay' });
  client.ingest('{"lat": 52.52, "lon": 13.40}', { topic: 'fleet/van-7/gps' });
  console.log(client.stats().events_ingested, 'events taken in');
} // the end of the block sends what is buffered

main();
