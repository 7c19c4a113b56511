import assert from 'node:assert/strict';
import { Classifier } from '../../../../src/classify';
import { toUcum } from '../../../../src/frame/otlp/ucum';
import { QUANTITIES, UNITS } from '../../../../src/symbols/vocabulary';

const classifier = new Classifier();

/** The unit that a value gets if this unit is next to it. */
function unitBeside(unit: string): string | undefined {
  return classifier.classify('device/x', { value: 5.5, unit }).unit;
}

describe('the table of units', () => {
  it('has every unit that a quantity may have', () => {
    // A power factor without a unit has SenML's unit for plain numbers, which no device sends.
    const known = new Set(['1', ...UNITS.map(({ unit }) => unit)]);
    const unknown = QUANTITIES.flatMap(({ units }) => units.filter((unit) => !known.has(unit)));
    assert.deepEqual(unknown, []);
  });

  it('lets a unit imply only a quantity that may have it', () => {
    const wrong = UNITS.filter(
      ({ unit, quantity }) =>
        quantity !== '' && !QUANTITIES.find((row) => row.quantity === quantity)?.units.includes(unit),
    );
    assert.deepEqual(wrong, []);
  });

  it('gives no spelling to two units', () => {
    const units = new Map<string, string>();
    for (const { unit, spellings } of UNITS) {
      for (const spelling of [unit, ...spellings.split(' ').filter(Boolean)]) {
        assert.equal(units.get(spelling) ?? unit, unit, spelling);
        units.set(spelling, unit);
      }
    }
    assert.ok(units.size > UNITS.length);
  });

  it('leaves every unit in its own spelling as it is', () => {
    for (const { unit } of UNITS) assert.equal(unitBeside(unit), unit);
  });

  it('tells milli from mega, and powers of 1,024 from those of 1,000', () => {
    const pairs = [
      'mWh MWh',
      'mV MV',
      'mHz MHz',
      'mJ MJ',
      'mPa MPa',
      'mL ML',
      'KiB kB',
      'MiB MB',
      'GiB GB',
      'TiB TB',
    ];
    for (const [one = '', other = ''] of pairs.map((pair) => pair.split(' '))) {
      assert.equal(unitBeside(one), one);
      assert.equal(unitBeside(other), other);
      assert.notEqual(one, other);
    }
  });

  it('tells apart units that differ only in case', () => {
    const expected: Readonly<Record<string, string>> = {
      ...{ Mb: 'Mbit', MB: 'MB', mb: 'mbar', Gb: 'Gbit', kb: 'kb', KB: 'kB' },
      ...{ mW: 'mW', MW: 'MW', ms: 'ms', MS: 'MS', s: 's', S: 'S', mS: 'mS', uS: 'uS' },
      ...{ K: 'K', k: 'k', m: 'm', M: 'M', mPa: 'mPa', MPa: 'MPa', Mpa: 'MPa', g: 'g', G: 'G' },
    };
    for (const [found, unit] of Object.entries(expected)) assert.equal(unitBeside(found), unit, found);
  });

  it('ignores case if it makes no difference', () => {
    const expected =
      'KWH kWh, hpa hPa, Mhz MHz, MBAR mbar, Hz Hz, KM km, PSI [psi], c Cel, L/MIN L/min, MWH MWh';
    for (const [found = '', unit] of expected.split(', ').map((pair) => pair.split(' '))) {
      assert.equal(unitBeside(found), unit, found);
    }
  });

  it('finds the unit in a text with a number, but leaves a choice such as 24h alone', () => {
    const of = (name: string, value: string) => {
      const { quantity, unit } = classifier.classify('device/x', { [name]: value });
      return [quantity, unit];
    };
    assert.deepEqual(of('distance', '1231 mm'), ['distance', 'mm']);
    assert.deepEqual(of('temperature', '21,4 °C'), ['temperature', 'Cel']);
    assert.deepEqual(of('xyz', '12 kWh'), ['energy', 'kWh']);
    assert.deepEqual(of('xyz', '12kWh'), [undefined, undefined]);
    assert.deepEqual(of('power', '12kWh'), [undefined, undefined]);
    assert.deepEqual(of('time_format', '24h'), [undefined, undefined]);
    assert.deepEqual(of('interval', '5min'), ['duration', 'min']);
    assert.deepEqual(of('xyz', '12F'), [undefined, undefined]);
  });

  it('knows the units of Home Assistant device classes and their quantities', () => {
    const expected: Readonly<Record<string, readonly [quantity: string, unit: string]>> = {
      µV: ['voltage', 'uV'],
      TWh: ['energy', 'TWh'],
      Mcal: ['energy', 'Mcal'],
      GHz: ['frequency', 'GHz'],
      cbar: ['pressure', 'cbar'],
      'ft/s': ['speed', '[ft_i]/s'],
      yd: ['distance', '[yd_i]'],
      'm³/min': ['volume_flow_rate', 'm3/min'],
      'gal/h': ['volume_flow_rate', '[gal_us]/h'],
      'mm/d': ['precipitation_intensity', 'mm/d'],
      'MB/s': ['data_rate', 'MB/s'],
      oz: ['weight', '[oz_av]'],
      'S/cm': ['conductivity', 'S/cm'],
      'm²': ['area', 'm2'],
      'kWh/100km': ['energy_distance', 'kWh/100km'],
    };
    for (const [unit, answer] of Object.entries(expected)) {
      const { quantity, unit: spelled } = classifier.classify('device/x', { value: 5.5, unit });
      assert.deepEqual([quantity, spelled], answer);
    }
  });

  it('lets a unit of several quantities contradict none of them', () => {
    const of = (name: string, unit: string) =>
      classifier.classify('device/x', { [name]: 2.3, [`${name}_unit`]: unit }).quantity;
    assert.equal(of('wind_speed', 'ft/s'), 'wind_speed');
    assert.equal(of('vibration', 'mm/s'), 'vibration');
    assert.equal(of('pressure', 'mPa'), 'pressure');
  });

  it('is translated to UCUM for OpenTelemetry if SenML has another spelling', () => {
    assert.equal(toUcum('GWh'), 'GW.h');
    assert.equal(toUcum('KiB'), 'KiBy');
    assert.equal(toUcum('MB/s'), 'MBy/s');
    const bytes = UNITS.filter(({ unit }) => /^([kMGT]i?|Ki)?B(\/s)?$/.test(unit));
    assert.ok(bytes.every(({ unit }) => toUcum(unit).includes('By')));
    assert.ok(UNITS.every(({ unit }) => !/Wh|VA(?!$)/.test(toUcum(unit))));
  });
});
