import { SettingError } from '../../settings/SettingError';

/**
 * The URL that batches are sent to: path and query are appended to those of the address.
 * @throws {SettingError} when the url is not an http(s) address.
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
    throw new SettingError('url', base, 'use an address such as http://localhost:8000.');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new SettingError('url', base, 'use an address that begins with http:// or https://.');
  }
  const [bare = '', pathQuery] = path.split(/\?(.*)/s);
  url.pathname = url.pathname.replace(/\/+$/, '') + (bare === '' || bare.startsWith('/') ? bare : `/${bare}`);
  const queries = [pathQuery ?? url.search.slice(1), query ?? ''].filter((part) => part !== '');
  url.search = queries.join('&');
  return url.href;
}

/** The same for people: without the query, which may hold a password, and without user and password. */
export function shownUrl(options: Parameters<typeof ingestUrl>[0]): string {
  return withoutUser(ingestUrl({ ...options, query: '' }));
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
