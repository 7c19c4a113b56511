import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import { EdgeClient } from '../../../../src';
import { type Compression, ContentCodings } from '../../../../src/uplink';
import { compress, hasZstd } from '../../../../src/uplink/transport/compress';
import { startHttpBackend } from '../../../harness/backend/httpBackend';
import { until } from '../../../harness/until';

const LARGE = 5000;
const codings = (compression: Compression = 'auto', knowsZstd = true) =>
  new ContentCodings(compression, knowsZstd);

describe('the request coding', () => {
  it('is gzip from 1 KiB on until the backend states its codings', () => {
    const fresh = codings();
    assert.deepEqual([fresh.choose(1023), fresh.choose(1024)], ['identity', 'gzip']);
    assert.deepEqual([codings('none').choose(LARGE), codings('gzip').choose(1)], ['identity', 'gzip']);
  });

  it('is zstd only if the backend accepts it and this Node.js supports it', () => {
    for (const [header, knowsZstd, expected] of [
      ['zstd', true, 'zstd'],
      ['gzip, ZSTD;q=0.5', true, 'zstd'],
      ['zstd, gzip', false, 'gzip'],
      ['zstd;q=0, gzip', true, 'gzip'],
      ['*', true, 'gzip'],
      ['gzip', true, 'gzip'],
      ['x-gzip', true, 'gzip'],
      ['zstd;q=0, *', true, 'gzip'],
    ] as const) {
      const told = codings('auto', knowsZstd);
      told.onAnswer(header);
      assert.equal(told.choose(LARGE), expected, header);
      assert.equal(told.choose(100), 'identity');
    }
  });

  it('also applies to small bodies if the backend accepts no plain ones', () => {
    for (const header of ['gzip, *;q=0', 'gzip, identity;q=0', 'identity;q=0.0, *']) {
      const told = codings();
      told.onAnswer(header);
      assert.deepEqual([told.choose(1), told.choose(LARGE)], ['gzip', 'gzip'], header);
    }
    const neither = codings();
    neither.onAnswer('*;q=0');
    assert.equal(neither.choose(1), 'identity');
    const again = codings();
    again.onAnswer('gzip, *;q=0, identity');
    assert.equal(again.choose(1), 'identity');
  });

  it('is identity if the backend accepts no supported coding', () => {
    for (const header of [
      '',
      'identity',
      'br',
      'gzip;q=0',
      'gzip;q=0.000, *',
      '*, gzip;q=0',
      '*;q=0',
      'gzip, x-gzip;q=0',
      ';;,=,q=0',
      'identity, gzip ; q=0',
      'zstd',
    ]) {
      const told = codings('auto', false);
      told.onAnswer(header);
      assert.equal(told.choose(LARGE), 'identity', header);
    }
  });

  it('follows the last response with a statement', () => {
    const told = codings();
    told.onAnswer('zstd');
    told.onAnswer(undefined);
    assert.equal(told.choose(LARGE), 'zstd');
    told.onAnswer('gzip');
    assert.equal(told.choose(LARGE), 'gzip');
  });

  it('is never one that was refused, whatever the backend says later', () => {
    const told = codings();
    told.onAnswer('zstd, gzip');
    told.onRefused('zstd');
    assert.deepEqual([told.choose(LARGE), told.isRefused('zstd')], ['gzip', true]);
    told.onRefused('gzip');
    told.onAnswer('zstd, gzip');
    assert.equal(told.choose(LARGE), 'identity');
    const forced = codings('gzip');
    forced.onRefused('gzip');
    assert.equal(forced.choose(LARGE), 'identity');
  });

  it('avoids one in which something was rejected, until that proves to be inconclusive', () => {
    const told = codings();
    told.onAnswer('zstd, gzip');
    assert.deepEqual([told.isProven('identity'), told.isProven('zstd')], [true, false]);
    told.onDoubted('zstd');
    assert.deepEqual([told.choose(LARGE), told.isRefused('zstd')], ['gzip', true]);
    told.onUndecided('zstd');
    assert.deepEqual([told.choose(LARGE), told.isRefused('zstd')], ['zstd', false]);
    told.onDoubted('zstd');
    told.onRefused('zstd');
    told.onUndecided('zstd');
    assert.equal(told.choose(LARGE), 'gzip');
  });

  it('does not follow a response if the user chose another', () => {
    for (const [compression, expected] of [
      ['gzip', 'gzip'],
      ['none', 'identity'],
    ] as const) {
      const told = codings(compression);
      told.onAnswer('zstd');
      assert.equal(told.choose(LARGE), expected);
    }
  });
});

describe('a client whose backend states its codings', () => {
  const sent = async (answers: (index: number) => object) => {
    const backend = await startHttpBackend();
    backend.reply = (_, index) => ({ status: 200, ...answers(index) });
    const client = new EdgeClient({
      backendUrl: backend.url,
      flushInterval: 0.02,
      backoffBase: 0.05,
    }).start();
    try {
      for (let round = 1; round <= 3; round++) {
        client.ingest('x'.repeat(LARGE), { topic: `t${round}` });
        await until('arrival of the event', () => client.stats().events_flushed === round);
      }
      return backend.requests.map(({ headers, body }) => ({ coding: headers['content-encoding'], body }));
    } finally {
      await client.close(0);
      await backend.stop();
    }
  };

  it('switches to zstd with the second request if this Node.js supports it', async () => {
    const requests = await sent(() => ({ headers: { 'Accept-Encoding': 'zstd, gzip' } }));
    const better = hasZstd ? 'zstd' : 'gzip';
    assert.deepEqual(
      requests.map(({ coding }) => coding),
      ['gzip', better, better],
    );
  });

  it('sends the same batch and all later ones uncompressed after a 415', async () => {
    const requests = await sent((index) => (index === 0 ? { status: 415 } : {}));
    assert.deepEqual(
      requests.map(({ coding }) => coding),
      ['gzip', undefined, undefined, undefined],
    );
    const [first, second] = requests;
    assert.ok(first && second);
    assert.deepEqual(zlib.gunzipSync(first.body), second.body);
  });
});

describe('zstd', () => {
  it('is read back, or refused by name if this Node.js does not support it', async () => {
    const body = Buffer.from('reading '.repeat(500));
    const decompress: unknown = Reflect.get(zlib, 'zstdDecompressSync');
    if (typeof decompress === 'function') {
      const compressed = await compress(body, 'zstd');
      assert.ok(compressed.length < body.length);
      assert.deepEqual(decompress(compressed), body);
      return;
    }
    await assert.rejects(compress(body, 'zstd'), /This Node.js has no zstd/);
  });
});
