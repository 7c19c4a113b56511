/**
 * A backend that takes everything, in its own process. After each request it tells its parent how many events it
 * has, how many of its batches began before the end of an earlier one, and how old events were. Its parent may make
 * it hold its answers. Reads only as much of HTTP as it needs, to leave the machine to what is measured.
 */
import { createServer, type Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { listen } from '../network/listening';

export interface SinkReport {
  readonly port: number;
  readonly events: number;
  readonly requests: number;
  /** Batches with a message that is older than one that came before. */
  readonly outOfOrder: number;
  /** Maximum age of a batch's first event on arrival, since the last `mark`, milliseconds. */
  readonly oldestMs: number;
}

/** To `hold` all answers from now on, to `release` them, or to measure the age of events anew from a `mark`. */
export type SinkOrder = 'hold' | 'release' | 'mark';

const END_OF_HEADERS = '\r\n\r\n';
const ANSWER = 'HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n';

/** Milliseconds that it takes for a request. */
const LATENCY_MS = Number(process.argv[2] ?? 0);

const report = { port: 0, events: 0, requests: 0, outOfOrder: 0, oldestMs: 0 };
let newest = 0;
let isHeld = false;
/** Sockets to answer once nothing is held any more. */
let held: Socket[] = [];

function serve(socket: Socket): void {
  let unread: Buffer = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (data) => {
    unread = unread.length === 0 ? data : Buffer.concat([unread, data]);
    for (let end = requestEnd(unread); end !== undefined; end = requestEnd(unread)) {
      take(unread.subarray(0, end));
      unread = unread.subarray(end);
      if (LATENCY_MS === 0) answer(socket);
      else setTimeout(answer, LATENCY_MS, socket);
    }
  });
}

function answer(socket: Socket): void {
  if (isHeld) {
    held.push(socket);
    return;
  }
  if (!socket.destroyed) socket.write(ANSWER);
  process.send?.(report);
}

function obey(order: SinkOrder): void {
  if (order === 'mark') {
    report.oldestMs = 0;
    return;
  }
  isHeld = order === 'hold';
  if (isHeld) return;
  const waiting = held;
  held = [];
  for (const socket of waiting) answer(socket);
}

/** Where the first request ends; undefined until it is complete. */
function requestEnd(data: Buffer): number | undefined {
  const headerEnd = data.indexOf(END_OF_HEADERS);
  if (headerEnd < 0) return undefined;
  const length = /^content-length: *(\d+)/im.exec(data.toString('latin1', 0, headerEnd))?.[1];
  const end = headerEnd + END_OF_HEADERS.length + Number(length ?? 0);
  return end <= data.length ? end : undefined;
}

function take(request: Buffer): void {
  const bodyStart = request.indexOf(END_OF_HEADERS) + END_OF_HEADERS.length;
  const isCompressed = /^content-encoding: *gzip/im.test(request.toString('latin1', 0, bodyStart));
  const body = request.subarray(bodyStart);
  const frames = (isCompressed ? gunzipSync(body) : body).toString('latin1').split('"frame":"').slice(1);
  report.requests++;
  report.events += frames.length;
  if (sequenceOf(frames[0]) < newest) report.outOfOrder++;
  newest = Math.max(newest, sequenceOf(frames.at(-1)));
  report.oldestMs = Math.max(report.oldestMs, Date.now() - timeOf(frames[0]));
}

function sequenceOf(frame: string | undefined): number {
  const text = Buffer.from(frame?.slice(0, frame.indexOf('"')) ?? '', 'hex').toString('latin1');
  return Number(/"sequence":(\d+)/.exec(text)?.[1]);
}

/** Milliseconds since the epoch; for an event without a time, the end of all time. */
function timeOf(frame: string | undefined): number {
  const seconds = /"ts":([\d.]+)/.exec(frame ?? '')?.[1];
  return seconds === undefined ? Number.POSITIVE_INFINITY : Number(seconds) * 1000;
}

listen(createServer(serve)).then((port) => {
  report.port = port;
  process.send?.(report);
});
process.on('message', obey);
process.on('disconnect', () => process.exit());
