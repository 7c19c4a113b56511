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

/** A backend as a flow or its dialog gives it. */
export interface BackendConfig extends BackendSettings {
  /** Id of a tls-config node. */
  readonly tls?: string;
  /** JSON text. */
  readonly catalog?: string;
}

/** What its settings mean on this machine. */
export interface ReadBackend extends TlsSettings {
  readonly options: BackendOptions;
  readonly catalog: SymbolCatalog;
  /** Empty where there is none. */
  readonly apiKey: string;
}

/** @throws {SettingError} for a value that cannot be used. */
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
