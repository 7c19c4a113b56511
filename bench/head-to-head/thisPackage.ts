import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { readBatch } from '../../test/fixtures/frameReader';
import { listen } from '../../test/harness/network/listening';
import { nodeRed4 } from '../../test/harness/nodeRed/installations';
import { type FlowNode, startNodeRed } from '../../test/harness/nodeRed/nodeRed';
import { repository } from '../../test/harness/package/packedPackage';
import type { Contender, RunningContender, Target } from './Contender';

/** A Node-RED that answers a request once the uplink has called done(). */
export function thisPackage(sync: 'interval' | 'always'): Contender {
  return {
    name: `this package, sync ${sync}`,
    description:
      `Node-RED ${nodeRed4.version}, *http in* → \`wireband-uplink\` with its spool on disk, sync \`${sync}\`;\n` +
      '  a *Complete* node answers',
    start: (folder, targetPort) => startGateway(folder, targetPort, sync),
    startTarget: (_, port) => startBackend(port),
  };
}

async function startGateway(folder: string, targetPort: number, sync: string): Promise<RunningContender> {
  const red = nodeRed4.find();
  if (!red) throw new Error(`${nodeRed4.name} is missing: ${nodeRed4.install}`);
  const runtime = await startNodeRed({
    red,
    userDir: join(folder, 'node-red'),
    flows: flows(targetPort, sync),
    settings: { nodesDir: [repository] },
    env: { NO_PROXY: '*', no_proxy: '*' },
  });
  return {
    request: (sample) => ({
      url: `${runtime.url}/samples`,
      body: JSON.stringify({ number: sample, value: 20 + (sample % 10) }),
      type: 'application/json',
    }),
    async kill() {
      process.kill(runtime.pid, 'SIGKILL');
      await runtime.stop();
    },
  };
}

function flows(targetPort: number, sync: string): FlowNode[] {
  const node = (id: string, type: string, properties: object): FlowNode => ({
    id,
    type,
    z: 'tab',
    ...properties,
  });
  const topic = { t: 'set', p: 'topic', pt: 'msg', to: 'plant/line1/temperature', tot: 'str' };
  return [
    { id: 'tab', type: 'tab', label: 'head to head' },
    { id: 'backend', type: 'wireband-backend', url: `http://127.0.0.1:${targetPort}`, deviceId: 'bench' },
    node('in', 'http in', { url: '/samples', method: 'post', wires: [['topic']] }),
    node('topic', 'change', { rules: [topic], wires: [['uplink']] }),
    node('uplink', 'wireband-uplink', { backend: 'backend', storage: 'disk', sync, wires: [[], []] }),
    node('safe', 'complete', { scope: ['uplink'], uncaught: false, wires: [['answer']] }),
    node('answer', 'http response', { statusCode: '204', wires: [] }),
  ];
}

async function startBackend(port: number): Promise<Target> {
  const numbers = new Set<unknown>();
  const take = async (request: IncomingMessage): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const events = readBatch(Buffer.concat(chunks), request.headers['content-encoding']);
    for (const { data } of events) numbers.add(Object(data).number);
  };
  const server = createServer((request, response) => {
    take(request).then(
      () => response.writeHead(200).end(),
      () => response.destroy(),
    );
  });
  await listen(server, port);
  return {
    arrived: async () => numbers.size,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
