import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';

/**
 * Ports below those that the system assigns to connections (from 32768 on Linux), so that nothing takes a server's port
 * while it is down. Each of the processes that run tests in parallel has its own ports.
 */
const FIRST_PORT = 12_000;
const PORTS_A_PROCESS = 2000;
const PROCESSES = 10;

/** Mocha numbers its worker processes from 0; outside of them there is no number. */
const firstPort =
  FIRST_PORT + (Number(process.env.MOCHA_WORKER_ID ?? PROCESSES - 1) % PROCESSES) * PORTS_A_PROCESS;

/** Listens on 127.0.0.1, on a free port if none is given; resolves with the port. */
export async function listen(server: Server, port?: number): Promise<number> {
  if (port !== undefined) return listenOn(server, port);
  for (;;) {
    try {
      return await listenOn(server, firstPort + Math.floor(Math.random() * PORTS_A_PROCESS));
    } catch (error) {
      if (Object(error).code !== 'EADDRINUSE') throw error;
    }
  }
}

async function listenOn(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return port;
}

/** A port that is free now, for a program that cannot choose one itself. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}

/** Whether anything listens on a port of 127.0.0.1. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}
