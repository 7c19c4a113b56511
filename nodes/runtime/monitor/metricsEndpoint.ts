import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { NodeAPI } from 'node-red';
import { healthOf, PROMETHEUS_TYPE, prometheusText, uplinkMetrics } from '../../../src/monitor';
import { lastingRoute } from '../lastingRoute';
import { runningUplinks, stoppedUplinks } from '../runningUplinks';

/**
 * Who may use an address: users with read access to the editor, anyone who can reach the flows' own addresses, or
 * clients with a token.
 */
type Access =
  | { readonly kind: 'admin' }
  | { readonly kind: 'public' }
  | { readonly kind: 'token'; readonly token: string };

interface ScrapeRequest {
  readonly headers: IncomingHttpHeaders;
}

interface ScrapeResponse {
  status(code: number): ScrapeResponse;
  set(name: string, value: string): ScrapeResponse;
  json(body: object): unknown;
  send(body: string): unknown;
}

type Answer = (response: ScrapeResponse) => void;

/**
 * Serves `GET /wireband/metrics` and `GET /wireband/health`, each as configured by `wireband.metrics` or
 * `wireband.health` in Node-RED's settings file, and not at all by default.
 * @param version of this package.
 */
export function serveMetrics(RED: NodeAPI, version: string): void {
  serve(RED, 'metrics', (response) => {
    const uplinks = runningUplinks().map(({ id, name, uplink }) => {
      return { id, name, stats: uplink.stats(), latencies: uplink.latencies };
    });
    response.set('Content-Type', PROMETHEUS_TYPE).send(prometheusText(uplinkMetrics(uplinks, version)));
  });
  serve(RED, 'health', (response) => {
    const conditions = runningUplinks().map(({ id, name, uplink, link }) => {
      return { id, name, link: link(), storage: uplink.storage };
    });
    const health = healthOf(conditions, stoppedUplinks());
    response.status(health.status === 'ok' ? 200 : 503).json(health);
  });
}

function serve(RED: NodeAPI, name: 'metrics' | 'health', answer: Answer): void {
  const given: unknown = Object(Object(RED.settings).wireband)[name];
  if (given === undefined || given === false) return;
  const access = readAccess(given);
  const path = `/wireband/${name}`;
  if (access === undefined) {
    RED.log.error(
      `wireband.${name} in Node-RED's settings file is ${JSON.stringify(given)}; use 'admin', 'public' or { token: '…' }. ${path} is not served.`,
    );
    return;
  }
  switch (access.kind) {
    case 'admin':
      lastingRoute(RED.httpAdmin, 'get', path, RED.auth.needsPermission('wireband.read'), (_, response) =>
        answer(response),
      );
      return;
    case 'public':
      lastingRoute(RED.httpNode, 'get', path, (_, response) => answer(response));
      return;
    case 'token':
      lastingRoute(RED.httpNode, 'get', path, (request, response) => {
        if (bringsToken(request, access.token)) answer(response);
        else refuse(response);
      });
      return;
  }
}

function refuse(response: ScrapeResponse): void {
  response.status(401).set('WWW-Authenticate', 'Bearer').json({ error: 'The token is missing or wrong.' });
}

/** Undefined for an invalid value. */
function readAccess(given: unknown): Access | undefined {
  if (given === 'admin' || given === 'public') return { kind: given };
  const { token }: { readonly token?: unknown } = Object(given);
  return typeof token === 'string' && token !== '' ? { kind: 'token', token } : undefined;
}

/** Takes the same time however much of the token is right. */
function bringsToken({ headers }: ScrapeRequest, token: string): boolean {
  const given = Buffer.from(headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
