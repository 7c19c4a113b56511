import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Socket } from 'node:net';
import type { TlsOptions } from './TlsOptions';

/**
 * A connection of this age is not reused, so that a name that has moved is looked up again even if the server at the
 * old address still responds. Less would cost a metered link more handshakes than data.
 */
export const MAX_CONNECTION_AGE_MS = 60_000;

/**
 * How long one of several addresses of a name may take to connect before the next is tried. The Node.js default is
 * 250 ms, which satellite links and NB-IoT never meet. A dead address costs this much with each new connection.
 */
const MAX_ATTEMPT_MS = 5000;

/** Number of addresses that can be tried within the timeout of a request. */
const ATTEMPTS_A_REQUEST = 4;

export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/**
 * The agents of one backend. They keep connections until these are too old.
 * @param timeoutMs how long a request may take.
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

/** @param timeoutMs how long a request may take. */
export function attemptTimeoutMs(timeoutMs: number): number {
  return Math.ceil(Math.min(MAX_ATTEMPT_MS, timeoutMs / ATTEMPTS_A_REQUEST));
}

/** Closes a connection that is too old when it becomes free, or that becomes too old while free. */
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
      // The agent destroys a free socket when its timeout expires. The server may have asked for a shorter one.
      socket.setTimeout(Math.min(socket.timeout || remainingMs, remainingMs));
    }
    return isKept;
  };
  return agent;
}
