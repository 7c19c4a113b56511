import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Calls back once a request has a connection to send its body over: a new one that is established, or a kept one. */
export function onConnected(request: ClientRequest, callback: () => void): void {
  request.once('socket', (socket: Socket) => {
    if (socket instanceof TLSSocket) {
      // A property internal to Node.js: whether the handshake is still in progress.
      const isSecuring: unknown = Reflect.get(socket, 'secureConnecting');
      if (socket.connecting || isSecuring === true) socket.once('secureConnect', callback);
      else callback();
    } else if (socket.connecting) socket.once('connect', callback);
    else callback();
  });
}
