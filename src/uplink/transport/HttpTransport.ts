import type { Readable } from 'node:stream';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { answerTypeOf } from '../../frame/answers/answerType';
import { authorization } from '../settings/authorization';
import { below, ingestUrl, isOwnAddress, OWN_ADDRESS, shownUrl, withoutUser } from '../settings/ingestUrl';
import { fillHeaders, fillQuery, type RequestNames } from '../settings/placeholders';
import { type Agents, makeAgents } from './agents';
import { compress } from './compress';
import { faultOfAnswer, lenientRequest } from './lenientRequest';
import { matchesNoProxyPattern } from './noProxy';
import { onConnected } from './onConnected';
import { readRefusedAnswer } from './refusedAnswer';
import { parseRetryAfter } from './retryAfter';
import { SilenceTimer } from './SilenceTimer';
import { TlsFiles } from './TlsFiles';
import type { TlsFilePaths, TlsOptions } from './TlsOptions';
import {
  type Answer,
  type BatchRequest,
  type Exchange,
  NO_ANSWER,
  type Transport,
  UNREADABLE,
} from './Transport';

export interface HttpTransportOptions {
  /** Base address of the backend, such as `http://localhost:8000`. */
  readonly url: string;
  /** Local socket that takes requests to OWN_ADDRESS: a path, or on Windows the name of a pipe. */
  readonly socketPath?: string | undefined;
  /** Path of the ingest endpoint below the base address. */
  readonly path: string;
  /** Query of every request, such as `db=plant&rp=week`. */
  readonly query?: string | undefined;
  /** Headers of every request, in addition to those that the format and the uplink set. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How long a request may be silent, with no byte moving, milliseconds. */
  readonly timeoutMs: number;
  /** Sent as `Authorization`, after the scheme unless it begins with one. */
  readonly apiKey?: string | undefined;
  /** Default `Bearer`. */
  readonly authScheme?: string | undefined;
  readonly tls?: TlsOptions | undefined;
  /** The files that `tls` was read from. They are read again when they change. */
  readonly tlsFiles?: TlsFilePaths | undefined;
  /** Age in milliseconds from which a connection is not reused. Default MAX_CONNECTION_AGE_MS. */
  readonly maxConnectionAgeMs?: number | undefined;
}

/**
 * Maximum bytes read of a response, so that none can fill the memory: enough for an error message or, if the format
 * reads the response, for a long error about each event of a large batch.
 */
const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_WHOLE_ANSWER_BYTES = 8 * 1024 * 1024;

const ERROR_TEXT_LENGTH = 200;

/** How many redirects within the backend are followed; more count as a loop. */
const MAX_REDIRECTS = 3;

/** Redirects that repeat the same request elsewhere (RFC 9110). 301 to 303 would turn a POST into a GET. */
const SAME_REQUEST_REDIRECTS = [307, 308];

/** For a request without a batch. */
const NO_NAMES: RequestNames = { batch: '', device: '' };

const CANCELLED: Answer = { kind: 'unreachable', error: 'the uplink was closed' };

/** A request as sent over the wire. */
interface WireRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface SentRequest extends BatchRequest, WireRequest {
  /** Called each time the body can be sent over a connection. */
  readonly onConnection: () => void;
}

/** The upload of a larger body is watched; a smaller one goes out in one piece. */
const WATCHED_BYTES = 64 * 1024;

/** The progress of a request. */
interface Progress {
  readonly signal: AbortSignal;
  readonly timer: SilenceTimer;
  /** Whether there was a connection that the body could be sent over. */
  wasSent: boolean;
}

/** Encodes a request. The same request always gives the same bytes, so that the backend can recognize a retry. */
export async function toWire({ headers, text, coding }: BatchRequest): Promise<WireRequest> {
  const body = await compress(Buffer.from(text), coding);
  return { headers: coding === 'identity' ? headers : { ...headers, 'Content-Encoding': coding }, body };
}

/**
 * Sends over HTTP with axios and keep-alive connections. The proxy comes from the environment (HTTP_PROXY, HTTPS_PROXY,
 * NO_PROXY).
 */
export class HttpTransport implements Transport {
  readonly url: string;
  /** The same with its query, and with user and password unless something else authorizes requests. */
  private readonly target: string;
  private readonly agents: Agents;
  private readonly tlsFiles: TlsFiles;
  private readonly client: AxiosInstance;
  private readonly timeoutMs: number;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly socketPath: string | undefined;

  /** @throws {SettingError} if the URL is neither an http(s) address nor OWN_ADDRESS. */
  constructor(options: HttpTransportOptions) {
    const whole = reachableUrl(ingestUrl(options));
    this.target = hasAuthorization(options) ? withoutUser(whole) : whole;
    this.url = shownUrl(options);
    this.timeoutMs = options.timeoutMs;
    this.headers = headersOf(options);
    this.socketPath = options.socketPath;
    this.agents = makeAgents(options.timeoutMs, options.tls, options.maxConnectionAgeMs);
    // The agent's name for a connection includes the certificate, so connections with an old one are not reused.
    this.tlsFiles = new TlsFiles(options.tlsFiles ?? {}, options.tls, (read) => {
      Object.assign(this.agents.https.options, read);
    });
    this.client = axios.create({
      httpAgent: this.agents.http,
      httpsAgent: this.agents.https,
      headers: {
        'User-Agent': 'wireband-node-red-edge',
        ...(options.apiKey
          ? { Authorization: authorization(options.apiKey.trim(), options.authScheme) }
          : {}),
      },
      maxRedirects: 0,
      maxBodyLength: Number.POSITIVE_INFINITY,
      responseType: 'stream',
      validateStatus: () => true,
      transformRequest: (body: unknown) => body,
    });
  }

  async post(request: BatchRequest, signal: AbortSignal): Promise<Exchange> {
    const wire = await toWire(request);
    const begunAt = performance.now();
    let bytesOut = 0;
    const onConnection = (): void => {
      bytesOut += wire.body.length;
    };
    const answer = await this.send({ ...request, ...wire, onConnection }, signal);
    return { answer, bytes: wire.body.length, bytesOut, durationMs: performance.now() - begunAt };
  }

  close(): void {
    this.agents.http.destroy();
    this.agents.https.destroy();
  }

  private async send(request: SentRequest, signal: AbortSignal): Promise<Answer> {
    if (signal.aborted) return CANCELLED;
    const deadline = new AbortController();
    const abort = () => deadline.abort();
    const timer = new SilenceTimer(this.timeoutMs, request.body.length, abort);
    const progress: Progress = { signal: deadline.signal, timer, wasSent: false };
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await this.exchange(request, progress);
    } catch (error) {
      if (signal.aborted) return CANCELLED;
      const sent = progress.wasSent ? { wasSent: true as const } : {};
      if (deadline.signal.aborted) {
        return { kind: 'unreachable', error: `${NO_ANSWER} ${this.timeoutMs / 1000} s`, ...sent };
      }
      return answerIn(error) ?? { kind: 'unreachable', error: reasonOf(error), ...sent };
    } finally {
      timer.stop();
      signal.removeEventListener('abort', abort);
    }
  }

  private async exchange(request: SentRequest, progress: Progress): Promise<Answer> {
    const { signal, timer } = progress;
    const transport = {
      request: (...asked: Parameters<typeof lenientRequest>) => {
        const made = lenientRequest(...asked);
        onConnected(made, () => {
          progress.wasSent = true;
          request.onConnection();
        });
        return made;
      },
    };
    await this.tlsFiles.look();
    const { names = NO_NAMES } = request;
    const target = fillQuery(this.target, names);
    let url = request.path ? below(target, request.path) : target;
    for (let redirects = 0; ; redirects++) {
      const response: AxiosResponse<Readable> = await this.client.post(url, request.body, {
        headers: { ...fillHeaders(this.headers, names), ...request.headers },
        signal,
        transport,
        ...(request.body.length > WATCHED_BYTES ? { onUploadProgress: () => timer.onSent() } : {}),
        ...(this.socketPath === undefined ? {} : { socketPath: this.socketPath }),
        ...(matchesNoProxyPattern(url) ? { proxy: false } : {}),
      });
      timer.onReceived();
      const body = await readBody(response, timer, request.wantsWholeAnswer);
      const target = redirects < MAX_REDIRECTS ? redirectTarget(response, url) : undefined;
      if (target === undefined) return toAnswer(response, redirectBody(response, url) ?? body);
      url = target;
    }
  }
}

/** Replaces OWN_ADDRESS by a URL for HTTP: its host is a socket that speaks HTTP like any other host. */
function reachableUrl(url: string): string {
  return isOwnAddress(url) ? `http://localhost${url.slice(OWN_ADDRESS.length)}` : url;
}

/** The user's headers. An API key takes precedence over an `Authorization` header among them. */
function headersOf({ apiKey, headers = {} }: HttpTransportOptions): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !apiKey || name.toLowerCase() !== 'authorization');
  return Object.fromEntries(kept);
}

function hasAuthorization({ apiKey, headers = {} }: HttpTransportOptions): boolean {
  return Boolean(apiKey) || Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
}

function toAnswer(response: AnswerHead, body: AnswerBody): Answer {
  const { 'retry-after': retryAfter, date, 'accept-encoding': acceptEncoding } = response.headers;
  const contentType = contentTypeOf(response);
  const retryAfterMs = parseRetryAfter(retryAfter, Date.now(), date);
  return {
    kind: 'answered',
    status: response.status,
    ...body,
    ...(contentType === undefined ? {} : { contentType }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(typeof acceptEncoding === 'string' ? { acceptEncoding } : {}),
  };
}

/** Describes to people where an unfollowed redirect leads, without secrets. */
function redirectBody({ status, headers }: AnswerHead, from: string): AnswerBody | undefined {
  const location: unknown = headers.location;
  if (status < 300 || status > 399 || typeof location !== 'string') return undefined;
  if (!URL.canParse(location, from)) return undefined;
  const target = new URL(location, from);
  target.search = '';
  target.hash = '';
  return { text: `redirects to ${withoutUser(target.href)}`.slice(0, ERROR_TEXT_LENGTH) };
}

/** Where a redirect leads, if it keeps the request unchanged and stays within the backend's origin. */
function redirectTarget(response: AxiosResponse<Readable>, from: string): string | undefined {
  const location: unknown = response.headers.location;
  if (!SAME_REQUEST_REDIRECTS.includes(response.status) || typeof location !== 'string') return undefined;
  if (!URL.canParse(location, from)) return undefined;
  const target = new URL(location, from);
  return target.origin === new URL(from).origin ? target.href : undefined;
}

type AnswerHead = Pick<AxiosResponse, 'status' | 'headers'>;
type AnswerBody = Pick<Extract<Answer, { readonly kind: 'answered' }>, 'text' | 'isCut'>;

/**
 * Reads a response to its end, so that its connection can be reused. Gives up the connection if the response is too
 * long or breaks off: the status has said what matters, unless the format reads the response.
 * @throws {Error} if a response breaks off that may say which events the backend rejects.
 */
async function readBody(
  response: AxiosResponse<Readable>,
  timer: SilenceTimer,
  wantsWhole = false,
): Promise<AnswerBody> {
  const most = wantsWhole ? MAX_WHOLE_ANSWER_BYTES : MAX_ANSWER_BYTES;
  const chunks: Buffer[] = [];
  let bytes = 0;
  let isCut = false;
  try {
    for await (const chunk of response.data) {
      timer.onReceived();
      chunks.push(Buffer.from(chunk));
      bytes += chunk.length;
      isCut = bytes > most;
      if (isCut) break;
    }
  } catch (error) {
    isCut = true;
    if (wantsWhole && response.status >= 200 && response.status <= 299) throw error;
  }
  const whole = textOf(response, Buffer.concat(chunks));
  const text = wantsWhole ? whole : whole.trimStart().slice(0, ERROR_TEXT_LENGTH).trim();
  return isCut ? { text, isCut: true } : { text };
}

function textOf(head: AnswerHead, body: Buffer): string {
  const type = answerTypeOf(contentTypeOf(head));
  return body.toString(type === 'protobuf' || type === 'binary' ? 'latin1' : 'utf8');
}

function contentTypeOf({ headers }: AnswerHead): string | undefined {
  const type: unknown = headers['content-type'];
  return typeof type === 'string' ? type : undefined;
}

/** The response that an error is about; undefined if there was none. */
function answerIn(error: unknown): Answer | undefined {
  const found = faultOfAnswer(error);
  if (!found) return undefined;
  const plain = readRefusedAnswer(found.bytes);
  if (plain) return toAnswer(plain, { text: textOf(plain, plain.body) });
  const text = `${UNREADABLE}: ${found.fault}; the backend may have stored the batch`;
  return { kind: 'unreadable', error: text };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return error.message.includes(code) ? error.message || code : `${code} ${error.message}`;
}
