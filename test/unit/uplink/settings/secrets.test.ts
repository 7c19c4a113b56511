import assert from 'node:assert/strict';
import { backendPlan } from '../../../../src/engine';
import { SettingError } from '../../../../src/settings/SettingError';
import { SymbolCatalog } from '../../../../src/symbols';
import { maskedAddress, readBackendSettings, shownUrl } from '../../../../src/uplink';

/** The error message for invalid settings. */
function refusalOf(settings: Parameters<typeof readBackendSettings>[0], apiKey = ''): string {
  try {
    const options = readBackendSettings(settings);
    shownUrl(options);
    backendPlan(options, new SymbolCatalog(), { apiKey });
  } catch (error) {
    assert.ok(error instanceof SettingError);
    return `${error.message} ${JSON.stringify(error.value)}`;
  }
  return assert.fail('a refusal');
}

describe('a secret', () => {
  for (const url of [
    'http://usr:SECRET@host:99999/',
    'usr:SECRET@host',
    'usr:SECRET@host:8000/path',
    'http://usr:SEC RET@ho st/',
    'ftp://usr:SECRET@host/',
    'http:/usr:SECRET@host:99999/',
    'http://usr:SECRET/',
    'http://usr:a/SECRET@host:99999',
    'http://usr:a?SECRET@host:99999',
    'http://usr:a#SECRET@host:99999',
    'http://usr:a@SECRET@host:99999',
    'http://host:99999/?token=SECRET',
    'http://host:99999/?user=a@b&token=SECRET',
    'ftp://host/?token=SECRET#SECRET',
    ' usr:SECRET@host ',
  ]) {
    it(`in the mistyped address ${url} is not shown`, () => {
      assert.doesNotMatch(refusalOf({ url }), /S ?E ?C ?R ?E ?T|SEC|RET/);
    });
  }

  it('does not hide the mistake in an address', () => {
    assert.equal(maskedAddress('http://usr:SECRET@host:99999/'), 'http://***@host:99999/');
    assert.equal(maskedAddress('localhost:8000'), 'localhost:8000');
    assert.equal(maskedAddress('ftp://host/in?token=SECRET'), 'ftp://host/in?***');
    assert.match(
      refusalOf({ url: 'not an address' }),
      /url: "not an address" cannot be used; use an address/,
    );
  });

  it('in a refused OTLP path is not shown', () => {
    const text = refusalOf({ format: 'otlp', url: 'http://usr:SECRET@host/v1/metrics?token=SECRET' });
    assert.match(text, /leave \/v1\/metrics out/);
    assert.doesNotMatch(text, /SECRET/);
  });

  it('in any query is not in the displayed address', () => {
    for (const options of [
      { url: 'http://host/?token=SECRET', path: '/in' },
      { url: 'http://host/', path: '/in?token=SECRET' },
      { url: 'http://host/', path: '/in', query: 'token=SECRET' },
      { url: 'http://usr:SECRET@host/', path: '/in' },
    ]) {
      assert.equal(shownUrl(options), 'http://host/in');
    }
  });
});

describe('an unset environment variable', () => {
  const unset = `\${NOT_SET}`;

  for (const [what, settings, apiKey] of [
    ['the API key', {}, unset],
    ['the API key, in the former notation', {}, '$(NOT_SET)'],
    ['the address', { url: unset }, ''],
    ['the path', { path: unset }, ''],
    ['the query', { query: unset }, ''],
    ['a header', { headers: [{ name: 'X-Token', value: unset }] }, ''],
  ] as const) {
    it(`in ${what} is refused with its name`, () => {
      assert.match(refusalOf(settings, apiKey), /NOT_SET.*set that environment variable/);
    });
  }

  it('next to other text in a secret is refused, and the text is not shown', () => {
    for (const text of [
      refusalOf({}, `SECRET \${TOKEN}`),
      refusalOf({ headers: { 'X-Token': `SECRET-\${TOKEN}` } }),
    ]) {
      assert.match(text, /"\$\{TOKEN\}" cannot be used; a variable must be alone/);
      assert.doesNotMatch(text, /SECRET/);
    }
  });

  it('is not suspected in a key that only looks similar', () => {
    for (const apiKey of ['$2b$10$abc', 'a{b}c', '$', `Bearer x$y`]) {
      backendPlan(readBackendSettings({}), new SymbolCatalog(), { apiKey });
    }
  });
});
