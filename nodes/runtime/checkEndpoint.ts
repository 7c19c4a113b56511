import type { NodeAPI } from 'node-red';
import { madeUpEvents } from '../../src/frame/madeUpEvents';
import { BACKEND } from '../../src/settings/backend';
import { SettingError } from '../../src/settings/SettingError';
import { type CheckReport, checkBackend, checkSecret, isOwnAddress } from '../../src/uplink';
import { readBackendConfig } from './backendConfig';
import { environmentValue } from './environmentValue';
import { lastingRoute } from './lastingRoute';
import { openOwnHttp } from './ownHttp';
import { toError } from './register';
import { sameOriginOnly } from './sameOrigin';
import { lastEventsOf } from './sampleEndpoint';

/** What the editor has in place of a saved key. */
const SAVED_KEY = '__PWRD__';

/** An invalid setting, because of which nothing was sent. */
interface BadSetting {
  readonly setting: string;
  readonly error: string;
}

/**
 * Sends the sample of a backend's dialog with the settings in its fields, for users who may write flows:
 *
 *     POST wireband/backend/<node id>/check   { <setting>: …, apiKey } → CheckReport, or { setting, error }
 *
 * Only Node-RED's own pages may ask; others get 403. The node is looked up for its saved key and the values of its
 * environment variables; it need not be deployed.
 */
export function serveChecks(RED: NodeAPI): void {
  const mayWrite = RED.auth.needsPermission('flows.write');
  const address = '/wireband/backend/:id/check';
  lastingRoute(RED.httpAdmin, 'post', address, sameOriginOnly, mayWrite, (request, response) => {
    check(RED, String(request.params.id), Object(request.body)).then(
      (report) => response.json(report),
      (error: unknown) => response.status(500).json({ error: toError(error).message }),
    );
  });
}

async function check(
  RED: NodeAPI,
  id: string,
  given: Readonly<Record<string, unknown>>,
): Promise<CheckReport | BadSetting> {
  const node: unknown = RED.nodes.getNode(id);
  const settings = Object.keys(BACKEND).map((name) => [name, environmentValue(RED, node, given[name])]);
  try {
    const config = Object.fromEntries(settings);
    const backend = readBackendConfig(RED, config, keyOf(RED, id, node, given.apiKey));
    checkSecret('apiKey', backend.apiKey);
    const last = await lastEventsOf(node);
    const events = last.length > 0 ? last : madeUpEvents(backend.catalog, Date.now());
    if (!isOwnAddress(backend.options.url)) return await checkBackend({ ...backend, events });
    const { socketPath, close } = openOwnHttp(RED, () => undefined);
    return await checkBackend({ ...backend, events, socketPath }).finally(close);
  } catch (error) {
    if (error instanceof SettingError) return { setting: error.setting, error: error.message };
    throw error;
  }
}

/** The typed key, or else the saved one; a saved key of a node of another type is never sent. */
function keyOf(RED: NodeAPI, id: string, node: unknown, typed: unknown): unknown {
  if (typed !== SAVED_KEY) return environmentValue(RED, node, typed);
  let isBackend = false;
  RED.nodes.eachNode((each) => {
    if (each.id === id) isBackend = each.type === 'wireband-backend';
  });
  if (!isBackend) return undefined;
  const { apiKey } = Object(Object(node).credentials ?? RED.nodes.getCredentials(id));
  return environmentValue(RED, node, apiKey);
}
