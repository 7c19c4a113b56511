import type { IncomingHttpHeaders } from 'node:http';

interface AdminRequest {
  readonly headers: IncomingHttpHeaders;
}

interface AdminResponse {
  status(code: number): { json(body: object): unknown };
}

/**
 * Middleware for every admin address that changes something: answers 403 to pages of another origin. Node-RED lets any
 * page call its admin API, with any header (`Access-Control-Allow-Origin: *`), so neither a content type nor a custom
 * header would keep them out. Programs send neither of the two headers that are checked, and are let through.
 */
export function sameOriginOnly({ headers }: AdminRequest, response: AdminResponse, next: () => void): void {
  if (isSameOrigin(headers)) next();
  else {
    const error =
      'Refused: the request comes from a page of another origin. A proxy in front of Node-RED must forward the Host header.';
    response.status(403).json({ error });
  }
}

/** Decides by headers that browsers set and no page can change. Over http, browsers leave out `Sec-Fetch-Site`. */
function isSameOrigin({ 'sec-fetch-site': site, origin, host }: IncomingHttpHeaders): boolean {
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  if (origin === undefined) return true;
  if (host === undefined || !URL.canParse(origin)) return false;
  const { protocol, host: own } = new URL(origin);
  return URL.canParse(`${protocol}//${host}`) && new URL(`${protocol}//${host}`).host === own;
}
