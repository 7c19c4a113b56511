import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { EdgeClientOptions } from '../../../src';
import { FORMAT_NAMES } from '../../../src/frame';
import type { BackendReply } from '../../harness/backend/httpBackend';
import { listen } from '../../harness/network/listening';
import { until } from '../../harness/until';
import { ClientRig } from '../../harness/uplink/ClientRig';

const PAGE = '<!DOCTYPE html><html><head><title>Harbour Wi-Fi</title></head><body>Log in</body></html>';
const html = (body: string, type = 'text/html; charset=utf-8'): BackendReply => ({
  status: 200,
  headers: { 'Content-Type': type },
  body,
});

/** Web pages with which networks on the way answer. */
const PAGES: Readonly<Record<string, BackendReply>> = {
  'a page': html(PAGE),
  'a page labeled JSON': html(PAGE, 'application/json'),
  'a page labeled text, after a byte order mark and a comment': html(
    `\uFEFF\n <!-- x -->${PAGE}`,
    'text/plain',
  ),
  'a page without a content type': {
    status: 200,
    body: `\r\n${' '.repeat(300)}<script>location="/login"</script>`,
  },
  'a sentence labeled HTML': html('Please log in.'),
  XHTML: html(`<?xml version="1.0"?>${PAGE}`, 'application/xhtml+xml'),
  'a page with another success status': {
    status: 203,
    headers: { 'Content-Type': 'text/html' },
    body: PAGE,
  },
};

describe('a success', () => {
  let rig: ClientRig;
  const client = (options: EdgeClientOptions) => rig.client(options);
  const keys = () => rig.backend.requests.map(({ headers }) => String(headers['idempotency-key']));

  /** Three events are kept, and the same request retried slowly, while the backend answers so; then they arrive. */
  async function isKept(options: EdgeClientOptions, reply: BackendReply, reason: RegExp): Promise<void> {
    rig.backend.reply = () => reply;
    rig.events.length = 0;
    rig.backend.requests.length = 0;
    const one = client(options);
    for (const topic of 'abc') one.ingest(1, { topic });
    one.start();
    await until('a retry', () => rig.backend.requests.length >= 3);
    const { buffer_depth, events_flushed, events_quarantined, events_dropped } = one.stats();
    assert.deepEqual([buffer_depth, events_flushed, events_quarantined, events_dropped], [3, 0, 0, 0]);
    assert.equal(new Set(keys()).size, 1, 'the same batch each time');
    const [offline] = rig.told('offline');
    assert.match(String(offline?.payload.error), reason);
    assert.equal(rig.told('offline').length, 1);
    assert.match(String(one.stats().last_error), reason);
    assert.equal(one.stats().connected, false);
    rig.backend.reply = () => 204;
    await until('delivery of all events', () => one.stats().events_flushed === 3);
    assert.equal(new Set(keys()).size, 1);
    await one.close(0);
  }

  beforeEach(async () => {
    rig = await ClientRig.start({ flushInterval: 0.02, maxRetries: 0, backoffBase: 0.02, backoffMax: 0.1 });
  });
  afterEach(() => rig.stop());

  for (const format of FORMAT_NAMES) {
    describe(`in the format ${format}`, () => {
      for (const [what, reply] of Object.entries(PAGES)) {
        it(`is not ${what}`, () => isKept({ format }, reply, /a web page responds, not the backend/));
      }

      it('has no content type that its backends never use', async () => {
        for (const type of ['image/gif', 'text/css', 'application/pdf']) {
          const reason =
            format === 'influx'
              ? /does not respond with|successful write returns 204/
              : /does not respond with/;
          await isKept({ format }, html('GIF89a', type), reason);
        }
      });

      it('is not the beginning of a truncated page', async () => {
        let isPortal = true;
        let asked = 0;
        const server = createServer((socket) => {
          socket.on('error', () => undefined);
          socket.once('data', () => {
            asked++;
            const page =
              'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\nConnection: close\r\n\r\n';
            socket.end(isPortal ? page : 'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
          });
        });
        const port = await listen(server);
        const one = client({ format, backendUrl: `http://127.0.0.1:${port}` });
        one.ingest(1, { topic: 'a' });
        one.start();
        await until('a retry', () => asked >= 3);
        assert.deepEqual([one.stats().buffer_depth, one.stats().events_flushed], [1, 0]);
        isPortal = false;
        await until('delivery of the event', () => one.stats().events_flushed === 1);
        await one.close(0);
        await new Promise((resolve) => server.close(resolve));
      });
    });
  }

  it('may be JSON or a word that a framework labels as HTML', async () => {
    for (const format of ['wireband', 'columnar', 'json', 'ndjson'] as const) {
      for (const body of ['OK', '{"accepted":1}', '[]', '{"a":1}\n{"a":2}\n', '']) {
        rig.backend.reply = () => html(body);
        const one = client({ format });
        one.ingest(1, { topic: 'a' });
        one.start();
        await until(`delivery in ${format} with ${body}`, () => one.stats().events_flushed === 1);
        await one.close(0);
      }
    }
  });

  describe('for JSON', () => {
    for (const body of [
      '{"error":"no such tenant"}',
      '{"errors":true}',
      '{"success":false}',
      '{"statusCode":500}',
    ])
      it(`is not ${body}`, async () => {
        for (const format of ['json', 'ndjson'] as const)
          await isKept({ format }, { status: 200, body }, /the response says "/);
      });

    it('is neither 207 nor a truncated list', async () => {
      await isKept(
        { format: 'json' },
        { status: 207, body: '{}' },
        /HTTP 207: this status does not mean success/,
      );
      await isKept({ format: 'json' }, { status: 200, body: '{"rejected":[' }, /cannot be read/);
    });

    it('is not a web page with another status that the user declares a success', async () => {
      const reply = { status: 409, headers: { 'Content-Type': 'text/html' }, body: PAGE };
      await isKept({ format: 'json', success: '204, 409' }, reply, /a web page responds/);
    });

    it('is what the user configured', async () => {
      const options = { format: 'json', success: '200-207, result.stored=true' } as const;
      await isKeptUntil(
        options,
        { status: 200, body: '{"result":{"stored":false}}' },
        {
          status: 207,
          body: '{"result":{"stored":true},"error":"slow"}',
        },
      );
    });

    async function isKeptUntil(
      options: EdgeClientOptions,
      no: BackendReply,
      yes: BackendReply,
    ): Promise<void> {
      rig.backend.reply = () => no;
      const one = client(options);
      one.ingest(1, { topic: 'a' });
      one.start();
      await until('a retry', () => rig.backend.requests.length >= 3);
      assert.deepEqual([one.stats().buffer_depth, one.stats().events_flushed], [1, 0]);
      rig.backend.reply = () => yes;
      await until('delivery of the event', () => one.stats().events_flushed === 1);
    }

    /** A verbose backend: it accepts the first event, and rejects each other one with an error of this length. */
    const rejectMost = (body: Buffer, length: number): BackendReply => {
      const { events: sent }: { events: unknown[] } = JSON.parse(body.toString());
      const rejected = sent.slice(1).map((_, i) => ({ index: i + 1, error: 'x'.repeat(length) }));
      return { status: 200, body: JSON.stringify({ rejected }) };
    };

    it('excludes every event in a list of rejected ones, however long', async () => {
      for (const [length, requests, taken] of [
        [20_000, 1, 1],
        // 12 MB, and then twice 6 MB.
        [60_000, 3, 2],
      ] as const) {
        rig.backend.requests.length = 0;
        rig.backend.reply = ({ body }) => rejectMost(body, length);
        const one = client({ format: 'json', flushBatch: 200 });
        for (let i = 0; i < 200; i++) one.ingest(i, { topic: 'a' });
        one.start();
        await until('an empty buffer', () => one.stats().buffer_depth === 0);
        assert.deepEqual([one.stats().events_quarantined, one.stats().events_flushed], [200 - taken, taken]);
        assert.equal(rig.backend.requests.length, requests);
        await one.close(0);
      }
    });
  });

  describe('for OTLP', () => {
    it('may name rejected points in protobuf', async () => {
      const bytes = Uint8Array.from([0x0a, 9, 0x08, 1, 0x12, 5, ...Buffer.from('stale')]);
      rig.backend.reply = () => ({
        status: 200,
        headers: { 'Content-Type': 'application/x-protobuf' },
        body: bytes,
      });
      const one = client({ format: 'otlp' });
      one.ingest(1, { topic: 'a' });
      one.start();
      await until('delivery of the event', () => one.stats().events_flushed === 1);
      assert.deepEqual(one.stats().values_left_out, { refused: 1 });
      assert.match(String(one.stats().last_error), /1 rejected: stale/);
    });

    it('is never a response unknown to OTLP, and the other request is then not sent', async () => {
      rig.backend.reply = () => ({ status: 200, body: 'OK' });
      const one = client({ format: 'otlp' });
      one.ingest(1, { topic: 'a' });
      one.ingest('ON', { topic: 'b' });
      one.start();
      await until('a retry', () => rig.backend.requests.length >= 3);
      assert.deepEqual([...new Set(rig.backend.requests.map(({ path }) => path))], ['/v1/metrics']);
      assert.equal(one.stats().events_flushed, 0);
      rig.backend.reply = () => ({
        status: 200,
        headers: { 'Content-Type': 'application/json' },
        body: '{}',
      });
      await until('delivery of both events', () => one.stats().events_flushed === 2);
    });
  });

  it('for InfluxDB is only a 204', async () => {
    for (const body of ['', 'OK', '{"results":[{"error":"timeout"}]}'])
      await isKept({ format: 'influx' }, { status: 200, body }, /a successful write returns 204/);
  });

  it('is still required after a restart, under the same key', async () => {
    rig.backend.reply = () => html(PAGE);
    const options = { format: 'json', spoolDirectory: rig.spoolDirectory } as const;
    const first = client(options);
    first.ingest(1, { topic: 'a' });
    first.start();
    await until('a request answered by the portal', () => rig.backend.requests.length >= 2);
    await first.close(0);
    rig.backend.reply = () => 200;
    const second = client(options).start();
    await until('delivery of the event', () => second.stats().events_flushed === 1);
    assert.equal(new Set(keys()).size, 1);
  });
});
