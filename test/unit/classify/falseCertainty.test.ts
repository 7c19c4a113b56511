import assert from 'node:assert/strict';
import { Classifier, readingsOf } from '../../../src/classify';

const classifier = new Classifier();

/** The answer for each value of a payload: its quantity, or `-`, and its unit. */
function said(topic: string, payload: object): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { leaf, classification, isMeta } of readingsOf(classifier, topic, payload) ?? []) {
    const { quantity = '-', unit } = classification;
    if (!isMeta) found[leaf.path] = unit === undefined ? quantity : `${quantity} ${unit}`;
  }
  return found;
}

/** The answer for a topic's value. */
function ofValue(topic: string, value: unknown): string {
  const { name, quantity = '-', unit } = classifier.classify(topic, value);
  return [name, quantity, ...(unit === undefined ? [] : [unit])].join(' ');
}

/** The answer for a field by itself. */
function ofField(name: string, value: unknown = 17.5): string {
  return ofValue('x/node9', { [name]: value });
}

describe('an inherited quantity', () => {
  it('applies to a field that names nothing else: a value, index, phase, place or period', () => {
    assert.deepEqual(said('hut/temperature', { value: 3.5 }), { '': 'temperature' });
    assert.deepEqual(said('hut/temperature', { kitchen: 20.5, min: 18.25 }), {
      kitchen: 'temperature',
      min: 'temperature',
    });
    assert.deepEqual(said('hut/meter', { voltage: { a: 231, b: 229 }, energy: [12.5, 13.5] }), {
      'voltage/a': 'voltage',
      'voltage/b': 'voltage',
      'energy/0': 'energy',
      'energy/1': 'energy',
    });
    assert.deepEqual(said('x/y', { energy: { today: 3.5, yesterday: 4.5 } }), {
      'energy/today': 'energy',
      'energy/yesterday': 'energy',
    });
    assert.deepEqual(said('x/y', { temperatures: { zircon: 3.5 } }), {
      'temperatures/zircon': 'temperature',
    });
  });

  it('never applies to a field with a name of its own', () => {
    assert.deepEqual(said('energy/shed', { enigma: 7 }), { enigma: '-' });
    assert.deepEqual(said('x/y', { power: { site: 812, autarchy: 61.5 } }), {
      'power/site': 'power',
      'power/autarchy': '-',
    });
    assert.deepEqual(said('energy/inv3', { kd: 78, pg1: 4 }), { kd: '-', pg1: '-' });
  });

  it('never applies to a text, or beside fields that name quantities of their own', () => {
    assert.deepEqual(said('hut/temperature/probes', { zinc: 'tin' }), { zinc: '-' });
    assert.deepEqual(said('x/y', { battery: { 0: { state: 'charged' } } }), { 'battery/0/state': '-' });
    assert.deepEqual(said('hut/temperature', { kitchen: 21.5, humidity: 40 }), {
      kitchen: '-',
      humidity: 'humidity',
    });
  });

  it('applies if the unit agrees', () => {
    assert.deepEqual(said('x/y', { temperature: { zircon: { value: 20.5, unit: '°C' } } }), {
      'temperature/zircon': 'temperature Cel',
    });
  });
});

describe('the code of a device or a plant', () => {
  it('is not read as a unit', () => {
    for (const code of ['WH45', 'KV9', 'PA12', 'mw7', 'kw33', 'MA8'])
      for (const topic of [`yard/${code}/x`, `yard/${code}`, `yard/${code}/count2`])
        assert.match(ofValue(topic, 12), / -$/, topic);
    assert.match(ofField('ns=4;s=V1.07'), / -$/);
    assert.match(ofField('ns=4;s=Kiln.Temperature'), / temperature$/);
  });
});

describe('a name', () => {
  it('keeps its quantity before the number of a channel, port or unit', () => {
    assert.deepEqual(
      said('x/y', { moisture: 31.5, temperature_port_3: 20.5, voltage_channel_4: 3.5, current_unit_2: 1.5 }),
      {
        moisture: 'moisture',
        temperature_port_3: 'temperature',
        voltage_channel_4: 'voltage',
        current_unit_2: 'current',
      },
    );
    assert.equal(ofField('temperature_unit', 'C'), 'SENSOR_POLL -');
  });

  it('keeps its quantity before a part of a device', () => {
    for (const part of ['motor', 'fan', 'relay', 'dac', 'servo', 'led', 'pwm', 'adc']) {
      assert.equal(ofField(`temp_${part}_2`), 'SENSOR_TEMP temperature', part);
      assert.equal(ofField(`power_${part}`), 'SENSOR_POWER_DRAW power', part);
    }
  });

  it('with a word for alarms is a limit for a number, and an alarm for a flag', () => {
    for (const name of [
      'temperature_warn_lower',
      'PackOverVoltageAlarm',
      'pressure_alarm',
      'alarm_humidity_hi',
    ])
      assert.match(ofField(name, 57), /^SENSOR_THRESHOLD /, name);
    for (const name of ['temperature_alarm', 'PackOverVoltageAlarm', 'pressure_alarm'])
      for (const flag of [true, 0, 1]) assert.match(ofField(name, flag), /^SENSOR_ALERT/, `${name} ${flag}`);
  });

  it('gets no quantity from letters of other words', () => {
    const cases: readonly (readonly [name: string, quantity: string])[] = [
      ['va_ph_b', '-'],
      ['UPhC', '-'],
      ['fuel_gallon', 'volume'],
      ['soil_matric_tension', '-'],
      ['CoDEL/timeout', 'duration'],
      ['DailyMaxVOC', 'voltage'],
      ['speed_deviation', '-'],
      ['store_fragmentation', '-'],
    ];
    for (const [name, quantity] of cases) {
      const nested = name.split('/').reduceRight<unknown>((inner, key) => ({ [key]: inner }), 17.5);
      const [found] = Object.values(said('x/y', Object(nested)));
      const [of] = (found ?? '').split(' ');
      assert.ok(of === quantity || (quantity === '-' && of !== 'ph'), `${name}: ${found}`);
    }
    assert.match(ofValue('x/Settings/CGtrio/AcLimit', 17.5), / -$/);
    assert.deepEqual(said('x/y', { 'Height In Silo': '44 %' }), { 'Height In Silo': '- %' });
  });

  it('is decided by its head, not by the words after at, of, for or during', () => {
    const cases: readonly (readonly [name: string, quantity: string])[] = [
      ['air_temperature_at_height_2', 'temperature'],
      ['duration_of_longest_voltage_dip', 'duration'],
      ['power_at_min_voltage', 'power'],
      ['CurrentAtPeakPower', 'current'],
      ['pressure_during_flow', 'pressure'],
      ['energy_since_temperature_reset', 'energy'],
      ['voltage_for_max_power', 'voltage'],
      ['power_to_battery', 'power'],
      ['battery_to_grid_power', 'power'],
      ['pm1_mass_concentration', 'pm1'],
    ];
    for (const [name, quantity] of cases) assert.match(ofField(name), new RegExp(` ${quantity}$`), name);
  });
});

describe('similar quantities are told apart', () => {
  it('by a word anywhere in the name', () => {
    assert.match(ofField('ReactiveExportEnergy'), / reactive_energy$/);
    assert.match(ofField('apparent_total_power'), / apparent_power$/);
    assert.match(ofField('apparent_energy'), / -$/);
    assert.match(ofField('power_VA'), / apparent_power VA$/);
    assert.match(ofField('VAphB'), / apparent_power/);
  });

  it('by the unit, which is kept even for a quantity without a class of its own', () => {
    const cases: readonly (readonly [name: string, unit: string, expected: string])[] = [
      ['accel_y', 'g', '- [g]'],
      ['pack_capacity', 'Ah', '- Ah'],
      ['total_apparent', 'VAh', '- VAh'],
      ['coil', 'Ω', '- Ohm'],
      ['spindle', 'rpm', '- 1/min'],
      ['shock', 'm/s²', '- m/s2'],
    ];
    for (const [name, unit, expected] of cases)
      assert.deepEqual(said('x/y', { [name]: { value: 3.5, unit } }), { [name]: expected }, name);
    const { kind, quantity } = classifier.classify('x/y', { torque: 12.5 });
    assert.deepEqual([kind, quantity], ['measurement', undefined]);
  });

  it('by the context: noise of a radio link is not sound, and radiation of a counter is not sunshine', () => {
    assert.deepEqual(said('x/y', { snr: 11.5, noise: -19.5 }).noise, undefined);
    assert.match(ofValue('geiger/radiation', 0.12), / -$/);
    assert.match(ofField('yard_temp_raw'), / -$/);
  });

  it('by the magnitude: a battery of 3.7 is a voltage, and one of 84.5 a charge level', () => {
    assert.match(ofField('battery', 3.7), / voltage$/);
    assert.match(ofField('battery', 84.5), / battery$/);
    assert.match(ofField('battery', 12), / battery$/);
  });
});

describe('the answer for a message', () => {
  it('does not come from one field if the message measures something else', () => {
    assert.equal(
      ofValue('x/charger', { V: 231, W: 2100, kWh: 3.5, Relay: 'OFF' }).split(' ')[0] ===
        'ACTUATOR_RELAY_SET',
      false,
    );
    assert.equal(ofValue('x/y', { hops_away: 2 }), 'SENSOR_POLL -');
    assert.equal(ofValue('x/y', { position_changes: 4 }), 'SENSOR_POLL -');
    assert.equal(ofValue('x/y', { zircon: 4.5, Relay: 'OFF' }), 'SENSOR_POLL -');
    assert.equal(ofValue('x/y', { Relay: 'OFF' }), 'ACTUATOR_RELAY_SET -');
    assert.equal(ofValue('x/y', { data: 'AQ==', txInfo: { frequency: 868_100_000 } }), 'SENSOR_POLL -');
  });

  it('takes the quantity of the topic only if the payload can hold it', () => {
    assert.equal(ofValue('energy/shed', { enigma: 7 }), 'SENSOR_POLL -');
    assert.equal(ofValue('hut/temperature/probes', { zinc: 'tin' }), 'SENSOR_TEMP -');
    assert.equal(ofValue('hut/temperature', { kitchen: 20.5 }), 'SENSOR_TEMP temperature');
  });
});

describe('units', () => {
  it('beside several numbers apply to all that may have them', () => {
    assert.deepEqual(said('x/y', { temperature: { low: 18.5, high: 22.5, unit: '°C' } }), {
      'temperature/low': 'temperature Cel',
      'temperature/high': 'temperature Cel',
    });
    assert.deepEqual(said('x/y', { energy: { day: 1.5, month: 31.5, units: 'kWh' } }), {
      'energy/day': 'energy kWh',
      'energy/month': 'energy kWh',
    });
  });

  it('are read in their printed spellings', () => {
    const cases: readonly (readonly [written: string, unit: string])[] = [
      ['m⋅s⁻¹', 'm/s'],
      ['µS⋅cm⁻¹', 'uS/cm'],
      ['µg·m⁻³', 'ug/m3'],
      ['V AC', 'V'],
      ['A DC', 'A'],
      ['l per min', 'L/min'],
    ];
    for (const [written, unit] of cases)
      assert.equal(classifier.classify('x/y', { value: 3.5, unit: written }).unit, unit, written);
    assert.equal(ofValue('x/y', '229.5*V'), 'SENSOR_VOLTAGE voltage V');
    assert.equal(classifier.classify('x/y', { hourlyrainin: 0.5 }).unit, '[in_i]');
  });

  it('are not taken from a word that names the quantity in any unit', () => {
    const { quantity, unit } = classifier.classify('x/y', { fanOutAmp: 150 });
    assert.deepEqual([quantity, unit], ['current', undefined]);
  });
});

describe('the context of a value', () => {
  it('gives no quantity to a flag that enables something', () => {
    assert.deepEqual(said('x/y', { sensor_enable: { humidity: 'enable' } }), {
      'sensor_enable/humidity': '-',
    });
  });

  it('includes the title of a list whose rows are names with values, even of unequal length', () => {
    assert.deepEqual(
      said('x/y', {
        panels: [
          {
            title: 'Rainfall',
            list: [
              ['Rate', '0.5', 'in/hr'],
              ['Hour', '0.25', 'inch', '17'],
            ],
          },
        ],
      }),
      {
        'panels/0/list/Rate': 'precipitation_intensity [in_i]/h',
        'panels/0/list/Hour': 'precipitation [in_i]',
      },
    );
  });
});

describe('a name that ends with `cur`, an axis or a limit', () => {
  it('is an electric current, numbered or not, but not the present value of something', () => {
    for (const name of ['rotor_cur', 'zirconCurr', 'maxCur', 'cur_3'])
      assert.equal(ofField(name), 'SENSOR_CURRENT current', name);
    for (const name of ['page_cur', 'cur_zircon', 'cur']) assert.equal(ofField(name), 'SENSOR_POLL -', name);
  });

  it('is one coordinate of a thing, not its place on earth', () => {
    for (const name of ['location_x', 'PositionZ', 'position.y'])
      assert.equal(ofField(name), 'SENSOR_POLL -', name);
    assert.equal(ofField('position'), 'GEO_POSITION -');
  });

  it('is the limit of a plant part rather than of the battery named before it', () => {
    assert.equal(ofField('batOutputLimit'), 'SENSOR_THRESHOLD -');
    assert.equal(ofField('bat_inverter_limit'), 'SENSOR_THRESHOLD -');
    assert.equal(ofField('battery_low_limit'), 'SENSOR_THRESHOLD battery');
  });
});
