import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestBroker } from '../test/harness/network/broker';
import { freePort } from '../test/harness/network/listening';
import { mosquitto } from '../test/harness/requirements';

export interface BenchBroker {
  readonly name: string;
  readonly port: number;
  close(): Promise<void>;
}

/** mosquitto if it is installed, as it puts the least load on the measured machine; otherwise aedes. */
export async function startBroker(): Promise<BenchBroker> {
  const program = mosquitto.find();
  if (program !== undefined) return startMosquitto(program);
  const broker = await TestBroker.start();
  return {
    name: 'aedes (in the process of the benchmark)',
    port: broker.port,
    close: () => broker.close(),
  };
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

async function untilListening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect(port, '127.0.0.1');
    const opened = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (opened) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`Nothing listens on port ${port}.`);
}
