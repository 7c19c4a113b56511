import { SettingError } from '../../settings/SettingError';

/** The address of the Node-RED that runs the backend's node, whatever its port, certificate, root and login are. */
export const OWN_ADDRESS = 'node-red://self';

/** Whether an address is OWN_ADDRESS, which a path may follow. */
export function isOwnAddress(address: string): boolean {
  return /^node-red:\/\/self(?=$|[/?])/i.test(address);
}

/**
 * The URL that batches are sent to: path and query are appended to those of the address.
 * @throws {SettingError} if the URL is neither an http(s) address nor OWN_ADDRESS.
 */
export function ingestUrl(options: {
  readonly url: string;
  readonly path: string;
  readonly query?: string | undefined;
}): string {
  const { url: base, path, query } = options;
  let url: URL;
  try {
    url = new URL(base);
  } catch {
    throw new SettingError('url', maskedAddress(base), 'use an address such as http://localhost:8000.');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:' && !isOwnAddress(base)) {
    throw new SettingError(
      'url',
      maskedAddress(base),
      'use an address that begins with http:// or https://.',
    );
  }
  const [bare = '', pathQuery] = path.split(/\?(.*)/s);
  url.pathname = url.pathname.replace(/\/+$/, '') + (bare === '' || bare.startsWith('/') ? bare : `/${bare}`);
  const queries = [pathQuery ?? url.search.slice(1), query ?? ''].filter((part) => part !== '');
  url.search = queries.join('&');
  return url.href;
}

/** The same URL to show to people: without the query, which may hold a token, and without user and password. */
export function shownUrl(options: Parameters<typeof ingestUrl>[0]): string {
  const url = new URL(withoutUser(ingestUrl(options)));
  url.search = '';
  return url.href;
}

const MASK = '***';

/** An address as typed, valid or not, to show to people: anything that may be a secret is masked. */
export function maskedAddress(address: string): string {
  const [scheme = ''] = /^[a-z][a-z\d+.-]*:\/+/i.exec(address) ?? [];
  const rest = address.slice(scheme.length);
  const query = rest.search(/[?#]/);
  const at = rest.lastIndexOf('@');
  // Either a password that contains a question mark or a query that contains an @.
  if (query >= 0 && at > query) return scheme + MASK;
  const user = at < 0 ? '' : `${MASK}@`;
  const place = rest.slice(at + 1, query < 0 ? undefined : query);
  // Anything that is not a port may be a password, if the @ of the address is missing.
  const host = place.replace(/^([^/:]*):(?!\d{1,5}(\/|$)).*/s, `$1:${MASK}`);
  return scheme + user + host + (query < 0 ? '' : `?${MASK}`);
}

/** The address without user and password. */
export function withoutUser(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}

/** The address with a path appended to its own. */
export function below(base: string, path: string): string {
  const url = new URL(base);
  url.pathname = url.pathname.replace(/\/+$/, '') + path;
  return url.href;
}
