import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { basicKey, basicUserOf } from '../../../../nodes/editor/backend/basicKey';
import { readHeaders } from '../../../../nodes/editor/backend/headers';
import { parameterOf, withParameter } from '../../../../nodes/editor/backend/queryText';
import {
  countingPath,
  type HeldSettings,
  isPart,
  readPlace,
  settingsOf,
  systemOf,
  usualSettings,
  writePlace,
} from '../../../../nodes/editor/backend/systemSettings';
import { SYSTEM_NAMES, SYSTEMS, type SystemName } from '../../../../nodes/editor/backend/systems';
import { makeFormat } from '../../../../src/frame';
import { readBackendSettings } from '../../../../src/uplink';
import { assertProperty } from '../../../harness/assertProperty';
import { repository } from '../../../harness/package/packedPackage';

/** An address that tells nothing about what listens there. */
const NEUTRAL = 'https://data.example.org/in';

/** Text that a user may type as the name of something. */
const typed = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.trim());

const fieldsOf = (system: SystemName) =>
  SYSTEMS[system].fields.flatMap(({ place, isOptional, ...field }) =>
    isPart(place) ? [{ ...field, place, ...(isOptional && { isOptional }) }] : [],
  );

/** A system set up with these values of its fields, in order. */
function filledIn(system: SystemName, values: readonly string[], url = SYSTEMS[system].url): HeldSettings {
  let held: HeldSettings = { ...settingsOf(system), url };
  fieldsOf(system).forEach((field, i) => {
    held = { ...held, ...writePlace(field, values[i] ?? '', held) };
  });
  return held;
}

/** A backend of a flow file, as a dialog holds it. */
function heldOf(node: Readonly<Record<string, unknown>>): HeldSettings {
  const text = (name: string, otherwise = ''): string =>
    typeof node[name] === 'string' ? node[name] : otherwise;
  const format = text('format', 'wireband');
  return {
    url: text('url'),
    format,
    path: countingPath(text('path'), format, node.pathAsTyped === true),
    query: text('query'),
    precision: text('precision'),
    textValues: text('textValues', 'keep'),
    envelope: text('envelope', 'object'),
    headers: readHeaders(node.headers),
  };
}

function backendsIn(file: string): { id: string; held: HeldSettings }[] {
  const nodes: Record<string, unknown>[] = JSON.parse(readFileSync(join(repository, file), 'utf8'));
  return nodes
    .filter(({ type }) => type === 'wireband-backend')
    .map((node) => ({ id: String(node.id), held: heldOf(node) }));
}

describe('the table of systems', () => {
  for (const system of SYSTEM_NAMES) {
    it(`recognizes ${system} by its settings, whatever is filled in`, () => {
      assertProperty(
        fc.property(fc.array(typed, { minLength: 3, maxLength: 3 }), (values) => {
          const held = filledIn(system, values);
          assert.equal(systemOf(held), system);
          // Only its address identifies Telegraf.
          const elsewhere = systemOf({ ...held, url: NEUTRAL });
          assert.equal(elsewhere, system === 'telegraf' ? 'http' : system);
        }),
      );
    });

    it(`sets up ${system} with valid runtime settings`, () => {
      const { url, ...settings } = filledIn(system, ['plant', 'plant', 'plant']);
      const options = readBackendSettings({ ...settings, url, pathAsTyped: true });
      makeFormat(options.format);
    });
  }

  it('reads back the text of a field, and leaves everything else alone', () => {
    const others = 'a=1&rp=week&insert_deduplication_token={batch}';
    for (const system of SYSTEM_NAMES) {
      for (const field of fieldsOf(system)) {
        assertProperty(
          fc.property(typed, typed, (first, second) => {
            const before = {
              path: '/rest/v1/x',
              query: others,
              headers: [{ name: 'X-Tenant', value: 'acme' }],
            };
            // A path segment contains no slash.
            const [one, two] =
              'path' in field.place
                ? [first.replaceAll('/', '_'), second.replaceAll('/', '_')]
                : [first, second];
            const once = writePlace(field, one, before);
            const twice = writePlace(field, two, once);
            assert.equal(readPlace(field.place, once), one);
            assert.equal(readPlace(field.place, twice), two);
            assert.deepEqual(twice, writePlace(field, two, before));
            for (const name of ['a', 'rp', 'insert_deduplication_token'])
              assert.equal(parameterOf(twice.query, name), parameterOf(others, name));
            assert.deepEqual(twice.headers[0], { name: 'X-Tenant', value: 'acme' });
          }),
        );
      }
    }
  });

  it('finds nothing unusual in its own settings', () => {
    for (const system of SYSTEM_NAMES) {
      const held = filledIn(system, ['plant', 'readings', 'key']);
      const { url: _, ...settings } = held;
      assert.deepEqual(usualSettings(system, held), settings, system);
    }
  });

  it('recognizes the backends of the examples', () => {
    const found = readdirSync(join(repository, 'examples'))
      .flatMap((file) => backendsIn(join('examples', file)).map(({ held }) => [file, systemOf(held)]))
      .filter(([, system]) => system !== 'wireband');
    assert.deepEqual(found.map(([file = '', system]) => `${file.split(' ')[0]} ${system}`).sort(), [
      '13 http',
      '13 http',
      '13 influxdb1',
      '13 nodered',
      '13 otelcol',
      '14 influxdb1',
      '15 http',
    ]);
  });

  it('recognizes backends saved by 0.1.0, or treats them as any endpoint', () => {
    const found = backendsIn('test/fixtures/flows-0.1.0/backends.json').map(({ id, held }) => [
      id,
      systemOf(held),
    ]);
    assert.deepEqual(Object.fromEntries(found), {
      'wireband-usual': 'wireband',
      'wireband-complete-address': 'wireband',
      'wireband-own-path': 'wireband',
      'columnar-usual': 'nodered',
      'json-untouched': 'http',
      'json-emptied': 'http',
      'json-own-path': 'http',
      'ndjson-untouched': 'http',
      'influx-untouched': 'http',
      'influx-emptied': 'http',
      'otlp-untouched': 'otelcol',
      'otlp-own-path': 'otelcol',
    });
  });

  it('distinguishes databases with the same format by address, and treats unknown ones as any endpoint', () => {
    const influx = { ...settingsOf('http'), format: 'influx', url: NEUTRAL };
    const at = (url: string) => systemOf({ ...influx, url });
    assert.equal(at('http://victoria:8428'), 'victoriametrics');
    assert.equal(at('http://10.0.0.9:9000/'), 'questdb');
    assert.equal(at('http://telegraf.local'), 'telegraf');
    assert.equal(at(NEUTRAL), 'http');
    assert.equal(systemOf({ ...influx, format: '$' + '{FORMAT}' }), 'http');
    assert.equal(systemOf({ ...influx, query: '$' + '{QUERY}' }), 'http');
  });
});

describe('a query parameter', () => {
  it('is changed in place and can be removed', () => {
    assert.equal(withParameter('db=plant&rp=week', 'db', 'hall'), 'db=hall&rp=week');
    assert.equal(withParameter('db=plant&rp=week', 'db', undefined), 'rp=week');
    assert.equal(withParameter('', 'db', 'a&b=50%'), 'db=a%26b=50%25');
    assert.equal(withParameter('?x', 'query', 'INSERT INTO t'), 'x&query=INSERT INTO t');
  });

  it('is read decoded, or as it is if not encoded', () => {
    assert.equal(parameterOf('db=a%26b', 'db'), 'a&b');
    assert.equal(parameterOf('db=50%', 'db'), '50%');
    assert.equal(parameterOf('mydb=x', 'db'), undefined);
    assert.equal(parameterOf('db', 'db'), '');
  });
});

describe('user name and password as an API key', () => {
  it('are read back with any characters, except a colon in the name', () => {
    assertProperty(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (name, password) => {
        const user = name.replaceAll(':', '');
        const key = basicKey({ user, password });
        assert.deepEqual(basicUserOf(key), user + password === '' ? undefined : { user, password });
      }),
    );
  });

  it('are encoded as servers expect', () => {
    assert.equal(
      basicKey({ user: 'plant', password: 'pä:ss' }),
      `Basic ${Buffer.from('plant:pä:ss').toString('base64')}`,
    );
  });

  it('are not read from another scheme or from a broken key', () => {
    for (const key of ['', 'Token abc', 'Basic', 'Basic !!!', 'Basic YQ==', '__PWRD__'])
      assert.equal(basicUserOf(key), undefined, key);
  });
});
