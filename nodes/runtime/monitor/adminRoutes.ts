import type { IncomingHttpHeaders } from 'node:http';
import type { NodeAPI } from 'node-red';
import { lastingRoute } from '../lastingRoute';
import { toError } from '../register';
import { sameOriginOnly } from '../sameOrigin';

/** A request as plain data. */
export interface Asked {
  readonly params: Readonly<Record<string, string>>;
  /** Parameters that were given once, as text. */
  readonly query: Readonly<Record<string, string>>;
  /** Empty if there was none. */
  readonly body: Readonly<Record<string, unknown>>;
}

interface AdminRequest {
  readonly headers: IncomingHttpHeaders;
  readonly params: object;
  readonly query: object;
  readonly body?: unknown;
}

interface AdminResponse {
  status(code: number): AdminResponse;
  json(body: object): unknown;
}

/** A response other than success. */
export class AdminError extends Error {
  override readonly name = 'AdminError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Addresses below `wireband/`: reading requires `wireband.read`, steering requires `wireband.write`. */
export class AdminRoutes {
  constructor(private readonly RED: NodeAPI) {}

  /** @param answer may throw an AdminError; any other error becomes a 500. */
  read(path: string, answer: (asked: Asked) => Promise<object> | object): void {
    const mayRead = this.RED.auth.needsPermission('wireband.read');
    lastingRoute(this.RED.httpAdmin, 'get', `/wireband/${path}`, mayRead, (request, response) => {
      respond(request, response, answer);
    });
  }

  /** Like read(), but by POST, which pages of another origin may not use; changes nothing that a reader may not. */
  ask(path: string, answer: (asked: Asked) => Promise<object> | object): void {
    this.post(path, 'wireband.read', answer);
  }

  steer(path: string, answer: (asked: Asked) => Promise<object> | object): void {
    this.post(path, 'wireband.write', answer);
  }

  private post(path: string, permission: string, answer: (asked: Asked) => Promise<object> | object): void {
    const mayDo = this.RED.auth.needsPermission(permission);
    lastingRoute(
      this.RED.httpAdmin,
      'post',
      `/wireband/${path}`,
      sameOriginOnly,
      mayDo,
      (request, response) => {
        respond(request, response, answer);
      },
    );
  }
}

function respond(
  request: AdminRequest,
  response: AdminResponse,
  answer: (asked: Asked) => Promise<object> | object,
): void {
  const asked = { params: texts(request.params), query: texts(request.query), body: Object(request.body) };
  new Promise<object>((resolve) => resolve(answer(asked)))
    .then((body) => response.json(body))
    // Also catches a body too long for a JSON string: an unhandled error would end Node-RED.
    .catch((error: unknown) => {
      const status = error instanceof AdminError ? error.status : 500;
      response.status(status).json({ error: toError(error).message });
    });
}

function texts(given: object): Record<string, string> {
  const found = Object.entries(given).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value] as const] : [],
  );
  return Object.fromEntries(found);
}
