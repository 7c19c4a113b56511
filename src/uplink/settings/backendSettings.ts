import type { Envelope } from '../../frame/BatchFormat';
import { type FormatOptions, type FormatSettings, readFormatOptions } from '../../frame/formatOptions';
import { FORMAT_TRAITS, type FormatName } from '../../frame/formatTable';
import { nameText } from '../../frame/influx/lineText';
import { BACKEND } from '../../settings/backend';
import { SettingError } from '../../settings/SettingError';
import { type GivenSettings, settingsReader } from '../../settings/settingsReader';
import { SymbolCatalog } from '../../symbols';
import { maskedAddress } from './ingestUrl';
import { checkPlaceholders, namesDevice } from './placeholders';
import { checkSecret, checkVariable } from './unsetVariable';

export const COMPRESSIONS = BACKEND.compression.choices;
/** `auto` compresses if that saves anything, in a coding that the backend accepts. */
export type Compression = (typeof COMPRESSIONS)[number];

/** Smaller bodies fit into one packet uncompressed, so compression saves nothing. */
export const AUTO_MIN_BYTES = 1024;

/** Settings as a user enters them: numbers may be text. Missing ones get their defaults. */
export interface BackendSettings extends FormatSettings, GivenSettings<typeof BACKEND> {
  /** Headers of every request: a list of names and values, or an object. */
  readonly headers?: readonly HeaderSetting[] | Readonly<Record<string, string>> | undefined;
}

export interface HeaderSetting {
  readonly name: string;
  readonly value: string;
}

export interface BackendOptions {
  readonly url: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The scheme for an API key that does not begin with one. */
  readonly authScheme: string;
  readonly deviceId: string;
  readonly envelope: Envelope;
  readonly compression: Compression;
  readonly timeoutMs: number;
  readonly format: FormatOptions;
}

/**
 * Headers that the uplink and the format set, because they describe the body or control the connection. The last three
 * are unsafe as property names in JavaScript.
 */
const RESERVED_HEADERS = [
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'idempotency-key',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  '__proto__',
  'constructor',
  'prototype',
];

/**
 * @param catalog where formats look up the names of symbols.
 * @param allowsVariables whether values may still be unresolved environment variables, as in the editor.
 * @throws {SettingError} for an invalid value.
 */
export function readBackendSettings(
  settings: BackendSettings,
  catalog = new SymbolCatalog(),
  allowsVariables = false,
): BackendOptions {
  const read = settingsReader(BACKEND, settings);
  const format = readFormatOptions(settings, catalog);
  if (!allowsVariables) {
    for (const name of ['url', 'path', 'query'] as const) checkVariable(name, read(name));
  }
  const url = read('url');
  const givenPath = settings.path === undefined ? undefined : read('path');
  const path = pathOf(givenPath, format.format, read('pathAsTyped'));
  if (format.format === 'otlp') checkOtlpBase({ url, path });
  const deviceId = deviceIdOf(read('deviceId'), format.format);
  return {
    url,
    path,
    query: queryOf(read('query'), url, path, format),
    headers: readHeaders(settings.headers, deviceId, allowsVariables),
    authScheme: FORMAT_TRAITS[format.format].authScheme,
    deviceId,
    envelope: read('envelope'),
    compression: read('compression'),
    timeoutMs: read('timeout') * 1000,
    format,
  };
}

/** The settings that HttpTransport needs, as plain data that can be passed to another thread. */
export function httpOptions({ url, path, query, headers, authScheme, timeoutMs }: BackendOptions) {
  return { url, path, query, headers, authScheme, timeoutMs };
}

/**
 * The path that the user entered, else the format's default. With our own formats an empty path counts too: it says
 * that the address is complete.
 * @param isTyped false for nodes saved by 0.1.0, which kept the path of our own formats with other formats too, where
 * it meant that format's default.
 */
function pathOf(given: string | undefined, format: FormatName, isTyped: boolean): string {
  const own = FORMAT_TRAITS.wireband.path;
  const { path } = FORMAT_TRAITS[format];
  if (given === undefined) return path;
  const isOwn = path === own;
  if (given === '') return isOwn ? '' : path;
  return given === own && !isOwn && !isTyped ? path : given;
}

/** Each OTLP signal has its own path, which the format adds; an address that already ends in one would double it. */
function checkOtlpBase(given: Readonly<Record<'url' | 'path', string>>): void {
  for (const setting of ['url', 'path'] as const) {
    const [found] = /\/v1\/(metrics|logs|traces)\/*(?=$|[?#])/.exec(given[setting]) ?? [];
    if (found !== undefined) {
      const shown = maskedAddress(given[setting]);
      throw new SettingError(setting, shown, `leave ${found} out, it is added to each request.`);
    }
  }
}

/** These formats cannot encode an event without the device. */
function deviceIdOf(deviceId: string, format: FormatName): string {
  const isStrict = format === 'influx' || format === 'otlp';
  if (!isStrict || nameText(deviceId) !== undefined) return deviceId;
  throw new SettingError('deviceId', deviceId, 'use a name without line breaks or a backslash at its end.');
}

function queryOf(given: string, url: string, path: string, { format, precision }: FormatOptions): string {
  const query = given.trim().replace(/^\?/, '');
  checkPlaceholders('query', query);
  if (format !== 'influx') return query;
  // If it occurred twice, the first would count and the backend would misread times.
  for (const [setting, text] of [
    ['query', query],
    ['path', path],
    ['url', url],
  ] as const) {
    const [found] = /(?<=^|[?&])precision=[^&]*/.exec(text) ?? [];
    if (found !== undefined)
      throw new SettingError(setting, found, 'leave out precision, which has its own setting.');
  }
  // The native endpoint of InfluxDB 3 expects the long names.
  const isSpelledOut = path.includes('/api/v3/');
  const name = isSpelledOut
    ? { ns: 'nanosecond', ms: 'millisecond' }[precision === 'ms' ? 'ms' : 'ns']
    : precision;
  return [query, `precision=${name}`].filter((part) => part !== '').join('&');
}

function readHeaders(
  given: BackendSettings['headers'],
  deviceId: string,
  allowsVariables: boolean,
): Record<string, string> {
  const list = Array.isArray(given)
    ? given.map((entry: unknown) => [Object(entry).name, Object(entry).value])
    : Object.entries(given ?? {});
  const headers: Record<string, string> = {};
  const seen = new Set<string>();
  for (const [name, value] of list) {
    if (typeof name !== 'string' || !/^[!#$%&'*+.^`|~\w-]+$/.test(name)) {
      throw new SettingError('headers', name, 'use a valid HTTP header name.');
    }
    if (RESERVED_HEADERS.includes(name.toLowerCase())) {
      throw new SettingError('headers', name, 'leave out this header, which the format sets.');
    }
    if (seen.has(name.toLowerCase())) {
      throw new SettingError('headers', name, 'give each header once; separate several values with commas.');
    }
    seen.add(name.toLowerCase());
    // The value may be a secret, so the error does not show it.
    if (typeof value !== 'string' || !isHeaderText(value)) {
      throw new SettingError('headers', name, 'give it a one-line value of Latin-1 text.');
    }
    if (!allowsVariables) checkSecret(`headers: ${name}`, value);
    checkPlaceholders('headers', value);
    if (namesDevice(value) && !isHeaderText(deviceId)) {
      throw new SettingError(
        'headers',
        name,
        'leave {device} out: this device ID cannot be sent in a header.',
      );
    }
    headers[name] = value;
  }
  return headers;
}

function isHeaderText(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}
