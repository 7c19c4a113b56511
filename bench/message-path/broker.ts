import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mosquitto } from '../../test/harness/requirements';

export interface BenchBroker {
  readonly name: string;
  readonly port: number;
  close(): Promise<void>;
}

/** mosquitto where it is installed, since it costs the measured machine least; aedes in a pinch. */
export async function startBroker(): Promise<BenchBroker> {
  const program = mosquitto.find();
  return program === undefined ? startAedes() : startMosquitto(program);
}

async function startMosquitto(program: string): Promise<BenchBroker> {
  const folder = mkdtempSync(join(tmpdir(), 'wireband-bench-'));
  const port = await freePort();
  const config = join(folder, 'mosquitto.conf');
  writeFileSync(
    config,
    `listener ${port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\npersistence false\n`,
  );
  const child = spawn(program, ['-c', config], { stdio: 'ignore' });
  await untilListening(port);
  return {
    name: 'mosquitto',
    port,
    async close() {
      child.kill();
      await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

async function startAedes(): Promise<BenchBroker> {
  const { Aedes } = await import('aedes');
  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    name: 'aedes (in the process of the benchmark)',
    port: portOf(server.address()),
    async close() {
      server.close();
      await new Promise<void>((done) => broker.close(done));
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

async function untilListening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, '127.0.0.1');
    const opened = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (opened) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`Nothing listens on port ${port}.`);
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (typeof address === 'object' && address !== null) return address.port;
  throw new Error('The server has no port.');
}
