import assert from 'node:assert/strict';
import type { EdgeClient, EdgeClientOptions } from '../../../src';
import { readLineProtocol } from '../../harness/frame/lineProtocol';
import { decodeOtlp } from '../../harness/frame/otlpDecoder';
import { until } from '../../harness/until';
import { ClientRig } from '../../harness/uplink/ClientRig';

const CONFLICT =
  'partial write: field type conflict: input field "bad" on measurement "wireband" is type float, already exists as type string';

describe('a client whose backend uses', () => {
  let rig: ClientRig;
  const client = (options: EdgeClientOptions) => rig.client(options);
  const onDisk = () => ({ spoolDirectory: rig.spoolDirectory });
  const settled = (of: EdgeClient) =>
    until('an empty buffer', () => {
      const stats = of.stats();
      const { events_flushed, buffer_depth, events_dropped, events_quarantined, events_ingested } = stats;
      assert.equal(events_flushed + buffer_depth + events_dropped + events_quarantined, events_ingested);
      return buffer_depth === 0 && stats;
    });
  const quarantined = () =>
    rig.events.flatMap((event) => (event.event === 'quarantined' ? event.payload.event.topic : []));
  const points = () => rig.backend.requests.flatMap(({ body }) => readLineProtocol(body.toString()));

  beforeEach(async () => {
    rig = await ClientRig.start({ flushInterval: 0.05, backoffBase: 0.05 });
  });
  afterEach(() => rig.stop());

  describe('line protocol', () => {
    /** Like InfluxDB: points with a field `bad` are rejected, the others stored. */
    const partial = (body: Buffer) => {
      const bad = readLineProtocol(body.toString()).filter(({ fields }) => fields.has('bad')).length;
      const error = `${CONFLICT} dropped=${bad}`;
      return bad === 0 ? 204 : { status: 400, body: JSON.stringify({ error }) };
    };

    it('sends database, precision and token, and counts a 204 as delivered', async () => {
      rig.backend.reply = () => 204;
      const options = { format: 'influx', query: 'db=plant', precision: 'ms', apiKey: 'me:secret' } as const;
      const one = client({ ...options, headers: { 'X-Tenant': '7' } }).start();
      one.ingest({ t: 21 }, { topic: 'a' });
      const stats = await settled(one);
      const [request] = rig.backend.requests;
      assert.equal(request?.path, '/write?db=plant&precision=ms');
      assert.equal(request?.headers.authorization, 'Token me:secret');
      assert.equal(request?.headers['x-tenant'], '7');
      assert.match(String(request?.headers['content-type']), /^text\/plain/);
      assert.deepEqual([stats.events_flushed, stats.batches_sent, rig.backend.requests.length], [1, 1, 1]);
      assert.equal(stats.backend_url, `${rig.backend.url}/write`);
    });

    for (const [storage, place] of [
      ['memory', () => ({})],
      ['disk', onDisk],
    ] as const) {
      it(`delivers all but the points that a partial write names, which alone are quarantined (${storage})`, async () => {
        rig.backend.reply = ({ body }) => partial(body);
        const one = client({ format: 'influx', ...place() });
        for (const topic of 'abcd') one.ingest(topic === 'c' ? { bad: 1 } : { good: 1 }, { topic });
        one.start();
        const stats = await settled(one);
        await until('a quarantine report', () => quarantined().length > 0);
        assert.deepEqual(quarantined(), ['c']);
        assert.match(rig.told('quarantined')[0]?.payload.error ?? '', /already exists as type string/);
        assert.deepEqual([stats.events_flushed, stats.events_quarantined, stats.batches_sent], [3, 1, 1]);
        assert.equal(rig.backend.requests.length, 1);
        assert.deepEqual(rig.told('delivered')[0]?.payload.events, 3);
        assert.match(stats.last_error ?? '', /partial write/);
      });
    }

    it('continues in order after a partial write amid a backlog', async () => {
      rig.backend.reply = ({ body }) => partial(body);
      const one = client({ format: 'influx', flushBatch: 5 });
      for (let i = 0; i < 200; i++) one.ingest(i % 60 === 7 ? { bad: i } : { n: i }, { topic: 'a' });
      one.start();
      const stats = await settled(one);
      assert.deepEqual([stats.events_flushed, stats.events_quarantined], [196, 4]);
      const numbers = points().flatMap(({ fields }) => fields.get('n') ?? []);
      assert.deepEqual(
        [...new Set(numbers)],
        Array.from({ length: 200 }, (_, i) => i).filter((i) => i % 60 !== 7),
      );
      assert.equal(stats.last_error?.includes('partial write'), true);
    });

    it('splits a batch down to the bad points if a partial write does not name them', async () => {
      rig.backend.reply = ({ body }) => {
        const bad = readLineProtocol(body.toString()).filter(({ fields }) => fields.has('bad')).length;
        const error = `partial write: max-values-per-tag limit exceeded dropped=${bad}`;
        return bad === 0 ? 204 : { status: 400, body: JSON.stringify({ error }) };
      };
      const one = client({ format: 'influx' });
      for (const topic of 'abcdefgh') one.ingest(topic === 'f' ? { bad: 1 } : { good: 1 }, { topic });
      one.start();
      const stats = await settled(one);
      await until('a quarantine report', () => quarantined().length > 0);
      assert.deepEqual([quarantined(), stats.events_flushed], [['f'], 7]);
      assert.ok(rig.backend.requests.length <= 8);
    });

    it('keeps everything if the database is missing', async () => {
      rig.backend.reply = () => ({ status: 400, body: '{"error":"database is required"}' });
      const one = client({ format: 'influx' }).start();
      for (const topic of 'abc') one.ingest(1, { topic });
      await until('an offline report', () => rig.told('offline').length > 0);
      assert.deepEqual([one.stats().buffer_depth, quarantined()], [3, []]);
      assert.match(rig.told('offline')[0]?.payload.error ?? '', /database is required/);
    });

    it('leaves out what it cannot carry, counted and reported with its series', async () => {
      rig.backend.reply = () => 204;
      const one = client({ format: 'influx' }).start();
      one.ingest(null, { topic: 'nothing' });
      one.ingest({ a: 1, b: null, c: 'two\nlines' }, { topic: 'some' });
      one.ingest(2, { topic: 'all' });
      const stats = await settled(one);
      assert.deepEqual(
        points().map(({ tags, fields }) => [tags.topic, [...fields.keys()]]),
        [
          ['some', ['a']],
          ['all', ['value']],
        ],
      );
      assert.deepEqual(stats.dropped_by_reason, { not_carried: 1 });
      assert.deepEqual(stats.values_left_out, { empty: 1, unwritable: 1 });
      assert.deepEqual(rig.told('delivered')[0]?.payload.left_out, { empty: 1, unwritable: 1 });
      await one.close();
      const [dropped] = rig.told('dropped');
      assert.deepEqual(
        [dropped?.payload.reason, dropped?.payload.gaps[0]?.series],
        ['not_carried', 'nothing'],
      );
    });

    it('sends nothing for a batch of which it can carry nothing', async () => {
      const one = client({ format: 'influx', ...onDisk() }).start();
      for (const topic of 'abc') one.ingest({}, { topic });
      const stats = await settled(one);
      assert.deepEqual(stats.dropped_by_reason, { not_carried: 3 });
      assert.deepEqual([rig.backend.requests.length, stats.batches_sent, rig.told('delivered')], [0, 0, []]);
    });
  });

  describe('OTLP', () => {
    const paths = () => rig.backend.requests.map(({ path }) => path);
    const keys = () => rig.backend.requests.map(({ headers }) => String(headers['idempotency-key']));
    const ingestBoth = (one: EdgeClient) => {
      one.ingest(21.5, { topic: 'a' });
      one.ingest('ON', { topic: 'b' });
    };

    it('sends readings and records of a batch in two requests, each under its own key', async () => {
      const one = client({ format: 'otlp' });
      ingestBoth(one);
      const stats = await settled(one.start());
      assert.deepEqual(paths(), ['/v1/metrics', '/v1/logs']);
      const [first, second] = keys();
      assert.equal(second, `${first}.1`);
      assert.deepEqual([stats.events_flushed, stats.batches_sent], [2, 1]);
      assert.deepEqual(
        stats.bytes_sent,
        rig.backend.requests.reduce((sum, { body }) => sum + body.length, 0),
      );
      for (const [index, signal] of (['metrics', 'logs'] as const).entries()) {
        decodeOtlp(signal, rig.backend.requests[index]?.body.toString() ?? '');
      }
    });

    it('retries only the undelivered request, with the same bytes', async () => {
      rig.backend.reply = (_, index) => (index === 1 || index === 2 ? 503 : 200);
      const one = client({ format: 'otlp', path: '/opentelemetry', maxRetries: 5 });
      ingestBoth(one);
      const stats = await settled(one.start());
      const [metrics, logs] = ['/opentelemetry/v1/metrics', '/opentelemetry/v1/logs'];
      assert.deepEqual(paths(), [metrics, logs, logs, logs]);
      const [, second, third, fourth] = rig.backend.requests.map(({ body }) => body);
      assert.deepEqual([third, fourth], [second, second]);
      assert.equal(new Set(keys()).size, 2);
      assert.deepEqual([stats.events_flushed, stats.events_quarantined], [2, 0]);
    });

    it('repeats only the second request without compression if the backend cannot read it', async () => {
      rig.backend.reply = ({ headers }) => (headers['content-encoding'] === undefined ? 200 : 415);
      const one = client({ format: 'otlp', compression: 'auto' });
      one.ingest(21.5, { topic: 'a' });
      one.ingest('x'.repeat(2000), { topic: 'b' });
      const stats = await settled(one.start());
      const coded = rig.backend.requests.map(({ path, headers }) => [path, headers['content-encoding']]);
      assert.deepEqual(coded, [
        ['/v1/metrics', undefined],
        ['/v1/logs', 'gzip'],
        ['/v1/logs', undefined],
      ]);
      assert.deepEqual(keys(), [keys()[0], `${keys()[0]}.1`, `${keys()[0]}.1`]);
      assert.deepEqual([stats.events_flushed, stats.events_quarantined], [2, 0]);
    });

    it('accepts a partial success and does not retry', async () => {
      rig.backend.reply = ({ path }) => ({
        status: 200,
        body: path.endsWith('metrics')
          ? '{"partialSuccess":{"rejectedDataPoints":"2","errorMessage":"too old"}}'
          : '{"partialSuccess":{"rejectedLogRecords":1}}',
      });
      const one = client({ format: 'otlp' });
      ingestBoth(one);
      const stats = await settled(one.start());
      assert.equal(rig.backend.requests.length, 2);
      assert.deepEqual(stats.values_left_out, { refused: 3 });
      assert.deepEqual(rig.told('delivered')[0]?.payload.left_out, { refused: 3 });
      assert.match(stats.last_error ?? '', /partial success/);
    });

    it('sends the halves of a batch whose second request is too large', async () => {
      rig.backend.reply = ({ body }) => (body.length > 1200 ? 413 : 200);
      const one = client({ format: 'otlp' });
      for (const topic of 'abcd') one.ingest('x'.repeat(300), { topic });
      const stats = await settled(one.start());
      assert.deepEqual([stats.events_flushed, stats.events_quarantined], [4, 0]);
    });
  });

  describe('JSON', () => {
    it('accepts a response that names rejected records', async () => {
      rig.backend.reply = () => ({
        status: 200,
        body: '{"rejected":[{"index":1,"error":"unknown device"}]}',
      });
      const one = client({ format: 'ndjson', path: '/events', ...onDisk() });
      for (const topic of 'abc') one.ingest(1, { topic });
      const stats = await settled(one.start());
      await until('a quarantine report', () => quarantined().length > 0);
      assert.deepEqual([quarantined(), stats.events_flushed, rig.backend.requests.length], [['b'], 2, 1]);
      assert.equal(rig.backend.requests[0]?.headers['content-type'], 'application/x-ndjson');
    });

    it('accepts long errors for all but one event of a large batch', async () => {
      const rejected = Array.from({ length: 199 }, (_, index) => ({
        index,
        error: 'no such device'.repeat(40),
      }));
      rig.backend.reply = () => ({ status: 200, body: JSON.stringify({ rejected }) });
      const one = client({ format: 'json' });
      for (let i = 0; i < 200; i++) one.ingest(i, { topic: 'a' });
      const stats = await settled(one.start());
      assert.deepEqual([stats.events_quarantined, stats.events_flushed], [199, 1]);
    });

    it('delivers a batch, with an error, if the response names records that were not sent', async () => {
      rig.backend.reply = () => ({ status: 200, body: '{"rejected":[{"index":2},{"index":0}]}' });
      const one = client({ format: 'json' });
      one.ingest(1, { topic: 'a' });
      one.ingest(1, { topic: 'b' });
      const stats = await settled(one.start());
      assert.deepEqual([stats.events_flushed, stats.events_quarantined], [1, 1]);
      assert.match(stats.last_error ?? '', /1 rejected events were never sent/);
    });

    it('delivers a batch, with an error, if the response counts more rejected records than were sent', async () => {
      rig.backend.reply = () => ({ status: 200, body: '{"rejected":4}' });
      const one = client({ format: 'json' });
      one.ingest(1, { topic: 'a' });
      const stats = await settled(one.start());
      assert.deepEqual([stats.events_flushed, rig.backend.requests.length], [1, 1]);
      assert.match(stats.last_error ?? '', /4 events were rejected, of 1 that were sent/);
    });

    it('uses the address unchanged if there is no path', async () => {
      const one = client({ format: 'json', backendUrl: `${rig.backend.url}/hook?x=1`, envelope: 'array' });
      one.ingest(1, { topic: 'a' });
      await settled(one.start());
      assert.equal(rig.backend.requests[0]?.path, '/hook?x=1');
      assert.equal(JSON.parse(rig.backend.requests[0]?.body.toString() ?? '')[0].topic, 'a');
    });
  });
});
