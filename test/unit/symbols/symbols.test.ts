import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  CATALOG,
  FALLBACK_SYMBOL,
  formatCode,
  parseCode,
  SymbolCatalog,
  UnknownSymbolError,
} from '../../../src/symbols';
import { assertProperty } from '../../harness/assertProperty';

/** The codes that the protocol publishes, deliberately repeated here. */
const PUBLISHED: Readonly<Record<string, number>> = {
  SENSOR_TEMP: 0xfc60,
  SENSOR_VOLTAGE: 0xfc61,
  SENSOR_CURRENT: 0xfc62,
  SENSOR_FAN: 0xfc63,
  SENSOR_PRESSURE: 0xfc64,
  SENSOR_HUMIDITY: 0xfc65,
  SENSOR_POWER_DRAW: 0xfc66,
  SENSOR_VIBRATION: 0xfc67,
  SENSOR_NOISE: 0xfc68,
  SENSOR_ALTITUDE: 0xfc69,
  SENSOR_POLL: 0xfc6a,
  SENSOR_SUBSCRIBE: 0xfc6b,
  SENSOR_THRESHOLD: 0xfc6c,
  SENSOR_ALERT: 0xfc6d,
  ACTUATOR_MOTOR_START: 0xfc90,
};

/** Names that the protocol publishes without a code. */
const NAMES = [
  'EDGE_TWIN_SYNC',
  'EDGE_TWIN_DELTA',
  'EDGE_OTA_START',
  'EDGE_OTA_CHUNK',
  'EDGE_OTA_VERIFY',
  'EDGE_OTA_APPLY',
  'EDGE_WDT_KICK',
  'METRICS_GAUGE_SET',
];

describe('the symbol catalog', () => {
  const catalog = new SymbolCatalog();

  it('has every published code, and marks no other as published', () => {
    const published = CATALOG.filter(({ status }) => status === 'published');
    assert.deepEqual(Object.fromEntries(published.map(({ name, code }) => [name, code])), PUBLISHED);
  });

  it('has every name that is published without a code', () => {
    for (const name of NAMES)
      assert.equal(catalog.find(name)?.family, name.startsWith('EDGE') ? 'edge' : 'metrics');
  });

  it('leaves FC6E and FC6F unassigned', () => {
    const codes = CATALOG.map(({ code }) => code);
    assert.ok(!codes.includes(0xfc6e) && !codes.includes(0xfc6f));
    assert.equal(catalog.ofCode(0xfc6e).name, '0XFC6E');
  });

  it('puts provisional codes into the ranges of their families, and none into the sensor range', () => {
    const ranges = {
      gpio: 0xfc7,
      edge: 0xfc8,
      actuator: 0xfc9,
      metrics: 0xfca,
      geo: 0xfcb,
      sensor: Number.NaN,
    };
    for (const { code, family, status } of CATALOG) {
      if (status === 'provisional') assert.equal(code >> 4, ranges[family]);
    }
  });

  it('has each name and each code once', () => {
    assert.equal(new Set(CATALOG.map(({ code }) => code)).size, CATALOG.length);
    assert.equal(new Set(CATALOG.map(({ name }) => name)).size, CATALOG.length);
    assert.deepEqual(
      catalog.symbols.map(({ name }) => name),
      CATALOG.map(({ name }) => name),
    );
  });

  it('finds SENSOR_POLL as the fallback', () => assert.equal(catalog.resolve(FALLBACK_SYMBOL).code, 0xfc6a));

  it('finds a symbol by name in any case, by code and by the spellings of its code', () => {
    for (const given of [
      'SENSOR_TEMP',
      'sensor_temp',
      ' Sensor_Temp ',
      0xfc60,
      '0xfc60',
      '0XFC60',
      'FC60',
      '64608',
    ]) {
      assert.deepEqual(catalog.resolve(given), {
        code: 0xfc60,
        hex: '0xfc60',
        name: 'SENSOR_TEMP',
        family: 'sensor',
      });
    }
  });

  it('names an unnamed code after itself, with the family of its range', () => {
    assert.deepEqual(catalog.resolve(0xfcbf), { code: 0xfcbf, hex: '0xfcbf', name: '0XFCBF', family: 'geo' });
    assert.equal(catalog.resolve('0xfc75').family, 'gpio');
  });

  it('resolves every code from its spelling and from its name', () => {
    assertProperty(
      fc.property(fc.integer({ min: 0, max: 0xffff }), (code) => {
        assert.equal(catalog.resolve(formatCode(code)).code, code);
        assert.equal(catalog.resolve(catalog.ofCode(code).name).code, code);
        assert.match(formatCode(code), /^0x[0-9a-f]{4}$/);
      }),
    );
  });

  it('never throws from find, whatever the argument', () => {
    assertProperty(fc.property(fc.anything(), (given) => void catalog.find(given)));
  });

  it('says what is valid if a symbol is unknown', () => {
    for (const given of [
      'SENSOR_WARMTH',
      '',
      '0x1fc60',
      -1,
      65536,
      1.5,
      Number.NaN,
      null,
      undefined,
      {},
      5n,
    ]) {
      assert.throws(() => catalog.resolve(given), {
        name: 'UnknownSymbolError',
        symbol: given,
        message: /0xfc60/,
      });
    }
  });
});

describe('a code as text', () => {
  it('with four hex digits is hex, even if all of them are decimal', () => {
    assert.equal(parseCode('1234'), 0x1234);
    assert.equal(parseCode('fc60'), 0xfc60);
  });

  it('with any other number of digits is decimal', () => {
    assert.equal(parseCode('7'), 7);
    assert.equal(parseCode('64608'), 0xfc60);
    assert.equal(parseCode('65536'), undefined);
  });

  it('with a hex prefix may be short', () => assert.equal(parseCode('0x7'), 7));
});

describe('catalog overrides', () => {
  it('give a name another code, keep its family, and free the old code', () => {
    const catalog = new SymbolCatalog({ gpio_pin: '0xfd01' });
    assert.deepEqual(catalog.resolve('GPIO_PIN'), {
      code: 0xfd01,
      hex: '0xfd01',
      name: 'GPIO_PIN',
      family: 'gpio',
    });
    assert.equal(catalog.ofCode(0xfd01).name, 'GPIO_PIN');
    assert.equal(catalog.ofCode(0xfc71).name, '0XFC71');
  });

  it('add names, with the family of the code', () => {
    assert.equal(new SymbolCatalog({ GEO_FENCE: 0xfcb1 }).resolve('geo_fence').family, 'geo');
  });

  it('may swap two codes', () => {
    const catalog = new SymbolCatalog({ GPIO_PIN: 0xfc72, GPIO_PWM: 0xfc71 });
    assert.equal(catalog.resolve('GPIO_PIN').code, 0xfc72);
    assert.equal(catalog.ofCode(0xfc71).name, 'GPIO_PWM');
  });

  it('change no other catalog', () => {
    new SymbolCatalog({ SENSOR_TEMP: 1 });
    assert.equal(new SymbolCatalog().resolve('SENSOR_TEMP').code, 0xfc60);
  });

  it('that give two names one code are refused, naming both', () => {
    assert.throws(
      () => new SymbolCatalog({ GPIO_PIN: 0xfc60 }),
      (error: unknown) => {
        assert.ok(error instanceof UnknownSymbolError);
        assert.match(error.message, /SENSOR_TEMP/);
        assert.match(error.message, /GPIO_PIN/);
        return true;
      },
    );
  });

  it('without a 16-bit code or a name are refused', () => {
    for (const code of ['warm', 65536, -1, null, {}, undefined, 5n]) {
      assert.throws(() => new SymbolCatalog({ X: code }), UnknownSymbolError);
    }
    assert.throws(() => new SymbolCatalog({ ' ': 1 }), /needs a symbol name/);
  });

  it('named like properties of Object.prototype work like any other', () => {
    const catalog = new SymbolCatalog(JSON.parse('{"__proto__":1,"constructor":2}'));
    assert.equal(catalog.resolve('__proto__').code, 1);
    assert.equal(catalog.resolve('constructor').code, 2);
    assert.equal(new SymbolCatalog().find('__proto__'), undefined);
    assert.equal(new SymbolCatalog().find('toString'), undefined);
  });
});
