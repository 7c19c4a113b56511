import assert from 'node:assert/strict';
import fc from 'fast-check';
import { choiceSetting, numberSetting } from '../../../src/settings/checkedValues';
import { SettingError } from '../../../src/settings/SettingError';
import { SymbolCatalog } from '../../../src/symbols';
import { readBackendSettings, readUplinkSettings, type UplinkOptions } from '../../../src/uplink';
import { assertProperty } from '../../harness/assertProperty';

const rule = { default: 7, min: 1, max: 10 };

function messageOf(read: () => unknown): string {
  let message = '';
  assert.throws(read, (error: unknown) => {
    assert.ok(error instanceof SettingError);
    message = error.message;
    return true;
  });
  return message;
}

describe('a numeric setting', () => {
  it('may be a number, or a number as text', () => {
    for (const value of [2.5, '2.5', ' 2.5 ', '25e-1']) assert.equal(numberSetting('x', value, rule), 2.5);
  });

  it('is the default if it is missing or empty', () => {
    for (const value of [undefined, null, '', '  ']) assert.equal(numberSetting('x', value, rule), 7);
  });

  it('may be the minimum or the maximum', () => {
    assert.equal(numberSetting('x', 1, rule), 1);
    assert.equal(numberSetting('x', '10', rule), 10);
  });

  it('that is too large reports a maximum even if the setting has none', () => {
    const open = { default: 1, min: 0 };
    assert.match(
      messageOf(() => numberSetting('x', 1e16, open)),
      /use a number from 0 to 9007199254740991\.$/,
    );
  });

  const bad: readonly (readonly [string, unknown, RegExp])[] = [
    ['below the minimum', 0, /^x: 0 cannot be used; use a number from 1 to 10\.$/],
    ['above the maximum', '11', /^x: "11" cannot be used/],
    ['a word', 'many', /"many"/],
    ['a number with a unit', '5 s', /"5 s"/],
    ['an environment variable that is not set', `\${FLUSH}`, /"\$\{FLUSH\}"/],
    ['NaN', Number.NaN, /^x: NaN cannot/],
    ['infinite', Number.POSITIVE_INFINITY, /^x: Infinity cannot/],
    ['infinite as text', 'Infinity', /"Infinity"/],
    ['a boolean', true, /true/],
    ['a BigInt', 5n, /5/],
    ['a list', [5], /cannot be used/],
    ['an object', {}, /cannot be used/],
  ];
  for (const [what, value, message] of bad) {
    it(`that is ${what} is refused by name and value`, () => {
      assert.match(
        messageOf(() => numberSetting('x', value, rule)),
        message,
      );
      assert.throws(() => numberSetting('x', value, rule), { setting: 'x', value });
    });
  }

  it('that must be whole is refused with a fraction', () => {
    const whole = { default: 1, min: 0, integer: true };
    assert.equal(numberSetting('x', '3.0', whole), 3);
    assert.match(
      messageOf(() => numberSetting('x', 1.5, whole)),
      /a whole number of at least 0/,
    );
  });

  it('with any value is a number within the rule, or throws a SettingError', () => {
    assertProperty(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (value) => {
        try {
          const number = numberSetting('x', value, rule);
          assert.ok(number >= 1 && number <= 10);
        } catch (error) {
          assert.ok(error instanceof SettingError, String(error));
        }
      }),
    );
  });
});

describe('a setting with a few choices', () => {
  it('is the default if it is missing or empty', () => {
    for (const value of [undefined, null, '']) assert.equal(choiceSetting('x', value, ['a', 'b'], 'a'), 'a');
  });

  it('is refused for any other value, with a list of the choices', () => {
    assert.equal(choiceSetting('x', 'b', ['a', 'b'], 'a'), 'b');
    for (const value of ['c', 'A', 1, {}]) {
      assert.match(
        messageOf(() => choiceSetting('x', value, ['a', 'b'], 'a')),
        /use a or b\.$/,
      );
    }
  });
});

/** Asserts that the options read include these; a new setting needs no line here. */
function holds(read: UplinkOptions, expected: Partial<UplinkOptions>): void {
  assert.deepEqual(read, { ...read, ...expected, spool: { ...read.spool, ...expected.spool } });
}

describe('the settings of an uplink', () => {
  it('have the published defaults', () => {
    holds(readUplinkSettings({}), {
      flushIntervalMs: 1000,
      flushBatch: 200,
      maxRetries: 3,
      backoffBaseMs: 2000,
      backoffMaxMs: 60_000,
      parallel: 1,
      storage: 'disk',
      spool: {
        capacity: 50_000,
        maxBytes: 268_435_456,
        maxAgeMs: 604_800_000,
        overflow: 'oldest',
        order: 'fifo',
        alarmsFirst: true,
        maxPending: 10_000,
        sync: 'interval',
        syncIntervalMs: 200,
        minFreeBytes: 67_108_864,
        intake: 'disk',
      },
      alarmSymbols: new Set([0xfc6d]),
    });
  });

  it('may also be text, with times in seconds', () => {
    const read = readUplinkSettings({
      bufferSize: '10',
      maxBytes: '2048',
      maxAge: '1.5',
      overflow: 'newest',
      flushInterval: '0.25',
      flushBatch: '5',
      maxRetries: '0',
      backoffBase: '0.5',
      backoffMax: '4',
      parallel: '2',
      storage: 'memory',
      maxPending: '7',
      sync: 'always',
      syncInterval: '0.05',
      minFreeBytes: '0',
      order: 'live-first',
      alarmsFirst: 'false',
      alarmSymbols: 'SENSOR_FAN, 0xfc70,',
    });
    holds(read, {
      flushIntervalMs: 250,
      flushBatch: 5,
      maxRetries: 0,
      backoffBaseMs: 500,
      backoffMaxMs: 4000,
      parallel: 2,
      storage: 'memory',
      spool: {
        capacity: 10,
        maxBytes: 2048,
        maxAgeMs: 1500,
        overflow: 'newest',
        order: 'live-first',
        alarmsFirst: false,
        maxPending: 7,
        sync: 'always',
        syncIntervalMs: 50,
        minFreeBytes: 0,
        intake: 'memory',
      },
      alarmSymbols: new Set([0xfc6d, 0xfc63, 0xfc70]),
    });
  });

  const bad: readonly (readonly [string, object])[] = [
    ['bufferSize', { bufferSize: 0 }],
    ['bufferSize', { bufferSize: 1.5 }],
    ['maxBytes', { maxBytes: 10 }],
    ['maxAge', { maxAge: -1 }],
    ['overflow', { overflow: 'all' }],
    ['flushInterval', { flushInterval: 0 }],
    ['flushBatch', { flushBatch: '0' }],
    ['maxRetries', { maxRetries: -1 }],
    ['backoffBase', { backoffBase: 'soon' }],
    ['backoffMax', { backoffMax: 1e9 }],
    ['parallel', { parallel: 0 }],
    ['storage', { storage: 'tape' }],
    ['maxPending', { maxPending: 0 }],
    ['sync', { sync: 'sometimes' }],
    ['syncInterval', { syncInterval: 61 }],
    ['minFreeBytes', { minFreeBytes: -1 }],
    ['order', { order: 'lifo' }],
    ['alarmsFirst', { alarmsFirst: 'perhaps' }],
    ['alarmSymbols', { alarmSymbols: 'SENSOR_WARMTH' }],
    ['alarmSymbols', { alarmSymbols: ['SENSOR_FAN', ''] }],
    ['alarmSymbols', { alarmSymbols: [-1] }],
    ['alarmSymbols', { alarmSymbols: { SENSOR_FAN: true } }],
  ];
  for (const [setting, settings] of bad) {
    it(`are refused for ${JSON.stringify(settings)}`, () => {
      assert.throws(() => readUplinkSettings(settings), { name: 'SettingError', setting });
    });
  }
});

describe('the symbols whose events are alarms', () => {
  const read = (alarmSymbols: readonly (string | number)[] | string, catalog?: SymbolCatalog) => [
    ...readUplinkSettings({ alarmSymbols }, catalog).alarmSymbols,
  ];

  it('are given by name or code, as a list or as text, and always include SENSOR_ALERT', () => {
    assert.deepEqual(read(['sensor_fan', '0xFC70', 0xfc71]), [0xfc6d, 0xfc63, 0xfc70, 0xfc71]);
    assert.deepEqual(read(' sensor_fan , fc70 '), [0xfc6d, 0xfc63, 0xfc70]);
    for (const none of ['', ' , ', []]) assert.deepEqual(read(none), [0xfc6d]);
  });

  it('have the codes that the backend gives them', () => {
    const catalog = new SymbolCatalog({ SENSOR_ALERT: 0x1111, OURS: 0x2222 });
    assert.deepEqual(read('OURS', catalog), [0x1111, 0x2222]);
  });
});

describe('the settings of a backend', () => {
  it('imply the path of the format unless another is given', () => {
    const target = (settings: object) => {
      const { path, query } = readBackendSettings(settings);
      return query === '' ? path : `${path}?${query}`;
    };
    const own = '/iot/v1/ingest/batch';
    assert.deepEqual(
      ['wireband', 'columnar', 'json', 'influx', 'otlp'].map((format) => target({ format })),
      [own, own, '', '/write?precision=ns', ''],
    );
    for (const path of ['', own]) {
      assert.equal(
        target({ format: 'influx', path, query: '?db=x', precision: 'ms' }),
        '/write?db=x&precision=ms',
      );
    }
    assert.deepEqual(
      [target({ path: '' }), target({ format: 'columnar', path: '' }), target({ format: 'json', path: '/' })],
      ['', '', '/'],
    );
    const typed = { path: own, pathAsTyped: true };
    assert.deepEqual(
      ['json', 'influx', 'otlp'].map((format) => target({ format, ...typed })),
      [own, `${own}?precision=ns`, own],
    );
    assert.equal(target({ format: 'json', pathAsTyped: true }), '');
    const native = target({ format: 'influx', path: '/api/v3/write_lp', query: 'db=x' });
    assert.equal(native, '/api/v3/write_lp?db=x&precision=nanosecond');
  });

  it('take headers as a list, as a node saves them, or as an object', () => {
    const headers = [{ name: 'X-A', value: '1' }];
    assert.deepEqual(readBackendSettings({ headers }).headers, { 'X-A': '1' });
    assert.deepEqual(readBackendSettings({ headers: { 'X-A': '1' } }).headers, { 'X-A': '1' });
    assert.throws(
      () => readBackendSettings({ headers: [{ name: 'X-Secret', value: 'sec\u0000ret' }] }),
      (error) =>
        error instanceof Error && !error.message.includes('sec\\u0000') && /X-Secret/.test(error.message),
    );
  });

  it('default to a backend on this computer', () => {
    const defaults = {
      url: 'http://localhost:8000',
      path: '/iot/v1/ingest/batch',
      query: '',
      headers: {},
      authScheme: 'Bearer',
      deviceId: 'edge-node',
      envelope: 'object',
      compression: 'auto',
      timeoutMs: 30_000,
    };
    const { format, ...others } = readBackendSettings({});
    assert.deepEqual([others, format.format], [defaults, 'wireband']);
    const { format: _, ...emptied } = readBackendSettings({ url: '', deviceId: '', timeout: '', format: '' });
    assert.deepEqual(emptied, defaults);
  });

  it('are refused if invalid', () => {
    for (const [setting, settings] of [
      ['format', { format: 'none such' }],
      ['deviceId', { format: 'influx', deviceId: 'a\\' }],
      ['query', { format: 'influx', query: 'precision=s' }],
      ['path', { format: 'influx', path: '/write?db=x&precision=s' }],
      ['url', { format: 'influx', url: 'http://u:secret@db:8086?precision=s' }],
      ['headers', { headers: { 'Content-Type': 'x' } }],
      ['headers', { headers: { 'a b': 'x' } }],
      ['headers', { headers: { Trailer: 'x' } }],
      ['headers', { headers: { constructor: 'x' } }],
      ['headers', { headers: { 'X-A': '1', 'x-a': '2' } }],
      ['headers', { headers: { a: 'x\ny' } }],
      ['envelope', { envelope: 'bag' }],
      ['compression', { compression: 'zstd' }],
      ['timeout', { timeout: '0' }],
    ] as const) {
      assert.throws(() => readBackendSettings(settings), { name: 'SettingError', setting });
    }
  });
});
