import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BatchRequest, type Exchange, type Lane, WorkerTransport } from '../../../src/uplink';
import type { HttpTransportOptions } from '../../../src/uplink/HttpTransport';
import { startForeignBackend } from '../../harness/backend/foreignBackend';
import { type HttpBackend, startHttpBackend } from '../../harness/backend/httpBackend';
import { PATIENCE_MS, until } from '../../harness/until';

const requestOf = (text: string): BatchRequest => ({
  headers: { 'Idempotency-Key': text },
  text,
  coding: 'identity' as const,
});

/** Status, error or kind. */
function outcome({ answer }: Exchange): string | number {
  if (answer.kind === 'answered') return answer.status;
  return answer.kind === 'unreachable' ? answer.error : answer.kind;
}

describe('the transport with a thread of its own', () => {
  let backend: HttpBackend;
  let transport: WorkerTransport;
  const warnings: string[] = [];
  const note = ({ message }: Error) => warnings.push(message);

  const options = (changes: Partial<HttpTransportOptions> = {}): HttpTransportOptions => ({
    url: backend.url,
    path: '/in',
    timeoutMs: PATIENCE_MS,
    ...changes,
  });
  const use = (changes: Partial<HttpTransportOptions>): WorkerTransport => {
    transport.close();
    transport = new WorkerTransport(options(changes));
    return transport;
  };
  const post = (lane: Lane, ...texts: string[]) =>
    Promise.all(texts.map((text) => lane.post(requestOf(text), 'any')));
  const bodies = () => backend.requests.map(({ body }) => body.toString());

  before(() => process.on('warning', note));
  after(() => {
    process.off('warning', note);
  });
  beforeEach(async () => {
    warnings.length = 0;
    backend = await startHttpBackend();
    transport = new WorkerTransport(options());
  });
  afterEach(async () => {
    transport.close();
    await backend.stop();
  });

  it('starts it with the first request, and not before', async () => {
    const lane = transport.openLane(1);
    lane.recall();
    lane.collect();
    assert.equal(transport.running, undefined);
    await post(lane, 'a');
    assert.ok(transport.running);
  });

  it('posts in order, with headers, key of the user and compression, and tells bytes and time', async () => {
    const lane = use({ apiKey: 'secret' }).openLane(1);
    const results = await post(lane, 'one', 'two', 'three');
    assert.deepEqual(bodies(), ['one', 'two', 'three']);
    assert.deepEqual(results.map(outcome), [200, 200, 200]);
    assert.deepEqual(
      results.map(({ bytes }) => bytes),
      [3, 3, 5],
    );
    assert.ok(results.every(({ durationMs }) => durationMs > 0 && durationMs < PATIENCE_MS));
    const [first = assert.fail()] = backend.requests;
    assert.equal(first.headers.authorization, 'Bearer secret');
    assert.equal(first.headers['idempotency-key'], 'one');
    const [compressed = assert.fail()] = await Promise.all([
      lane.post({ headers: {}, text: 'x'.repeat(5000), coding: 'gzip' as const }, 'any'),
    ]);
    assert.equal(backend.requests.at(-1)?.headers['content-encoding'], 'gzip');
    assert.equal(compressed.bytes, backend.requests.at(-1)?.body.length);
  });

  it('trusts a server with TLS by the authority that it is given as bytes', async () => {
    const secure = await startHttpBackend({ tls: true });
    const ca = readFileSync(join(__dirname, '../../fixtures/tls/ca.crt'));
    for (const trusted of [ca, [ca], ca.toString()]) {
      const lane = use({ url: secure.url, tls: { ca: trusted } }).openLane(1);
      assert.deepEqual((await post(lane, 'a')).map(outcome), [200]);
    }
    assert.deepEqual(warnings, []);
    await secure.stop();
  });

  it('goes through a proxy that is set while it runs', async () => {
    const lane = use({ url: 'http://backend.invalid' }).openLane(1);
    await post(lane, 'a');
    const { http_proxy, no_proxy } = process.env;
    Object.assign(process.env, { http_proxy: backend.url, no_proxy: '' });
    try {
      assert.deepEqual(
        (await post(use({ url: 'http://backend.invalid' }).openLane(1), 'b')).map(outcome),
        [200],
      );
      assert.equal(backend.requests[0]?.path, 'http://backend.invalid/in');
    } finally {
      for (const [name, value] of Object.entries({ http_proxy, no_proxy })) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });

  it('withholds all after a request that did not arrive, until it is recalled', async () => {
    backend.reply = ({ body }) => (body.toString() === 'b' ? 503 : 200);
    const lane = transport.openLane(1);
    assert.deepEqual((await post(lane, 'a', 'b', 'c')).map(outcome), [200, 503, 'withheld']);
    assert.deepEqual((await post(lane, 'd')).map(outcome), ['withheld']);
    lane.recall();
    assert.deepEqual((await post(lane, 'c')).map(outcome), [200]);
    assert.deepEqual(bodies(), ['a', 'b', 'c']);
  });

  it('keeps the lanes of two uplinks apart', async () => {
    backend.reply = ({ body }) => (body.toString() === 'bad' ? 503 : 200);
    const [one, other] = [transport.openLane(1), transport.openLane(1)];
    const results = await Promise.all([post(one, 'bad', 'after'), post(other, 'good')]);
    assert.deepEqual(results.flat().map(outcome), [503, 'withheld', 200]);
  });

  it('settles what was answered while the event loop makes no turn', async () => {
    const foreign = await startForeignBackend();
    const lane = use({ url: foreign.url }).openLane(1);
    await post(lane, 'warm');
    let settled = false;
    void post(lane, 'next', 'and the next').then(() => {
      settled = true;
    });
    // Nothing but promises from here on.
    const end = performance.now() + PATIENCE_MS;
    while (!settled && performance.now() < end) {
      lane.collect();
      await undefined;
    }
    assert.ok(settled);
    await foreign.stop();
  });

  it('calls off what a closed lane has under way, and withholds the rest', async () => {
    backend.reply = () => 'hang';
    const lane = transport.openLane(1);
    const posts = post(lane, 'a', 'b');
    await until('a hangs', () => backend.requests.length === 1);
    lane.close();
    assert.deepEqual((await posts).map(outcome), ['the uplink was closed', 'withheld']);
    assert.deepEqual((await post(lane, 'c')).map(outcome), ['the uplink was closed']);
    assert.deepEqual(bodies(), ['a']);
  });

  it('answers what is under way when it is closed, and starts no other thread', async () => {
    backend.reply = () => 'hang';
    const lane = transport.openLane(1);
    const posts = post(lane, 'a', 'b');
    await until('a hangs', () => backend.requests.length === 1);
    transport.close();
    assert.deepEqual((await posts).map(outcome), Array(2).fill('the thread that posts was ended'));
    assert.deepEqual((await post(lane, 'c')).map(outcome), ['the uplink was closed']);
    assert.equal(transport.running, undefined);
    assert.deepEqual(warnings, []);
  });

  it('answers what is under way when the thread dies, and goes on with another', async () => {
    const lane = transport.openLane(2);
    await post(lane, 'first');
    backend.reply = () => 'hang';
    const posts = post(lane, 'a', 'b', 'c', 'd');
    await until('two hang', () => backend.requests.length === 3);
    const before = transport.running;
    before?.end();
    assert.deepEqual((await posts).map(outcome), Array(4).fill('the thread that posts was ended'));
    backend.reply = () => 200;
    lane.recall();
    assert.deepEqual((await post(lane, 'a', 'b')).map(outcome), [200, 200]);
    assert.notEqual(transport.running, before);
    assert.ok(lane.takesAhead);
    assert.deepEqual(warnings, []);
  });

  it('posts from the main thread where a thread cannot be started, and says so once', async () => {
    // A function cannot be handed to another thread.
    const tls = { rejectUnauthorized: true, checkServerIdentity: () => undefined };
    const lane = use({ tls }).openLane(1);
    assert.deepEqual((await post(lane, 'a', 'b')).map(outcome), [200, 200]);
    assert.equal(transport.running, undefined);
    assert.ok(!lane.takesAhead);
    backend.reply = () => 'hang';
    const hanging = post(lane, 'c');
    await until('c hangs', () => backend.requests.length === 3);
    lane.close();
    assert.deepEqual((await hanging).map(outcome), ['the uplink was closed']);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /^Requests to http:.* are sent from the main thread: .*cloned/);
  });

  it('posts from the main thread where the thread dies before it did anything', async () => {
    const before = [...process.execArgv];
    process.execArgv.push('--require', '/nonexistent/module');
    const lane = transport.openLane(1);
    try {
      const [first = assert.fail()] = await post(lane, 'a', 'b');
      assert.match(String(outcome(first)), /^the thread that posts failed: Cannot find module/);
    } finally {
      process.execArgv.splice(0, process.execArgv.length, ...before);
    }
    lane.recall();
    assert.deepEqual((await post(lane, 'a', 'b')).map(outcome), [200, 200]);
    assert.equal(warnings.length, 1);
  });
});
