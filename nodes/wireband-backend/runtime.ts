import type { Node, NodeAPI, NodeDef } from 'node-red';
import { backendPlan, engineFor } from '../../src/engine';
import { SettingError } from '../../src/settings/SettingError';
import { SymbolCatalog } from '../../src/symbols';
import {
  type BackendSettings,
  deviceIdHere,
  isOwnAddress,
  readBackendSettings,
  schemeOf,
} from '../../src/uplink';
import { BackendLink } from '../runtime/BackendLink';
import { type OwnHttp, openOwnHttp } from '../runtime/ownHttp';
import { toError } from '../runtime/register';
import { serveSamples } from '../runtime/sampleEndpoint';
import { tlsSettings } from '../runtime/tlsSettings';

type BackendConfig = NodeDef & BackendSettings & { tls?: string; catalog?: string };

interface BackendNode extends Node<{ apiKey: unknown }> {
  /** Absent when the settings cannot be used. */
  link?: BackendLink;
  /** Only where the backend is this same Node-RED. */
  ownHttp?: OwnHttp;
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

export = (RED: NodeAPI): void => {
  function WirebandBackend(this: BackendNode, config: BackendConfig): void {
    RED.nodes.createNode(this, config);
    try {
      const catalog = readCatalog(config.catalog);
      const options = readBackendSettings({ ...config, deviceId: deviceIdHere(config.deviceId) }, catalog);
      const tls = tlsSettings(RED, config.tls);
      const { apiKey: given } = this.credentials ?? {};
      const apiKey = typeof given === 'string' ? given.trim() : '';
      if (isOwnAddress(options.url)) this.ownHttp = openOwnHttp(RED, (error) => this.error(error.message));
      const socketPath = this.ownHttp?.socketPath;
      const plan = backendPlan(options, catalog, { apiKey, ...tls, socketPath });
      this.link = new BackendLink(options, catalog, engineFor(plan).backend(plan), schemeOf(apiKey));
    } catch (error) {
      this.error(toError(error).message);
    }
    this.on('close', () => {
      this.link?.close();
      this.ownHttp?.close();
    });
  }
  RED.nodes.registerType('wireband-backend', WirebandBackend, {
    credentials: { apiKey: { type: 'password' } },
  });
  serveSamples(RED);
};
