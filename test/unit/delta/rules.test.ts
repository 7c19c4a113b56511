import assert from 'node:assert/strict';
import { DeltaFilter, type DeltaRule, type SampleFacts, SUGGESTED_RULES } from '../../../src/delta';
import { QUANTITIES, UNITS } from '../../../src/symbols/vocabulary';

/** Whether a change from one value to the next passes, with these rules on a base that lets nothing pass. */
function passes(
  rules: readonly DeltaRule[],
  first: unknown,
  second: unknown,
  { topic = 't', wireband, field }: { topic?: string; wireband?: SampleFacts; field?: string } = {},
): boolean {
  const filter = new DeltaFilter({ mode: 'absolute', threshold: 1e9, rules });
  filter.check(topic, first, { wireband, field });
  return filter.check(topic, second, { wireband, field }).pass;
}

const temperature: SampleFacts = {
  code: '0xfc60',
  name: 'SENSOR_TEMP',
  family: 'sensor',
  quantity: 'temperature',
  unit: 'Cel',
};

describe('a rule', () => {
  const matching: readonly (readonly [DeltaRule['by'], string])[] = [
    [undefined, 'temperature'],
    [undefined, 'sensor'],
    [undefined, 'SENSOR_TEMP'],
    [undefined, '0xFC60'],
    [undefined, '°C'],
    [undefined, 'plant/+/t'],
    ['quantity', 'Temperature'],
    ['family', 'sensor'],
    ['symbol', 'sensor_temp'],
    ['symbol', 'fc60'],
    ['unit', 'Cel'],
    ['topic', '#'],
    ['any', 'plant/a/t'],
  ];
  for (const [by, match] of matching) {
    it(`matches ${match} by ${by ?? 'anything'}`, () => {
      const rule = { match, by, threshold: 1 };
      assert.equal(passes([rule], 1, 2, { topic: 'plant/a/t', wireband: temperature }), true);
      const other = { topic: '$x', wireband: { name: 'GPIO_PIN', code: '0xfc71', family: 'gpio' } };
      assert.equal(passes([rule], 1, 2, other), false);
    });
  }

  it('matches a field of a payload, and each field is filtered by its own rule', () => {
    const rules: DeltaRule[] = [
      { match: 'env.h', threshold: 5 },
      { match: 'temp*', by: 'field', threshold: 1 },
    ];
    const before = { temp1: 20, env: { h: 40, x: 1 } };
    assert.equal(passes(rules, before, { temp1: 20.5, env: { h: 44, x: 500 } }), false);
    assert.equal(passes(rules, before, { temp1: 21, env: { h: 40, x: 1 } }), true);
    assert.equal(passes(rules, before, { temp1: 20, env: { h: 45, x: 1 } }), true);
  });

  it('matches by the classification of each field if the message has several', () => {
    const rules: DeltaRule[] = [
      { match: 'temperature', by: 'quantity', threshold: 1 },
      { match: 'humidity', by: 'quantity', threshold: 5 },
    ];
    const before = { temperature: 20, humidity: 40, count: 1 };
    const wireband = temperature;
    assert.equal(passes(rules, before, { temperature: 20.5, humidity: 44, count: 99 }, { wireband }), false);
    assert.equal(passes(rules, before, { temperature: 20, humidity: 45, count: 1 }, { wireband }), true);
    const byUser = { ...temperature, by: 'override' };
    assert.equal(passes(rules, before, { ...before, count: 2 }, { wireband: byUser }), true);
  });

  it('asks the classifier if the message is not classified', () => {
    const rules: DeltaRule[] = [{ match: 'temperature', threshold: 1 }];
    assert.equal(passes(rules, 20, 21, { topic: 'kitchen/temperature' }), true);
    assert.equal(passes(rules, 20, 21, { topic: 'kitchen/humidity' }), false);
  });

  it('that matches first decides, and the general settings apply to what it leaves open', () => {
    const rules: DeltaRule[] = [
      { match: 'a/#', threshold: 1 },
      { match: 'a/b', threshold: 100 },
    ];
    assert.equal(passes(rules, 1, 2, { topic: 'a/b' }), true);
    const filter = new DeltaFilter({
      mode: 'absolute',
      threshold: 5,
      rules: [{ match: 'x', mode: 'change' }],
    });
    assert.deepEqual(
      ['x', 'y'].map((topic) => [filter.check(topic, 1), filter.check(topic, 2)].at(-1)?.pass),
      [true, false],
    );
  });

  it('with a unit is converted for a series in another unit, and applies unchanged to an unknown unit', () => {
    const rules: DeltaRule[] = [{ match: 'temperature', threshold: 1, unit: '°C' }];
    const passesIn = (unit: string, by: number) =>
      passes(rules, 20, 20 + by, { wireband: { ...temperature, unit } });
    assert.deepEqual([passesIn('[degF]', 1.7), passesIn('[degF]', 1.9)], [false, true]);
    assert.deepEqual([passesIn('K', 0.9), passesIn('K', 1)], [false, true]);
    assert.deepEqual([passesIn('pint', 0.9), passesIn('pint', 1)], [false, true]);
    const power: DeltaRule[] = [{ match: 'power', mode: 'relative', threshold: 0.02, floor: 1, unit: 'W' }];
    const kilowatts = { wireband: { quantity: 'power', unit: 'kW' } };
    assert.equal(passes(power, 0.01, 0.0109, kilowatts), false);
    assert.equal(passes(power, 0.01, 0.0111, kilowatts), true);
    assert.equal(passes(power, 1, 1.02, kilowatts), true);
  });

  it('with a unit applies unchanged to a unit named like a property of every object', () => {
    for (const unit of ['constructor', 'toString', '__proto__']) {
      const rules = [{ match: 'temperature', mode: 'absolute', threshold: 1, unit: 'Cel' } as const];
      const filter = new DeltaFilter({ rules });
      const wireband = { quantity: 'temperature', unit };
      const passes = [20, 20.5, 21].map((value) => filter.check('t', value, { wireband }).pass);
      assert.deepEqual(passes, [true, false, true], unit);
    }
  });

  it('is chosen once for a series, and again after a reset', () => {
    const filter = new DeltaFilter({
      mode: 'change',
      rules: [{ match: 'pressure', mode: 'absolute', threshold: 5 }],
    });
    filter.check('t', 1, { wireband: { quantity: 'pressure' } });
    assert.equal(filter.check('t', 2, { wireband: temperature }).pass, false);
    filter.reset('t');
    filter.check('t', 1, { wireband: temperature });
    assert.equal(filter.check('t', 2, { wireband: { quantity: 'pressure' } }).pass, true);
  });

  it('may let everything pass, or filter when everything else passes', () => {
    assert.equal(passes([{ match: 't', threshold: 0 }], 1, 1), true);
    assert.equal(passes([{ match: 't', threshold: 0 }], 'on', 'on'), true);
    const filter = new DeltaFilter({ threshold: 0, rules: [{ match: 'x', mode: 'change' }] });
    const second = (topic: string) => [filter.check(topic, 'on'), filter.check(topic, 'on')].at(-1);
    assert.deepEqual(second('y'), { pass: true, reason: 'unfiltered', suppressed: 0 });
    assert.equal(second('x')?.pass, false);
  });

  it('treats facts that are not text as unknown', () => {
    const wireband = JSON.parse('{"code":5,"name":null,"family":{},"quantity":["temperature"],"unit":7}');
    for (const by of ['quantity', 'family', 'symbol', 'unit', 'any'] as const) {
      assert.equal(passes([{ match: 'temperature', by, threshold: 1 }], 1, 2, { wireband }), false);
    }
  });

  it('that is invalid is refused by its name', () => {
    const bad: readonly [string, object][] = [
      ['rules', { rules: 'all' }],
      ['rules[0]', { rules: [7] }],
      ['rules[0].match', { rules: [{ threshold: 1 }] }],
      ['rules[0].match', { rules: [{ match: ' ' }] }],
      ['rules[1].threshold', { rules: [{ match: 'a' }, { match: 'b', threshold: 'much' }] }],
      ['rules[0].mode', { rules: [{ match: 'a', mode: 'sideways' }] }],
      ['rules[0].by', { rules: [{ match: 'a', by: 'smell' }] }],
      ['rules[0].match', { rules: [{ match: 'a/#/b' }] }],
      ['rules[0].minInterval', { rules: [{ match: 'a', minInterval: -1 }] }],
      ['rules[0].sendPrevious', { rules: [{ match: 'a', sendPrevious: 'maybe' }] }],
    ];
    for (const [setting, options] of bad) {
      assert.throws(() => new DeltaFilter(JSON.parse(JSON.stringify(options))), {
        name: 'SettingError',
        setting,
      });
    }
  });
});

describe('the suggested rules', () => {
  it('name known quantities and units, each quantity once', () => {
    const quantities = new Set<string>(QUANTITIES.map(({ quantity }) => quantity));
    const units = new Set(UNITS.map(({ unit }) => unit));
    for (const { match, unit } of SUGGESTED_RULES) {
      assert.ok(quantities.has(match), match);
      assert.ok(unit === undefined || units.has(unit), `${match} ${unit}`);
    }
    assert.equal(new Set(SUGGESTED_RULES.map(({ match }) => match)).size, SUGGESTED_RULES.length);
  });

  it('can be used as they are', () => {
    const filter = new DeltaFilter({ rules: SUGGESTED_RULES });
    const passesThen = (topic: string, first: number, second: number) =>
      [filter.check(topic, first), filter.check(topic, second)].at(-1)?.pass;
    assert.equal(passesThen('hall/temperature', 20, 20.19), false);
    assert.equal(passesThen('attic/temperature', 20, 20.25), true);
    assert.equal(passesThen('hall/pressure', 1013, 1013.4), false);
  });
});
