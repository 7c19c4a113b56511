import type { Node, NodeAPI, NodeDef } from 'node-red';
import { backendPlan, engineFor } from '../../src/engine';
import { SettingError } from '../../src/settings/SettingError';
import { SymbolCatalog } from '../../src/symbols';
import {
  type BackendSettings,
  deviceIdHere,
  readBackendSettings,
  schemeOf,
  type TlsOptions,
} from '../../src/uplink';
import { BackendLink } from '../runtime/BackendLink';
import { toError } from '../runtime/register';
import { serveSamples } from '../runtime/sampleEndpoint';

type BackendConfig = NodeDef & BackendSettings & { tls?: string; catalog?: string };

interface BackendNode extends Node<{ apiKey: unknown }> {
  /** Absent when the settings cannot be used. */
  link?: BackendLink;
}

function readCatalog(text: string | undefined): SymbolCatalog {
  if (text === undefined || text.trim() === '') return new SymbolCatalog();
  const expected = 'use a JSON object of symbol names and codes, such as {"GPIO_PIN": "0xfc71"}.';
  let overrides: unknown;
  try {
    overrides = JSON.parse(text);
  } catch {
    throw new SettingError('catalog', text, expected);
  }
  if (typeof overrides !== 'object' || overrides === null || Array.isArray(overrides)) {
    throw new SettingError('catalog', text, expected);
  }
  return new SymbolCatalog(Object.fromEntries(Object.entries(overrides)));
}

/** TLS settings of a tls-config node. @throws {SettingError} when the node is missing or disabled. */
function readTls(RED: NodeAPI, id: string | undefined): TlsOptions | undefined {
  if (!id) return undefined;
  const tlsNode: unknown = RED.nodes.getNode(id);
  const addTLSOptions: unknown = Object(tlsNode).addTLSOptions;
  if (typeof addTLSOptions !== 'function') {
    throw new SettingError('tls', id, 'choose a TLS configuration that exists and is enabled.');
  }
  const options: TlsOptions = {};
  addTLSOptions.call(tlsNode, options);
  return options;
}

export = (RED: NodeAPI): void => {
  function WirebandBackend(this: BackendNode, config: BackendConfig): void {
    RED.nodes.createNode(this, config);
    try {
      const catalog = readCatalog(config.catalog);
      const options = readBackendSettings({ ...config, deviceId: deviceIdHere(config.deviceId) }, catalog);
      const tls = readTls(RED, config.tls);
      const { apiKey: given } = this.credentials ?? {};
      const apiKey = typeof given === 'string' ? given.trim() : '';
      const plan = backendPlan(options, catalog, { apiKey, tls });
      this.link = new BackendLink(options, catalog, engineFor(plan).backend(plan), schemeOf(apiKey));
    } catch (error) {
      this.error(toError(error).message);
    }
    this.on('close', () => this.link?.close());
  }
  RED.nodes.registerType('wireband-backend', WirebandBackend, {
    credentials: { apiKey: { type: 'password' } },
  });
  serveSamples(RED);
};
