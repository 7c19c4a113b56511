import { type FormatOptions, makeFormat } from '../frame';
import { SettingError } from '../settings/SettingError';
import type { SpoolAbout } from '../spool';
import type { SymbolCatalog } from '../symbols';
import {
  type BackendOptions,
  checkSecret,
  type HttpTransportOptions,
  httpOptions,
  isOwnAddress,
  OWN_ADDRESS,
  type UplinkOptions,
} from '../uplink';
import type { BackendPlan, UplinkPlan } from './messages';

/**
 * The plan for a backend's settings.
 * @throws {SettingError} for what its format cannot do, for a key that is an unset environment variable, and for
 * OWN_ADDRESS without a socket, that is outside Node-RED.
 */
export function backendPlan(
  options: BackendOptions,
  catalog: SymbolCatalog,
  {
    apiKey,
    tls,
    tlsFiles,
    socketPath,
  }: Pick<HttpTransportOptions, 'apiKey' | 'tls' | 'tlsFiles' | 'socketPath'>,
): BackendPlan {
  // The engine makes its own. This one only checks the settings.
  makeFormat(options.format);
  checkSecret('apiKey', apiKey ?? '');
  if (isOwnAddress(options.url) && socketPath === undefined) {
    throw new SettingError('url', OWN_ADDRESS, 'use an http or https address: this one is for flows only.');
  }
  const { catalog: _, ...format }: FormatOptions = options.format;
  const { deviceId, envelope, compression } = options;
  return {
    http: { ...httpOptions(options), apiKey, tls, tlsFiles, socketPath },
    format,
    symbols: Object.fromEntries(catalog.symbols.map(({ name, code }) => [name, code])),
    deviceId,
    envelope,
    compression,
  };
}

/**
 * The plan for an uplink's settings.
 * @param directory absolute path of its spool on disk; undefined if there is none.
 */
export function uplinkPlan(
  { spool, storage: _storage, alarmSymbols: _alarmSymbols, ...delivery }: UplinkOptions,
  directory: string | undefined,
  about?: SpoolAbout,
): UplinkPlan {
  return {
    delivery,
    spool: directory === undefined ? { ...spool, intake: 'memory' } : spool,
    directory,
    ...(about && { about }),
  };
}
