import type { NodeAPI } from 'node-red';
import { SettingError } from '../../src/settings/SettingError';
import { SymbolCatalog } from '../../src/symbols';
import {
  type BackendOptions,
  type BackendSettings,
  deviceIdHere,
  readBackendSettings,
} from '../../src/uplink';
import { type TlsSettings, tlsSettings } from './tlsSettings';

/** The settings of a backend, as given by a flow or the dialog. */
export interface BackendConfig extends BackendSettings {
  /** ID of a tls-config node. */
  readonly tls?: string;
  /** JSON text. */
  readonly catalog?: string;
}

/** What the settings of a backend mean on this machine. */
export interface ReadBackend extends TlsSettings {
  readonly options: BackendOptions;
  readonly catalog: SymbolCatalog;
  /** Empty if there is none. */
  readonly apiKey: string;
}

/** @throws {SettingError} for an invalid value. */
export function readBackendConfig(RED: NodeAPI, config: BackendConfig, apiKey: unknown): ReadBackend {
  const catalog = readCatalog(config.catalog);
  const options = readBackendSettings({ ...config, deviceId: deviceIdHere(config.deviceId) }, catalog);
  return {
    options,
    catalog,
    apiKey: typeof apiKey === 'string' ? apiKey.trim() : '',
    ...tlsSettings(RED, config.tls),
  };
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
