import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeAPI } from 'node-red';

/** Access to the http in nodes of this Node-RED; close it when it is no longer needed. */
export interface OwnHttp {
  readonly socketPath: string;
  close(): void;
}

interface OpenServer {
  readonly server: Server;
  readonly socketPath: string;
  readonly folder: string;
}

let open: OpenServer | undefined;
let users = 0;

/**
 * Opens access to the http in nodes that needs neither the port, which is known only once Node-RED listens, nor its
 * certificate, its `httpNodeRoot` or the password of `httpNodeAuth`, of which the settings have only a hash. It is a
 * socket in a folder of this process's user, shared by all who open it.
 * @param onError called if the socket cannot be used.
 * @throws {Error} if the temporary folder cannot be created.
 */
export function openOwnHttp(RED: NodeAPI, onError: (error: Error) => void): OwnHttp {
  open ??= listen(RED);
  const { server, socketPath } = open;
  server.on('error', onError);
  users += 1;
  let isOpen = true;
  return {
    socketPath,
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      server.off('error', onError);
      users -= 1;
      if (users === 0) closeServer();
    },
  };
}

function listen(RED: NodeAPI): OpenServer {
  // A folder made by mkdtemp is accessible only to its owner.
  const folder = mkdtempSync(join(tmpdir(), 'wireband-'));
  const name = folder.slice(tmpdir().length + 1);
  const socketPath = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(folder, 'http');
  const server = createServer(RED.httpNode);
  // One listener per backend that uses it.
  server.setMaxListeners(0);
  server.listen(socketPath);
  server.unref();
  return { server, socketPath, folder };
}

function closeServer(): void {
  if (open === undefined) return;
  const { server, folder } = open;
  open = undefined;
  // An error of a server that is being closed does not matter.
  server.on('error', () => undefined);
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
}
