import { randomUUID } from 'node:crypto';
import { type EdgeEvent, makeFormat } from '../../frame';
import type { SymbolCatalog } from '../../symbols';
import { BatchEncoder, type PreparedBatch } from '../delivery/BatchEncoder';
import { RequestSender } from '../delivery/RequestSender';
import { isSuccess, type Meaning, readAnswers } from '../delivery/readAnswers';
import { type BackendOptions, httpOptions } from '../settings/backendSettings';
import { ContentCodings } from '../transport/ContentCodings';
import { HttpTransport, type HttpTransportOptions } from '../transport/HttpTransport';
import type { Exchange } from '../transport/Transport';
import type { CheckReport } from './CheckReport';
import { diagnose } from './diagnosis';
import { peerCertificate } from './peerCertificate';

/** Header of every request of a check, so that a backend can tell it from readings: `Wireband-Check: 1`. */
const CHECK_HEADER = 'Wireband-Check';

/** Maximum timeout, milliseconds: someone is waiting at the dialog. */
const MAX_TIMEOUT_MS = 15_000;

/** Maximum attempts to send a sample, each in another coding, as with a batch. */
const MAX_TRIES = 3;

interface CheckPlan extends Pick<HttpTransportOptions, 'apiKey' | 'tls' | 'tlsFiles' | 'socketPath'> {
  readonly options: BackendOptions;
  readonly catalog: SymbolCatalog;
  /** The sample. */
  readonly events: readonly EdgeEvent[];
}

/**
 * Sends a sample to a backend, as an uplink would send a batch, but once and over its own connections, and returns the
 * result.
 */
export async function checkBackend({ options, catalog, events, ...access }: CheckPlan): Promise<CheckReport> {
  const transport = new HttpTransport({
    ...httpOptions(options),
    ...access,
    timeoutMs: Math.min(options.timeoutMs, MAX_TIMEOUT_MS),
    headers: { ...options.headers, [CHECK_HEADER]: '1' },
  });
  const { deviceId, envelope } = options;
  const format = makeFormat({ ...options.format, catalog });
  const encoder = new BatchEncoder(format, { deviceId, envelope }, new ContentCodings(options.compression));
  try {
    const sent = await send(new RequestSender(transport), encoder, events);
    const report = reportOf(sent, transport.url);
    const isAboutCertificate = report.cause.startsWith('certificate-');
    const certificate = isAboutCertificate
      ? await peerCertificate(transport.url, access.tls?.servername)
      : undefined;
    return certificate ? { ...report, certificate } : report;
  } finally {
    transport.close();
  }
}

/** A sample that was sent and its last exchange. */
interface SentSample {
  readonly prepared: PreparedBatch;
  /** Undefined if there was nothing to send. */
  readonly exchange: Exchange | undefined;
  readonly meaning: Meaning | undefined;
  /** What the responses say about events. */
  readonly said: string | undefined;
  readonly durationMs: number;
}

async function send(
  sender: RequestSender,
  encoder: BatchEncoder,
  events: readonly EdgeEvent[],
): Promise<SentSample> {
  const batch = { id: randomUUID(), events };
  let prepared = encoder.prepare(batch);
  let exchange: Exchange | undefined;
  let meaning: Meaning | undefined;
  let said: string | undefined;
  let durationMs = 0;
  for (let tries = 0; tries < MAX_TRIES && prepared.request; tries++) {
    const before = prepared;
    exchange = await sender.send(prepared.request, (answer, place) =>
      isSuccess(before, answer, place, encoder),
    );
    durationMs += exchange.durationMs;
    meaning = readAnswers(prepared, exchange, encoder, (error) => {
      said = error;
    });
    if (meaning?.kind !== 'encoding') break;
    prepared = encoder.prepare(batch);
  }
  return { prepared, exchange, meaning, said, durationMs };
}

function reportOf({ prepared, exchange, meaning, said, durationMs }: SentSample, url: string): CheckReport {
  const { batch, leftOut, refusedValues } = prepared;
  const sent = batch.events.length - leftOut.events.length;
  const stored = storedOf(prepared);
  const about = { url, host: new URL(url).hostname, stored, sent, durationMs };
  if (!exchange) return { ...about, cause: 'nothing' };
  const found = diagnose(exchange.answer, meaning, said);
  const isWhole = stored === sent && refusedValues === 0;
  return { ...about, ...found, ...(found.cause === 'stored' && !isWhole ? { cause: 'partly' } : {}) };
}

/** How many events the backend has completely. */
function storedOf({ batch, parts, leftOut, arrived, rejected }: PreparedBatch): number {
  const all = [...batch.events.keys()];
  const missing = new Set([
    ...leftOut.events.map(({ index }) => index),
    ...rejected.map(({ index }) => index),
    ...parts.slice(arrived).flatMap((part) => part.events ?? all),
  ]);
  return batch.events.length - missing.size;
}
