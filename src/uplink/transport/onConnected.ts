import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Calls back once a request has a connection over which its body can go: a new one that stands, or one that is kept. */
export function onConnected(request: ClientRequest, callback: () => void): void {
  request.once('socket', (socket: Socket) => {
    if (socket instanceof TLSSocket) {
      // Node.js' own: whether the handshake is still under way.
      const isSecuring: unknown = Reflect.get(socket, 'secureConnecting');
      if (socket.connecting || isSecuring === true) socket.once('secureConnect', callback);
      else callback();
    } else if (socket.connecting) socket.once('connect', callback);
    else callback();
  });
}
