import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import {
  FIELDS_OF_FORMAT,
  FORMAT_FIELDS,
  type FormatField,
} from '../../../../nodes/editor/backend/formatFields';
import { prettyJson } from '../../../../nodes/editor/backend/prettyJson';
import { type SampleSettings, sampleRequest } from '../../../../nodes/editor/backend/sampleRequest';
import { type EdgeEvent, FORMAT_NAMES, makeFormat } from '../../../../src/frame';
import { madeUpEvents } from '../../../../src/frame/madeUpEvents';
import { SettingError } from '../../../../src/settings/SettingError';
import { SymbolCatalog } from '../../../../src/symbols';
import {
  type BackendSettings,
  ContentCodings,
  HttpTransport,
  httpOptions,
  readBackendSettings,
  schemeOf,
} from '../../../../src/uplink';
import { BatchEncoder } from '../../../../src/uplink/delivery/BatchEncoder';
import { RequestSender } from '../../../../src/uplink/delivery/RequestSender';
import { assertProperty } from '../../../harness/assertProperty';
import { startHttpBackend } from '../../../harness/backend/httpBackend';
import { reading } from '../../../harness/frame/formatRig';

const catalog = new SymbolCatalog();
const events = madeUpEvents(catalog, 1_700_000_000_123);

const settingsOf = (settings: Partial<SampleSettings>): SampleSettings => ({
  url: 'http://localhost:8086',
  catalog,
  keyScheme: undefined,
  ...settings,
});

const sampleOf = (settings: Partial<SampleSettings>, of: readonly EdgeEvent[] = events) =>
  sampleRequest(settingsOf(settings), of);

const only = (settings: Partial<SampleSettings>, of: readonly EdgeEvent[] = events) => {
  const { requests } = sampleOf(settings, of);
  assert.equal(requests.length, 1);
  return requests[0] ?? assert.fail();
};

/** JSON text without the white space between its tokens. */
const squeezed = (json: string): string => (json.match(/"(?:[^"\\]|\\.)*"|[^\s"]+/g) ?? []).join('');

/** Sends the same events with the uplink's own parts. */
async function send({ apiKey, ...given }: BackendSettings & { apiKey: string | undefined }): Promise<void> {
  const options = readBackendSettings(given, catalog);
  const { deviceId, envelope, compression } = options;
  const codings = new ContentCodings(compression);
  const encoder = new BatchEncoder(makeFormat(options.format), { deviceId, envelope }, codings);
  const batch = { id: '3f2a6c1e-9d47-4b58-8e01-5c7b2a90d6f4', events };
  const request = encoder.prepare(batch).request ?? assert.fail();
  const transport = new HttpTransport({ ...httpOptions(options), apiKey });
  await new RequestSender(transport).send(request);
  transport.close();
}

/** Values for a setting that show whether a format reads it. */
const TELLING: Readonly<Record<FormatField, Partial<SampleSettings>>> = {
  envelope: { envelope: 'array' },
  precision: { precision: 'ms' },
  measurement: { measurement: 'plant' },
  topicTags: { topicTags: 'site/+room/+thing' },
  textValues: { textValues: 'omit' },
  logRecords: { logRecords: 'omit' },
  fields: { fields: '{"topic": "on"}' },
  success: { success: '201, ok=true' },
};

describe('the sample request of the dialog', () => {
  for (const format of FORMAT_NAMES) {
    it(`shows what the uplink would send in ${format}, request by request`, () => {
      const comparable = format === 'influx' || format === 'ndjson' ? String : squeezed;
      const options = readBackendSettings({ format });
      const written = makeFormat(options.format).encode(events, {
        deviceId: 'edge-node',
        envelope: 'object',
        batchId: '3f2a6c1e-9d47-4b58-8e01-5c7b2a90d6f4',
      });
      const { requests } = sampleOf({ format });
      assert.deepEqual(
        requests.map(({ body, isCut }) => [comparable(body), isCut]),
        written.parts.map(({ body }) => [comparable(body), false]),
      );
      assert.deepEqual(
        requests.map(({ bytes }) => bytes),
        written.parts.map(({ body }) => Buffer.byteLength(body)),
      );
    });

    it(`changes with every setting that the dialog shows for ${format}, and with no hidden one`, () => {
      // How the response is read does not change the request.
      const shown = FIELDS_OF_FORMAT[format].filter((field) => field !== 'success');
      const changing = FORMAT_FIELDS.filter((field) => {
        const changed = sampleOf({ format, ...TELLING[field] }).requests.map(({ body }) => body);
        return (
          JSON.stringify(changed) !== JSON.stringify(sampleOf({ format }).requests.map(({ body }) => body))
        );
      });
      assert.deepEqual([...changing].sort(), [...shown].sort());
    });
  }

  it('matches what a server receives in request line, headers and body', async () => {
    const backend = await startHttpBackend();
    const url = `${backend.url}/base/`;
    try {
      for (const settings of [
        {},
        { path: '/ä b?x=1', query: '?y=ü&z=1' },
        { format: 'influx', query: 'db=plant', apiKey: 'k' },
        { format: 'otlp', headers: [{ name: 'X-Tenant', value: 'acme' }] },
        { format: 'json', url: url.replace('//', '//user:p%40ss@') },
        { format: 'json', url: url.replace('//', '//user:p%40ss@'), apiKey: 'k' },
        { format: 'ndjson', url: url.replace('//', '//:p@'), headers: { AUTHORIZATION: 'Basic a' } },
        { format: 'columnar', compression: 'gzip', headers: { authorization: 'a' }, apiKey: 'ApiKey k' },
      ]) {
        backend.requests.length = 0;
        const { apiKey, ...given } = { url, apiKey: undefined, ...settings };
        const { requests } = sampleOf({ ...given, keyScheme: apiKey && (schemeOf(apiKey) ?? '') });
        await send({ ...given, apiKey });
        assert.equal(backend.requests.length, requests.length);
        for (const [i, { line, headers, body }] of requests.entries()) {
          const arrived = backend.requests[i] ?? assert.fail();
          assert.equal(line, `${arrived.method} ${backend.url}${arrived.path}`);
          const shown = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
          const { authorization = '' } = arrived.headers;
          const scheme = /^(\w+) /.exec(shown.authorization ?? '')?.[1] ?? '';
          assert.deepEqual(
            [authorization === '', authorization.startsWith(scheme)],
            [!shown.authorization, true],
          );
          for (const name of ['content-type', 'content-encoding', 'idempotency-key', 'x-tenant']) {
            assert.equal(arrived.headers[name], shown[name], name);
          }
          const text = (shown['content-encoding'] ? gunzipSync(arrived.body) : arrived.body).toString();
          assert.equal(squeezed(body), squeezed(text));
        }
      }
    } finally {
      await backend.stop();
    }
  });

  it('begins with address, path, query and precision as sent', () => {
    const settings = { format: 'influx', url: 'http://db:8086/base', query: 'db=plant', path: '' };
    assert.equal(only(settings).line, 'POST http://db:8086/base/write?db=plant&precision=ns');
    assert.deepEqual(
      sampleOf({ format: 'otlp', url: 'http://collector:4318' }).requests.map(({ line }) => line),
      ['POST http://collector:4318/v1/metrics', 'POST http://collector:4318/v1/logs'],
    );
  });

  it('shows the address of this Node-RED unchanged', () => {
    const { requests } = sampleOf({ url: 'node-red://self/base', path: '/events' });
    assert.equal(requests[0]?.line, 'POST node-red://self/base/events');
  });

  it('shows environment variables by name, and reports the settings replaced by defaults', () => {
    const url = `\${BACKEND_URL}`;
    const { requests, unknown } = sampleOf({
      url,
      path: `\${INGEST_PATH}`,
      deviceId: `\${DEVICE}`,
      envelope: `\${ENVELOPE}`,
    });
    assert.equal(requests[0]?.line, `POST \${BACKEND_URL}/\${INGEST_PATH}`);
    assert.match(requests[0]?.body ?? '', /"device_id": "\$\{DEVICE\}"/);
    assert.deepEqual(unknown, ['url', 'envelope']);
  });

  it('reveals no secret of a key, a header, an address or a query', () => {
    const sample = sampleOf({
      format: 'influx',
      url: 'http://user:hidden-1@localhost:8086',
      query: 'db=plant&u=reader&p=hidden-2',
      headers: [
        { name: 'X-Api-Key', value: 'hidden-3' },
        { name: 'Cookie', value: 'hidden-4' },
        { name: 'X-Tenant', value: 'acme' },
        { name: 'X-Secret', value: `\${FROM_OUTSIDE}` },
      ],
      keyScheme: 'Basic',
    });
    assert.doesNotMatch(JSON.stringify(sample), /hidden/);
    const headers = Object.fromEntries(sample.requests[0]?.headers ?? []);
    assert.equal(headers.Authorization, 'Basic ••••••');
    assert.deepEqual([headers['X-Tenant'], headers['X-Secret']], ['acme', `\${FROM_OUTSIDE}`]);
    assert.match(sample.requests[0]?.line ?? '', /\/write\?db=plant&u=reader&p=••••••&precision=ns$/);
  });

  it("shows the format's default scheme for a key without one, and sends no scheme without a key", () => {
    const authorization = (settings: Partial<SampleSettings>) =>
      Object.fromEntries(only(settings).headers).Authorization;
    assert.equal(authorization({ format: 'influx', keyScheme: '' }), 'Token ••••••');
    assert.equal(authorization({ format: 'json', keyScheme: '' }), 'Bearer ••••••');
    assert.equal(authorization({ format: 'json' }), undefined);
  });

  it('shows gzip if the body would certainly be compressed', () => {
    const many = Array.from({ length: 30 }, () => events).flat();
    const coding = (compression: string, of = events) =>
      Object.fromEntries(only({ compression }, of).headers)['Content-Encoding'];
    assert.deepEqual([coding('auto'), coding('auto', many)], [undefined, 'gzip']);
    assert.deepEqual([coding('gzip'), coding('none', many)], ['gzip', undefined]);
  });

  it('shows the first 4 kB of a long body and the full size', () => {
    const { body, isCut, bytes } = only({ format: 'ndjson' }, [reading('a', `"${'ä'.repeat(9000)}"`)]);
    assert.deepEqual([body.length, isCut], [4096, true]);
    assert.ok(bytes > 18_000);
  });

  it('reports what is left out, and why', () => {
    const { requests, leftOut } = sampleOf({ format: 'influx', textValues: 'omit' }, [
      reading('a', '{"t":1,"s":"on","n":null}'),
      reading('b', '"open"'),
    ]);
    assert.equal(requests.length, 1);
    assert.deepEqual(leftOut.events, [{ topic: 'b', reason: 'text' }]);
    assert.deepEqual(leftOut.values, [
      { reason: 'text', count: 1 },
      { reason: 'empty', count: 1 },
    ]);
    assert.deepEqual(sampleOf({ format: 'influx' }, [reading('a', 'null')]).requests, []);
  });

  for (const [setting, given] of [
    ['fields', { format: 'json', fields: '{"time": 1}' }],
    ['query', { format: 'influx', query: 'precision=s' }],
    ['headers', { headers: [{ name: 'Content-Type', value: 'x' }] }],
    [
      'headers',
      {
        headers: [
          { name: 'X-A', value: '1' },
          { name: 'x-a', value: '2' },
        ],
      },
    ],
    ['url', { url: 'nowhere' }],
    ['path', { format: 'otlp', path: '/opentelemetry/v1/metrics' }],
    ['url', { format: 'otlp', url: 'http://localhost:4318/v1/logs/' }],
  ] as const) {
    it(`is refused with the name of the invalid setting: ${setting}`, () => {
      assert.throws(
        () => sampleOf(given),
        (error) => error instanceof SettingError && error.setting === setting,
      );
    });
  }
});

describe('JSON in the dialog', () => {
  it('differs from the sent text only in white space between tokens', () => {
    assertProperty(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        assert.equal(squeezed(prettyJson(text)), squeezed(text));
      }),
    );
  });

  it('does not round numbers or unescape text', () => {
    const text = '[1e400,-0,1700000000123000000,0.10,"\\u0041\\"{,"]';
    assert.equal(prettyJson(text), '[1e400, -0, 1700000000123000000, 0.10, "\\u0041\\"{,"]');
  });

  it('keeps short values on one line and splits long ones', () => {
    const long = 'x'.repeat(60);
    assert.equal(prettyJson('{"a":[1,2],"b":{}}'), '{ "a": [1, 2], "b": {} }');
    assert.equal(prettyJson(`{"a":[1,2],"b":"${long}"}`), `{\n  "a": [1, 2],\n  "b": "${long}"\n}`);
  });

  it('leaves text alone that is nested too deeply to parse', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    assert.equal(prettyJson(deep), deep);
  });
});
