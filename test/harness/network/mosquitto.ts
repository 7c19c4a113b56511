import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { until } from '../until';
import { freePort } from './listening';

export interface MosquittoPrograms {
  readonly mosquitto: string;
  readonly mosquittoPasswd: string;
  readonly openssl: string;
}

export interface Mosquitto {
  /** Port of a listener without TLS, for everyone. */
  readonly openPort: number;
  /** Port of a listener with TLS, only for the user below. */
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** File with the certificate of the authority that signed the broker's, PEM. */
  readonly authority: string;
  /** What the broker has written so far. */
  log(): string;
  close(): Promise<void>;
}

const username = 'gateway';
const password = 'correct horse';

/** Starts a real mosquitto with and without TLS, with certificates made for it and a password file. */
export async function startMosquitto(programs: MosquittoPrograms): Promise<Mosquitto> {
  const folder = mkdtempSync(join(tmpdir(), 'wireband-mosquitto-'));
  const inFolder = (name: string) => join(folder, name);
  makeCertificates(programs.openssl, folder);
  execFileSync(programs.mosquittoPasswd, ['-b', '-c', inFolder('passwords'), username, password]);
  // An older mosquitto started by root reads its files as another user; these are for this test only.
  for (const file of ['passwords', 'server.key']) chmodSync(inFolder(file), 0o644);
  chmodSync(folder, 0o755);
  const openPort = await freePort();
  const port = await freePort();
  writeFileSync(
    inFolder('mosquitto.conf'),
    [
      `user ${userInfo().username}`,
      'persistence false',
      'max_queued_messages 0',
      'per_listener_settings true',
      `listener ${openPort} 127.0.0.1`,
      'allow_anonymous true',
      `listener ${port} 127.0.0.1`,
      `cafile ${inFolder('authority.crt')}`,
      `certfile ${inFolder('server.crt')}`,
      `keyfile ${inFolder('server.key')}`,
      'allow_anonymous false',
      `password_file ${inFolder('passwords')}`,
    ].join('\n'),
  );
  const child = spawn(programs.mosquitto, ['-c', inFolder('mosquitto.conf'), '-v'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString('utf8');
  });
  await until(
    () => `mosquitto listens; it wrote:\n${log}`,
    () => accepts(port),
  );
  return {
    openPort,
    port,
    username,
    password,
    authority: inFolder('authority.crt'),
    log: () => log,
    async close() {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

/** An authority, and a certificate for localhost signed by it. */
function makeCertificates(openssl: string, folder: string): void {
  const run = (...args: string[]) => execFileSync(openssl, args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  run(
    ...['req', '-x509', ...key, '-days', '2', '-subj', '/CN=Test authority'],
    ...['-keyout', 'authority.key', '-out', 'authority.crt'],
  );
  run(...['req', ...key, '-subj', '/CN=localhost', '-keyout', 'server.key', '-out', 'server.csr']);
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  run(
    ...['x509', '-req', '-in', 'server.csr', '-CA', 'authority.crt', '-CAkey', 'authority.key'],
    ...['-CAcreateserial', '-days', '2', '-extfile', 'names', '-out', 'server.crt'],
  );
}

/** Whether anything listens on a port of this machine. */
export async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const accepted = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  socket.destroy();
  return accepted;
}
