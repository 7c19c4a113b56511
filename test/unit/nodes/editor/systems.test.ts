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

/** An address that says nothing of what listens there. */
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
    it(`is told ${system} by what it set up, whatever is filled in`, () => {
      assertProperty(
        fc.property(fc.array(typed, { minLength: 3, maxLength: 3 }), (values) => {
          const held = filledIn(system, values);
          assert.equal(systemOf(held), system);
          // Telegraf has nothing of its own but its address.
          const elsewhere = systemOf({ ...held, url: NEUTRAL });
          assert.equal(elsewhere, system === 'telegraf' ? 'http' : system);
        }),
      );
    });

    it(`sets up for ${system} what the runtime can use`, () => {
      const { url, ...settings } = filledIn(system, ['plant', 'plant', 'plant']);
      const options = readBackendSettings({ ...settings, url, pathAsTyped: true });
      makeFormat(options.format);
    });
  }

  it('gives back what was written into a field, and leaves the others and all else alone', () => {
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
            // A segment of a path has no slash in it.
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

  it('finds nothing unusual in what it set up itself', () => {
    for (const system of SYSTEM_NAMES) {
      const held = filledIn(system, ['plant', 'readings', 'key']);
      const { url: _, ...settings } = held;
      assert.deepEqual(usualSettings(system, held), settings, system);
    }
  });

  it('recognises the backends of the examples', () => {
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

  it('recognises the backends that 0.1.0 saved, or takes them for any endpoint', () => {
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

  it('tells databases of one format by their address, and anything unknown is any endpoint', () => {
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

describe('a parameter of a query', () => {
  it('is changed in its place, and taken out', () => {
    assert.equal(withParameter('db=plant&rp=week', 'db', 'hall'), 'db=hall&rp=week');
    assert.equal(withParameter('db=plant&rp=week', 'db', undefined), 'rp=week');
    assert.equal(withParameter('', 'db', 'a&b=50%'), 'db=a%26b=50%25');
    assert.equal(withParameter('?x', 'query', 'INSERT INTO t'), 'x&query=INSERT INTO t');
  });

  it('is read as it was encoded, or as it stands where it is not', () => {
    assert.equal(parameterOf('db=a%26b', 'db'), 'a&b');
    assert.equal(parameterOf('db=50%', 'db'), '50%');
    assert.equal(parameterOf('mydb=x', 'db'), undefined);
    assert.equal(parameterOf('db', 'db'), '');
  });
});

describe('user and password as an API key', () => {
  it('are read back, whatever characters they have; the name has no colon', () => {
    assertProperty(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (name, password) => {
        const user = name.replaceAll(':', '');
        const key = basicKey({ user, password });
        assert.deepEqual(basicUserOf(key), user + password === '' ? undefined : { user, password });
      }),
    );
  });

  it('are those of any server', () => {
    assert.equal(
      basicKey({ user: 'plant', password: 'pä:ss' }),
      `Basic ${Buffer.from('plant:pä:ss').toString('base64')}`,
    );
  });

  it('are not in a key of another scheme, or in a broken one', () => {
    for (const key of ['', 'Token abc', 'Basic', 'Basic !!!', 'Basic YQ==', '__PWRD__'])
      assert.equal(basicUserOf(key), undefined, key);
  });
});
