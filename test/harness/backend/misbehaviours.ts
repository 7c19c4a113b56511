import { sleep } from '../until';
import type { Misbehaviour, ReceivedBatch, Reply } from './backendServer';

/** Breaks the connection while the request is still coming in. */
export function resetsConnections(): Misbehaviour {
  return {
    onHeaders(request) {
      request.socket.resetAndDestroy();
      return true;
    },
  };
}

/** Takes the batch, and breaks the connection instead of answering. */
export function losesAnswers(): Misbehaviour {
  return {
    onTaken(request) {
      request.socket.destroy();
      return true;
    },
  };
}

/** Reads the request and never answers. */
export function neverAnswers(): Misbehaviour {
  return { onBatch: () => new Promise(() => undefined) };
}

/** Reads requests, and takes them only once `letGo` is fulfilled. */
export function holdsUntil(letGo: Promise<unknown>): Misbehaviour {
  return {
    async onBatch() {
      await letGo;
      return undefined;
    },
  };
}

/** Takes every batch, after `ms` milliseconds. */
export function isSlow(ms: number): Misbehaviour {
  return {
    async onBatch() {
      await sleep(ms);
      return undefined;
    },
  };
}

/** Gives every batch the same answer. */
export function answers(status: number, headers: Record<string, string> = {}, body = ''): Misbehaviour {
  return { onBatch: () => ({ status, headers, body }) };
}

/** Answers like a reverse proxy whose backend is gone. */
export function answersWithPage(status: number): Misbehaviour {
  const page = `<!doctype html><html><body><h1>${status} nothing here</h1></body></html>`;
  return answers(status, { 'Content-Type': 'text/html' }, page);
}

/** 413 for bodies of more than `bytes` after decompression. */
export function takesAtMost(bytes: number): Misbehaviour {
  return refusesWhere((batch) => batch.plainBytes > bytes, { status: 413, body: 'body too large' });
}

/** 415 for compressed bodies. */
export function knowsNoGzip(): Misbehaviour {
  return refusesWhere((batch) => batch.compressed, { status: 415 });
}

/** 400 for every batch that contains an event of this topic. */
export function chokesOn(topic: string): Misbehaviour {
  const guilty = (batch: ReceivedBatch) => batch.events.some((event) => event.topic === topic);
  return refusesWhere(guilty, { status: 400, body: `no such thing as ${topic}` });
}

/** Misbehaves for the first `count` requests and is good afterwards. */
export function firstTimes(count: number, misbehaviour: Misbehaviour): Misbehaviour {
  const { onHeaders, onBatch, onTaken } = misbehaviour;
  let seen = 0;
  const isFirst = () => seen++ < count;
  return {
    ...(onHeaders && { onHeaders: (request) => isFirst() && onHeaders(request) }),
    ...(onBatch && { onBatch: (batch) => (isFirst() ? onBatch(batch) : undefined) }),
    ...(onTaken && { onTaken: (request) => isFirst() && onTaken(request) }),
  };
}

function refusesWhere(isRefused: (batch: ReceivedBatch) => boolean, reply: Reply): Misbehaviour {
  return { onBatch: (batch) => (isRefused(batch) ? reply : undefined) };
}
