import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Socket } from 'node:net';
import type { TlsOptions } from './TlsOptions';

/**
 * A connection is not used again once it is so old: a name that has moved is looked up again, although the server at its
 * old address still answers. Less would cost a metered link more handshakes than data.
 */
export const MAX_CONNECTION_AGE_MS = 60_000;

/**
 * How long one of several addresses of a name may take to connect before the next is tried. Node.js gives it 250 ms, which
 * a satellite or NB-IoT never keeps. A dead address costs as much with each new connection.
 */
const MAX_ATTEMPT_MS = 5000;

/** Four addresses are tried within the time that a request may take. */
const ATTEMPTS_A_REQUEST = 4;

export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/**
 * The agents of one backend, whose connections are kept until they are too old.
 * @param timeoutMs that a request may take.
 */
export function makeAgents(
  timeoutMs: number,
  tls: TlsOptions | undefined,
  maxAgeMs = MAX_CONNECTION_AGE_MS,
): Agents {
  const options: AgentOptions & { readonly autoSelectFamilyAttemptTimeout: number } = {
    keepAlive: true,
    autoSelectFamilyAttemptTimeout: attemptTimeoutMs(timeoutMs),
  };
  return {
    http: withMaximumAge(new HttpAgent(options), maxAgeMs),
    https: withMaximumAge(new HttpsAgent({ ...options, ...tls }), maxAgeMs),
  };
}

/** @param timeoutMs that a request may take. */
export function attemptTimeoutMs(timeoutMs: number): number {
  return Math.ceil(Math.min(MAX_ATTEMPT_MS, timeoutMs / ATTEMPTS_A_REQUEST));
}

/** Closes a connection that becomes free and is too old, and one that grows too old while it is free. */
function withMaximumAge<A extends HttpAgent>(agent: A, maxAgeMs: number): A {
  const firstFreeAt = new WeakMap<object, number>();
  const keep = agent.keepSocketAlive.bind(agent);
  agent.keepSocketAlive = (socket) => {
    const now = performance.now();
    const since = firstFreeAt.get(socket) ?? now;
    firstFreeAt.set(socket, since);
    const remainingMs = Math.ceil(since + maxAgeMs - now);
    const isKept: unknown = remainingMs > 0 && keep(socket);
    if (isKept === true && socket instanceof Socket) {
      // The agent destroys a free socket when its timeout is over. The server may have asked for a shorter one.
      socket.setTimeout(Math.min(socket.timeout || remainingMs, remainingMs));
    }
    return isKept;
  };
  return agent;
}
