import type { LeftOutReason } from '../../../src/frame/BatchFormat';
import type { EdgeEvent } from '../../../src/frame/event';
import { makeFormat } from '../../../src/frame/formats';
import type { SymbolCatalog } from '../../../src/symbols';
import {
  AUTO_MIN_BYTES,
  type BackendOptions,
  type BackendSettings,
  readBackendSettings,
} from '../../../src/uplink/settings/backendSettings';
import { below, ingestUrl } from '../../../src/uplink/settings/ingestUrl';
import { fillHeaders, fillQuery, type RequestNames } from '../../../src/uplink/settings/placeholders';
import { isEnvReference } from '../envReference';
import { MASK, maskHeader, maskQuery } from './maskSecrets';
import { prettyJson } from './prettyJson';

/** A request as it would be sent, with its secrets masked. */
export interface SampleRequest {
  /** `POST http://localhost:8086/write?db=plant&precision=ns` */
  readonly line: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The beginning of the body, JSON with line breaks. */
  readonly body: string;
  readonly isCut: boolean;
  /** Size of the whole body before compression. */
  readonly bytes: number;
}

export interface Sample {
  /** Empty if the format can carry none of the events. */
  readonly requests: readonly SampleRequest[];
  readonly leftOut: {
    readonly events: readonly { readonly topic: string; readonly reason: LeftOutReason }[];
    readonly values: readonly { readonly count: number; readonly reason: string }[];
  };
  /** Settings whose environment variables are known only when the node starts; their defaults are shown. */
  readonly unknown: readonly string[];
}

/** What the dialog holds, saved or not. */
export interface SampleSettings extends BackendSettings {
  readonly catalog: SymbolCatalog;
  /** The scheme named in the API key; empty if it names none; undefined if there is no key. */
  readonly keyScheme: string | undefined;
}

/** Stands in for the batch ID, which the spool generates. */
const BATCH_ID = '3f2a6c1e-9d47-4b58-8e01-5c7b2a90d6f4';

/** Characters of a body to show. */
const MAX_BODY = 4096;

/** Settings whose values are needed to write a request; the others may be shown as environment variables. */
export const NEEDED_SETTINGS = [
  'url',
  'format',
  'envelope',
  'compression',
  'precision',
  'fields',
  'topicTags',
  'textValues',
  'logRecords',
] as const;

/**
 * The requests that would be sent for these events.
 * @throws {SettingError} for an invalid setting.
 */
export function sampleRequest(given: SampleSettings, events: readonly EdgeEvent[]): Sample {
  const unknown = NEEDED_SETTINGS.filter((setting) => isEnvReference(given[setting]));
  const known = Object.fromEntries(unknown.map((setting) => [setting, undefined]));
  const options = readBackendSettings({ ...given, ...known, timeout: undefined }, given.catalog, true);
  const format = makeFormat(options.format);
  const { deviceId, envelope } = options;
  const { parts, leftOut } = format.encode(events, { deviceId, envelope, batchId: BATCH_ID });
  return {
    requests: parts.map(({ body, path }, index) => {
      const text = format.contentType.includes('json') && !body.endsWith('\n') ? prettyJson(body) : body;
      const bytes = new TextEncoder().encode(body).length;
      const key = index === 0 ? BATCH_ID : `${BATCH_ID}.${index}`;
      const names = { batch: key, device: deviceId };
      const headers = {
        'Content-Type': format.contentType,
        ...contentEncoding(options, bytes),
        'Idempotency-Key': key,
        ...format.headers,
      };
      return {
        line: `POST ${isEnvReference(given.url) ? given.url : originOf(options)}${target(options, path, names)}`,
        headers: [
          ...Object.entries(headers),
          ...userHeaders({ ...options, headers: fillHeaders(options.headers, names) }, given.keyScheme),
        ],
        body: text.slice(0, MAX_BODY),
        isCut: text.length > MAX_BODY,
        bytes,
      };
    }),
    leftOut: {
      events: leftOut.events.map(({ index, reason }) => ({ topic: events[index]?.topic ?? '', reason })),
      values: Object.entries(leftOut.values).map(([reason, count]) => ({ reason, count })),
    },
    unknown,
  };
}

/** Without the user and password that an address may contain. */
function originOf(options: BackendOptions): string {
  const { protocol, host } = new URL(ingestUrl(options));
  return `${protocol}//${host}`;
}

/** Path and query, with the braces of variables as the user wrote them. */
function target(options: BackendOptions, path: string | undefined, names: RequestNames): string {
  const whole = fillQuery(ingestUrl(options), names);
  const { pathname, search } = new URL(path === undefined ? whole : below(whole, path));
  const query = search === '' ? '' : `?${maskQuery(search.slice(1))}`;
  return `${pathname}${query}`.replace(/\$%7B([^%\s]+)%7D/g, (_, name: string) => `\${${name}}`);
}

/** gzip if it is certain to be used; which other encodings a backend accepts is known only later. */
function contentEncoding({ compression }: BackendOptions, bytes: number): Record<string, string> {
  const isCompressed = compression === 'gzip' || (compression === 'auto' && bytes >= AUTO_MIN_BYTES);
  return isCompressed ? { 'Content-Encoding': 'gzip' } : {};
}

/** An API key takes precedence over the user's own header, and that over a login in the address. */
function userHeaders(options: BackendOptions, keyScheme: string | undefined): [string, string][] {
  const given = Object.entries(options.headers);
  const others = given.filter(([name]) => keyScheme === undefined || !isAuthorization(name));
  const masked = others.map(([name, value]): [string, string] => [name, maskHeader(name, value)]);
  if (keyScheme !== undefined)
    return [['Authorization', `${keyScheme || options.authScheme} ${MASK}`], ...masked];
  const { username, password } = new URL(ingestUrl(options));
  const hasUser = username + password !== '';
  return hasUser && !given.some(([name]) => isAuthorization(name))
    ? [['Authorization', `Basic ${MASK}`], ...masked]
    : masked;
}

function isAuthorization(header: string): boolean {
  return header.toLowerCase() === 'authorization';
}
