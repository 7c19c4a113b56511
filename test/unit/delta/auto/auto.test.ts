import assert from 'node:assert/strict';
import {
  DeltaFilter,
  type DeltaOptions,
  isOneLimit,
  type SampleFacts,
  type StatedLimit,
} from '../../../../src/delta';

const AUTO: DeltaOptions = { mode: 'auto' };

interface About {
  readonly wireband?: SampleFacts;
  readonly field?: string;
}

/** Whether each of these payloads of one topic passes. */
function passes(
  options: DeltaOptions,
  topic: string,
  payloads: readonly unknown[],
  about: About = {},
): boolean[] {
  const filter = new DeltaFilter(options);
  return payloads.map((payload) => filter.check(topic, payload, about).pass);
}

/** The limit for the only number of a topic after these payloads. */
function limitOf(topic: string, payloads: readonly unknown[], about: About = {}): StatedLimit {
  const filter = new DeltaFilter(AUTO);
  for (const payload of payloads) filter.check(topic, payload, about);
  const limits = filter.limitsOf(topic, about);
  assert.ok(limits && isOneLimit(limits));
  return limits;
}

describe('a value that is not a measurement', () => {
  const changes: readonly (readonly [topic: string, before: number, after: number])[] = [
    ['openevse/state', 254, 255],
    ['line/status', 1000, 1001],
    ['press/mode', 101, 102],
    ['press/order_id', 100_234, 100_235],
    ['pump/fault_state', 0, 2],
    ['pump/qc', 3, 0],
    ['opc/QualityCode', 192, 188],
    ['plc/ProgramNumber', 1001, 1002],
    ['inverter/error_code', 1000, 1001],
    ['maschine/Betriebsart', 200, 201],
  ];
  const modes: readonly DeltaOptions[] = [
    AUTO,
    { mode: 'relative', threshold: 0.02 },
    { mode: 'absolute', threshold: 5 },
    { mode: 'swinging-door', threshold: 5 },
  ];
  for (const options of modes) {
    for (const [topic, before, after] of changes) {
      it(`passes at any change in mode ${options.mode}: ${topic} ${before} to ${after}`, () => {
        assert.deepEqual(passes(options, topic, [before, before, after, after]), [true, false, true, false]);
        const name = topic.split('/').at(-1) ?? '';
        const inPayload = [before, before, after, after].map((value) => ({ speed: 100.25, [name]: value }));
        const rules = options.mode === 'auto' ? [{ match: 'speed', mode: 'change' as const }] : [];
        assert.deepEqual(passes({ ...options, rules }, 'a/b', inPayload), [true, false, true, false]);
        const asReading = passes(options, `a/b/${name}`, [before, after, after], { field: name });
        assert.deepEqual(asReading, [true, true, false]);
      });
    }
  }

  it('is recognized by its classification, whatever its name', () => {
    for (const kind of ['state', 'alarm']) {
      const wireband = { kind };
      for (const options of modes) {
        assert.deepEqual(passes(options, 'a/b', [254, 254, 255], { wireband }), [true, false, true]);
      }
    }
    // The classifier calls what it does not know a measurement.
    const wireband = { kind: 'measurement', by: 'fallback' };
    for (const options of modes) {
      assert.deepEqual(passes(options, 'a/QualityCode', [192, 188, 188], { wireband }), [true, true, false]);
    }
    assert.deepEqual(passes(AUTO, 'a/b', [21, 21.1, 21.1], { wireband: { kind: 'setpoint' } }), [
      true,
      true,
      false,
    ]);
  });

  it('is not assumed for a quantity whose topic ends in a word for states', () => {
    const limit = limitOf('livingroom/sensor/temperature/state', [21, 21.5]);
    assert.deepEqual(limit, {
      mode: 'absolute',
      threshold: 0.2,
      unit: 'Cel',
      why: 'quantity',
      of: 'temperature',
    });
  });

  it('is not recognized without status fields, as in release 0.1.0, or if a rule decides', () => {
    const options: DeltaOptions = { mode: 'absolute', threshold: 5, statusFields: [] };
    assert.deepEqual(passes(options, 'press/mode', [101, 102]), [true, false]);
    const rules = [{ match: 'mode', by: 'field' as const, mode: 'absolute' as const, threshold: 2 }];
    assert.deepEqual(passes({ ...AUTO, rules }, 'press', [{ mode: 101 }, { mode: 102 }]), [true, false]);
  });

  it('always passes with threshold 0', () => {
    assert.deepEqual(passes({ mode: 'absolute', threshold: 0 }, 'press/mode', [1, 1]), [true, true]);
  });
});

describe('a status beside a value', () => {
  const shapes: readonly ((quality: string, code: number) => unknown)[] = [
    (quality) => ({ value: 21.5, quality }),
    (_, qc) => ({ temperature: 21.5, qc }),
    (_, QualityCode) => ({ temperature: { Value: 21.5, QualityCode } }),
    (_, Code) => ({ Value: { Body: 21.5 }, StatusCode: { Code } }),
    (quality) => ({ metrics: [{ name: 'temperature', value: 21.5, properties: { quality } }] }),
    (quality, code) => JSON.stringify({ v: 21.5, q: quality, status: code }),
    (quality) => `21.5;${quality}`,
  ];
  /** Keeps mode auto from learning from the values themselves. */
  const rules = ['value', 'temperature', 'v', 'Body'].map((match) => ({ match, mode: 'change' as const }));
  for (const [index, shape] of shapes.entries()) {
    it(`belongs to the value: Good to Bad with the same value passes in shape ${index + 1}`, () => {
      const payloads = [shape('Good', 192), shape('Good', 192), shape('Bad', 188), shape('Bad', 188)];
      for (const options of [{ ...AUTO, rules }, { mode: 'absolute', threshold: 50 } as const]) {
        assert.deepEqual(passes(options, 'a', payloads), [true, false, true, false]);
      }
    });
  }

  it('passes in readings, to which the classifier adds it', () => {
    for (const options of [AUTO, { mode: 'absolute', threshold: 5 } as const]) {
      const filter = new DeltaFilter(options);
      const check = (quality: unknown, value = 21.5) =>
        filter.check('hall/temperature', value, {
          wireband: { quantity: 'temperature', unit: 'Cel', quality },
        });
      assert.equal(check('Good').pass, true);
      assert.equal(check('Good').pass, false);
      assert.deepEqual(check('Bad'), { pass: true, reason: 'status', suppressed: 1 });
      assert.equal(check('Bad').pass, false);
      assert.equal(check(undefined).pass, true);
      assert.equal(check(0).pass, true);
      assert.equal(check(0).pass, false);
    }
  });
});

describe('a measured value in mode auto', () => {
  const known: readonly (readonly [
    name: string,
    topic: string,
    facts: SampleFacts,
    before: number,
    within: number,
    after: number,
  ])[] = [
    ['°F', 'hall/temp', { quantity: 'temperature', unit: '[degF]' }, 70, 70.3, 70.4],
    ['K', 'hall/temp', { quantity: 'temperature', unit: 'K' }, 293.15, 293.3, 293.4],
    ['hPa', 'roof/pressure', { quantity: 'atmospheric_pressure', unit: 'hPa' }, 1013, 1013.4, 993.1],
    ['Pa', 'roof/pressure', { quantity: 'pressure', unit: 'Pa' }, 101_300, 101_340, 101_360],
    ['bar', 'pipe/pressure', { quantity: 'pressure', unit: 'bar' }, 6, 6.01, 6.03],
    ['Hz', 'grid/frequency', { quantity: 'frequency', unit: 'Hz' }, 50, 50.01, 49.01],
    ['mains voltage', 'grid/voltage', { quantity: 'voltage', unit: 'V' }, 230, 231, 231.5],
    ['a battery in mV', 'node/voltage', { quantity: 'voltage', unit: 'mV' }, 3700, 3710, 3725],
    ['power near zero', 'plug/power', { quantity: 'power', unit: 'W' }, 0.4, 1.2, 1.5],
    ['kW', 'pv/power', { quantity: 'power', unit: 'kW' }, 5, 5.05, 5.2],
    ['L', 'tank/volume', { quantity: 'volume', unit: 'L' }, 500, 500.9, 501.5],
    ['mm', 'gate/distance', { quantity: 'distance', unit: 'mm' }, 500, 500.9, 501.5],
    ['cm', 'well/distance', { quantity: 'distance', unit: 'cm' }, 500, 500.9, 501.5],
  ];
  for (const [name, topic, wireband, before, within, after] of known) {
    it(`has the usual threshold of its quantity and unit: ${name}`, () => {
      assert.deepEqual(passes(AUTO, topic, [before, within, after], { wireband }), [true, false, true]);
      const { why, of } = limitOf(topic, [before], { wireband });
      assert.deepEqual({ why, of }, { why: 'quantity', of: wireband.quantity });
    });
  }

  it('has that threshold by its name, without a classifier before the filter', () => {
    assert.deepEqual(passes(AUTO, 'hall/temperature', [21, 21.1, 21.3]), [true, false, true]);
    assert.deepEqual(passes(AUTO, 'hall', [{ temp_f: 70 }, { temp_f: 70.3 }, { temp_f: 70.4 }]), [
      true,
      false,
      true,
    ]);
    const filter = new DeltaFilter(AUTO);
    filter.check('hall', { temperature: 21.5, humidity: 45, mode: 2 });
    assert.deepEqual(filter.limitsOf('hall'), {
      temperature: { mode: 'absolute', threshold: 0.2, unit: 'Cel', why: 'quantity', of: 'temperature' },
      humidity: { mode: 'absolute', threshold: 1, unit: '%RH', why: 'quantity', of: 'humidity' },
      mode: { mode: 'change', threshold: 0, why: 'state', of: 'state' },
    });
  });

  it('has a learned threshold if its unit is unknown and its value does not reveal it', () => {
    const pressure = (value: number) =>
      limitOf('pipe/pressure', [value], { wireband: { quantity: 'pressure' } }).why;
    assert.equal(pressure(1013), 'quantity');
    assert.equal(pressure(6), 'learning');
    assert.equal(limitOf('plug/power', [2.5], { wireband: { quantity: 'power' } }).why, 'learning');
  });

  it('of a position is compared in meters: 51.45 to 52.4 passes, and so do twenty meters', () => {
    const metre = 1 / 111_320;
    assert.deepEqual(passes(AUTO, 'gps/latitude', [51.45, 51.45 + 10 * metre, 52.4]), [true, false, true]);
    const at = (north: number, east: number) => ({ lat: 51.45 + north * metre, lon: 5.48 + east * metre });
    assert.deepEqual(passes(AUTO, 'gps', [at(0, 0), at(6, 6), at(0, 20)]), [true, false, true]);
  });

  it('of a meter is sent as lines', () => {
    const register = Array.from({ length: 2880 }, (_, i) => 12_345 + Math.round(i * 193) / 1000);
    const wireband = { quantity: 'energy', unit: 'kWh' };
    const filter = new DeltaFilter<number>({ mode: 'auto', maxSilence: 0 });
    let forwarded = 0;
    register.forEach((value, i) => {
      const { pass, earlier } = filter.check('meter/energy', value, { now: i * 30_000, wireband, ref: i });
      forwarded += Number(pass) + Number(earlier !== undefined);
    });
    assert.ok(forwarded > 2 && forwarded < 0.1 * register.length, `${forwarded}`);
    assert.deepEqual(filter.limitsOf('meter/energy'), {
      mode: 'swinging-door',
      threshold: 0.01,
      unit: 'kWh',
      why: 'counter',
      of: 'energy',
    });
  });
});

describe('numbers as text in mode auto', () => {
  it('are compared as numbers, with or without a unit', () => {
    const readings = (...texts: string[]) => texts.map((temperature) => ({ temperature }));
    assert.deepEqual(passes(AUTO, 'hall', readings('60.8', '60.9', '61.1')), [true, false, true]);
    assert.deepEqual(passes(AUTO, 'hall', readings('21.5 °C', '21.6 °C', '21.8 °C', '21.8 °F')), [
      true,
      false,
      true,
      true,
    ]);
    assert.deepEqual(passes(AUTO, 'hall/temperature', ['21.5 °C', '21.6 °C', '21.8 °C']), [
      true,
      false,
      true,
    ]);
    assert.deepEqual(passes(AUTO, 'hall', readings('21.5 °C', 'unavailable', '21.5 °C')), [true, true, true]);
  });

  it('are not read as numbers if they stand for something else', () => {
    const texts = (...ids: string[]) => ids.map((id) => ({ temperature: 21.5, id }));
    assert.deepEqual(passes(AUTO, 'hall', texts('00123', '00124', '00124')), [true, true, false]);
    assert.deepEqual(passes(AUTO, 'hall', texts('100234', '100235', '100235')), [true, true, false]);
    assert.deepEqual(passes(AUTO, 'hall', texts('1.2.3', '1.2.4', '1.2.4')), [true, true, false]);
    assert.deepEqual(passes(AUTO, 'hall', texts('12345678901234567', '12345678901234568')), [true, true]);
  });

  it('stay texts in the other modes', () => {
    const options: DeltaOptions = { mode: 'absolute', threshold: 5 };
    assert.deepEqual(passes(options, 'hall', [{ t: '60.8' }, { t: '60.9' }]), [true, true]);
  });
});

describe('a time beside values in mode auto', () => {
  it('lets no message pass by itself', () => {
    const at = (second: number) => ({
      temperature: 21.5,
      time: `2026-01-01T00:00:0${second}Z`,
      ts: 1_767_225_600 + second,
    });
    assert.deepEqual(passes(AUTO, 'hall', [at(1), at(2), at(3)]), [true, false, false]);
  });

  it('is compared if there is nothing else', () => {
    assert.deepEqual(
      passes(AUTO, 'clock', [{ time: '2026-01-01T00:00:01Z' }, { time: '2026-01-01T00:00:02Z' }]),
      [true, true],
    );
  });
});
