import type { NodeAPI } from 'node-red';

type App = NodeAPI['httpAdmin'];
type Handler = ReturnType<NodeAPI['auth']['needsPermission']>;

/** The handlers of each address, by method and path. */
type Routes = Map<string, readonly Handler[]>;

/** Where they are stored: on the app, not in this module, which may be loaded twice in one process. */
const ROUTES = Symbol.for('@wireband/node-red-edge routes');

/**
 * Serves an address, and replaces the handlers that this package served there before. Removing the package in the
 * palette leaves its routes in Express, where the first of two routes for a path answers: with state that is gone.
 * @param handlers called one after the other, as in Express.
 */
export function lastingRoute(
  app: App,
  method: 'get' | 'post',
  path: string,
  ...handlers: readonly Handler[]
): void {
  const routes = routesOf(app);
  const key = `${method} ${path}`;
  const isNew = !routes.has(key);
  routes.set(key, handlers);
  if (!isNew) return;
  const answer: Handler = (request, response, next) => {
    const inOrder = routes.get(key) ?? [];
    const from = (place: number): void => {
      const handler = inOrder[place];
      if (!handler) {
        next();
        return;
      }
      // Express does not catch errors thrown after a login, which continues in a promise: they would end Node-RED.
      try {
        handler(request, response, (error?: unknown) => {
          if (error === undefined) from(place + 1);
          else next(error);
        });
      } catch (error) {
        next(error);
      }
    };
    from(0);
  };
  if (method === 'get') app.get(path, answer);
  else app.post(path, answer);
}

function routesOf(app: App): Routes {
  const there: unknown = Reflect.get(app, ROUTES);
  if (there instanceof Map) return there;
  const routes: Routes = new Map();
  Reflect.set(app, ROUTES, routes);
  return routes;
}
