import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { lastingRoute } from '../../../../nodes/runtime/lastingRoute';

type Next = (error?: unknown) => void;
type Handler = (request: object, response: object, next: Next) => void;

describe('a permanent route', () => {
  /** Requests the address, and returns what Express is told. */
  async function asked(...handlers: readonly Handler[]): Promise<unknown[]> {
    const served: Handler[] = [];
    lastingRoute(
      Object({ get: (_path: string, handler: Handler) => served.push(handler) }),
      'get',
      '/a',
      ...handlers,
    );
    const told: unknown[] = [];
    served[0]?.({}, {}, (error) => told.push(error));
    await setImmediate();
    return told;
  }

  /** Goes on as Node-RED's login does after looking up a token. */
  const login: Handler = (_request, _response, next) => {
    Promise.resolve().then(() => next());
  };

  it('passes an error thrown by its handler to Express, even behind a login', async () => {
    const fault = new Error('no such thing');
    const throwing: Handler = () => {
      throw fault;
    };
    assert.deepEqual(await asked(throwing), [fault]);
    assert.deepEqual(await asked(login, throwing), [fault]);
  });

  it('leaves an address without a handler to Express', async () => {
    assert.deepEqual(await asked(login), [undefined]);
  });
});
