import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { lastingRoute } from '../../../../nodes/runtime/lastingRoute';

type Next = (error?: unknown) => void;
type Handler = (request: object, response: object, next: Next) => void;

describe('a route that lasts', () => {
  /** Asks the address, and tells what Express is told. */
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

  /** As Node-RED's login goes on once it has looked a token up. */
  const login: Handler = (_request, _response, next) => {
    Promise.resolve().then(() => next());
  };

  it('tells Express of an error that its handler throws, behind a login too', async () => {
    const fault = new Error('no such thing');
    const throwing: Handler = () => {
      throw fault;
    };
    assert.deepEqual(await asked(throwing), [fault]);
    assert.deepEqual(await asked(login, throwing), [fault]);
  });

  it('leaves an address that no handler answers to Express', async () => {
    assert.deepEqual(await asked(login), [undefined]);
  });
});
