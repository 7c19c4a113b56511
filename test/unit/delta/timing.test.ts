import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DeltaFilter, type DeltaOptions } from '../../../src/delta';
import { assertProperty } from '../../harness/assertProperty';
import { START, type Step, story } from '../../harness/delta/deltaStory';

const absolute: DeltaOptions = { mode: 'absolute', threshold: 1 };

describe('minInterval', () => {
  const options: DeltaOptions = { ...absolute, minInterval: 10 };

  it('lets the latest value pass at its end, whatever came in between', () => {
    const steps: Step[] = [
      [0, 20],
      [2, 25],
      [5, 30],
      [9, 28],
      [15, 29.5],
      [30, 29.5],
    ];
    assert.deepEqual(story(options, steps, 60), ['0:20 first', '!10:28 interval', '!20:29.5 interval']);
  });

  it('changes nothing while changes are further apart', () => {
    const steps: Step[] = [
      [0, 20],
      [10, 25],
      [25, 30],
    ];
    assert.deepEqual(story(options, steps, 60), ['0:20 first', '10:25 value', '25:30 value']);
  });

  it('does not hold back unchanged values', () => {
    const steps: Step[] = [
      [0, 20],
      [5, 20.5],
      [9, 19.5],
    ];
    assert.deepEqual(story(options, steps, 60), ['0:20 first']);
  });

  it('does not hold back a change of type, keys or a status field, or an alarm', () => {
    for (const [first, second, reason] of [
      [1, 'broken', 'type'],
      [1, Number.NaN, 'type'],
      [{ a: 1 }, { a: 1, b: 1 }, 'keys'],
      [[1], [1, 1], 'keys'],
      [{ v: 1, quality: 192 }, { v: 1, quality: 193 }, 'status'],
      [{ v: 1, status: 'good' }, { v: 9, status: 'bad' }, 'status'],
      [{ v: 1, w: 1 }, { v: 9, w: 'broken' }, 'type'],
    ] as const) {
      const filter = new DeltaFilter({ ...options, threshold: 5 });
      filter.check('t', first, { now: START });
      const verdict = filter.check('t', second, { now: START + 1000 });
      assert.deepEqual(verdict, { pass: true, reason, suppressed: 0 });
    }
    const filter = new DeltaFilter(options);
    filter.check('t', 1, { now: START });
    const alarm = filter.check('t', 1, { now: START + 1, wireband: { name: 'SENSOR_ALERT' } });
    assert.deepEqual(alarm, { pass: true, reason: 'alarm', suppressed: 0 });
  });

  it('counts held-back messages as suppressed', () => {
    const filter = new DeltaFilter(options);
    const at = (second: number, value: number) => filter.check('t', value, { now: START + second * 1000 });
    at(0, 0);
    assert.deepEqual(
      [at(1, 5), at(2, 6), at(3, 7)].map(({ suppressed }) => suppressed),
      [1, 2, 3],
    );
    assert.equal(filter.nextDue, START + 10_000);
    const [held] = filter.due(START + 10_000);
    assert.equal(held?.kind === 'held' && held.suppressed, 2);
    assert.deepEqual(at(25, 9), { pass: true, reason: 'value', suppressed: 0 });
  });

  it('with threshold 0 forwards at most one message per interval, the latest', () => {
    const steps = Array.from({ length: 25 }, (_, i): Step => [i, i]);
    const told = story({ threshold: 0, minInterval: 10 }, steps, 100);
    assert.deepEqual(told, ['0:0 first', '!10:9 interval', '!20:19 interval', '!30:24 interval']);
  });

  it('uses the times of samples: a backlog that arrives at once is thinned as it was measured', () => {
    const backlog = Array.from({ length: 30 }, (_, i): Step => [100, 2 * i, i]);
    assert.deepEqual(story(options, backlog, 200), [
      '100:0 first',
      '9:18 interval',
      '19:38 interval',
      '!110:58 interval',
    ]);
  });

  describe('with sendExtremes', () => {
    const extremes: DeltaOptions = { ...options, sendExtremes: true };

    it('also sends the lowest and the highest value, in the order of their times', () => {
      const told = story(
        extremes,
        [
          [0, 20],
          [2, 25],
          [4, 90],
          [5, -7],
          [8, 21],
          [30, 21],
        ],
        60,
      );
      assert.deepEqual(told, ['0:20 first', '!10:90 interval', '!10:-7 interval', '!10:21 interval']);
    });

    it('sends no extreme between the values sent anyway, or beyond them by less than the threshold', () => {
      const told = story(
        extremes,
        [
          [0, 20],
          [2, 22],
          [3, 19.5],
          [4, 30.5],
          [8, 30],
        ],
        60,
      );
      assert.deepEqual(told, ['0:20 first', '!10:30 interval']);
    });

    it('sends the extremes of each number of a payload, each message once and as a whole', () => {
      for (const partial of [false, true]) {
        const filter = new DeltaFilter<number>({ ...extremes, partial });
        const list = [
          { a: 0, b: 0 },
          { a: 9, b: -9 },
          { a: 5, b: 30 },
          { a: 1, b: 1 },
        ];
        list.forEach((payload, i) => {
          filter.check('t', payload, { now: START + i * 1000, ref: i });
        });
        const due = filter.due(START + 10_000);
        assert.deepEqual(
          due.map((each) => each.kind === 'held' && [each.ref, each.partial]),
          [
            [1, undefined],
            [2, undefined],
            [3, undefined],
          ],
        );
      }
    });

    it('lets the overall highest and lowest value reach the receiver within the threshold, across deploys', () => {
      const values = fc.array(
        fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: -9, max: 9 }), fc.boolean()),
        {
          minLength: 1,
          maxLength: 60,
        },
      );
      assertProperty(
        fc.property(values, (list) => {
          let filter = new DeltaFilter<number>(extremes);
          let now = START;
          const sent: number[] = [];
          const add = (held: readonly { readonly ref?: number | undefined }[]): void => {
            for (const { ref } of held) if (ref !== undefined) sent.push(ref);
          };
          for (const [step, value, isDeploy] of list) {
            now += step * 1000;
            const { pass, earlier } = filter.check('t', value, { now, ref: value });
            add(earlier ?? []);
            if (pass) sent.push(value);
            if (!isDeploy) continue;
            const next = new DeltaFilter<number>(extremes);
            next.restore(filter.takeState(), now);
            filter = next;
          }
          add(filter.flush(now));
          const all = list.map(([, value]) => value);
          assert.ok(Math.max(...all) - Math.max(...sent) < 1);
          assert.ok(Math.min(...sent) - Math.min(...all) < 1);
        }),
      );
    });
  });

  it('never forwards twice within an interval, forwards every change at its end, and needs no timer for that', () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 6 })), {
      minLength: 1,
      maxLength: 60,
    });
    assertProperty(
      fc.property(values, fc.boolean(), (pairs, keepsTimer) => {
        const filter = new DeltaFilter<number>({ ...absolute, threshold: 2, minInterval: 10 });
        let now = START;
        let forwardedAt = Number.NEGATIVE_INFINITY;
        let held = Number.NaN;
        const forward = (value: number | undefined, at: number): void => {
          assert.ok(at - forwardedAt >= 10_000, `${at - forwardedAt}`);
          [held, forwardedAt] = [value ?? Number.NaN, at];
        };
        for (const [step, value] of pairs) {
          now += step * 1000;
          const { nextDue } = filter;
          if (keepsTimer && nextDue !== undefined && nextDue <= now) {
            for (const due of filter.due(nextDue)) if (due.kind === 'held') forward(due.ref, nextDue);
          }
          const end = forwardedAt + 10_000;
          const verdict = filter.check('t', value, { now, ref: value });
          for (const { ref } of verdict.earlier ?? []) forward(ref, end);
          if (verdict.pass) forward(value, now);
          if (now >= forwardedAt + 10_000) assert.ok(Math.abs(held - value) < 2, `${held} ${value}`);
        }
      }),
    );
  });
});

describe('maxSilence', () => {
  const options: DeltaOptions = { ...absolute, maxSilence: 60 };

  it('lets the next measurement pass, and never invents one', () => {
    const steps: Step[] = [
      [0, 20],
      [30, 20.1],
      [59, 20.2],
      [75, 20.3],
      [100, 20.4],
      [135, 20.5],
    ];
    assert.deepEqual(story(options, steps, 10_000), [
      '0:20 first',
      '75:20.3 heartbeat',
      '135:20.5 heartbeat',
    ]);
  });

  it('counts from the last forwarded message, by the times of samples', () => {
    const steps: Step[] = [
      [1000, 20, 0],
      [1001, 22, 50],
      [1002, 22, 100],
      [1003, 22, 110],
    ];
    assert.deepEqual(story(options, steps), ['1000:20 first', '1001:22 value', '1003:22 heartbeat']);
  });

  it('lets a measurement pass that comes this long after the last corner', () => {
    const steps: Step[] = [
      [0, 0],
      [1, 9],
      [200, -9],
      [201, -9],
    ];
    const told = story({ mode: 'swinging-door', threshold: 5, maxSilence: 60 }, steps);
    assert.deepEqual(told, ['0:0 first', '!60:9 heartbeat', '200:-9 heartbeat']);
  });

  const lines: readonly DeltaOptions[] = [
    { mode: 'swinging-door', threshold: 1, maxSilence: 300 },
    { mode: 'swinging-door', threshold: 1, maxSilence: 300, rules: [{ match: 'no/such/topic' }] },
    { mode: 'absolute', threshold: 100, sendPrevious: true, maxSilence: 300 },
  ];

  it('sends a held measurement, however long the device is silent', () => {
    for (const options of lines) {
      const steps: Step[] = [
        [0, 20],
        [10, 20.1],
        [20, 20],
        [30, 80],
      ];
      const told = story(options, steps, 6 * 3600);
      assert.match(told.at(-1) ?? '', /^!(300|320):80 heartbeat$/);
    }
  });

  it('sends a held measurement after a deploy and after a restart, too', () => {
    for (const options of lines) {
      const filter = new DeltaFilter<number>(options);
      for (const [second, value] of [
        [0, 20],
        [10, 20.1],
      ] as const) {
        filter.check('t', value, { now: START + second * 1000, ref: value });
      }
      const { schedule: _, ...state } = filter.takeState();
      const next = new DeltaFilter<number>(options);
      next.restore(state, START + 20_000);
      const due = next.due(START + 320_000).map((each) => each.kind === 'held' && each.ref);
      assert.deepEqual(due, [20.1]);
    }
  });

  it('schedules nothing more once the held measurement is sent', () => {
    for (const options of lines) {
      const filter = new DeltaFilter<number>(options);
      for (const second of [0, 10]) filter.check('t', 20, { now: START + second * 1000, ref: second });
      assert.equal(filter.due(START + 300_000).length, 1);
      assert.equal(filter.nextDue, undefined);
    }
  });
});

describe('staleAfter', () => {
  const options: DeltaOptions = { ...absolute, staleAfter: 60 };

  it('reports a silence once, and lets the first message after it pass', () => {
    const steps: Step[] = [
      [0, 20],
      [30, 20],
      [200, 20],
      [210, 20],
    ];
    assert.deepEqual(story(options, steps, 10_000), [
      '0:20 first',
      '!90 stale since 30, 60 s',
      '200:20 recovered',
      '!270 stale since 210, 60 s',
    ]);
  });

  it('sends held messages before it reports a silence', () => {
    const steps: Step[] = [
      [0, 20],
      [10, 20],
      [20, 80],
    ];
    for (const held of [{ mode: 'swinging-door' }, { sendPrevious: true, threshold: 100 }] as const) {
      const told = story({ ...options, ...held }, steps, 1000);
      assert.deepEqual(told.slice(-2), ['!80:80 line', '!80 stale since 20, 60 s']);
    }
  });

  it('reports the series with its device and field', () => {
    const filter = new DeltaFilter(options);
    filter.check('t', 1, { now: START, device: 'd', field: 'a.b' });
    filter.check('\0{}', 1, { now: START });
    const names = filter.due(START + 60_000).map((due) => {
      assert.equal(due.kind, 'stale');
      return 'device' in due ? [due.topic, due.device, due.field] : [due.topic];
    });
    assert.deepEqual(names, [['t', 'd', 'a.b'], ['\0{}']]);
  });

  it('mistakes neither a clock change nor a suspended process for silence', () => {
    const filter = new DeltaFilter(options);
    filter.check('t', 20, { now: START });
    assert.deepEqual(filter.due(START + 3_600_000), []);
    assert.deepEqual(filter.due(START + 3_660_000).length, 1);

    const setBack = new DeltaFilter(options);
    setBack.check('t', 20, { now: START });
    setBack.check('t', 20, { now: START - 3_600_000 });
    assert.equal(setBack.nextDue, START - 3_600_000 + 60_000);
    const [report] = setBack.due(START - 3_600_000 + 60_000);
    assert.equal(report?.kind === 'stale' && report.silentFor, 60);
  });

  it('forgets series that were evicted or reset, and keeps no list of them', () => {
    const filter = new DeltaFilter({ ...options, maxSeries: 10 });
    for (let i = 0; i < 5000; i++) filter.check(`t${i}`, i, { now: START + i });
    filter.reset('t4999');
    const stale = filter.due(START + 65_000);
    assert.deepEqual(
      stale.map((due) => due.topic),
      Array.from({ length: 9 }, (_, i) => `t${4990 + i}`),
    );
  });
});

describe('sendPrevious', () => {
  it('sends the sample before a change with its own time, once', () => {
    const told = story({ ...absolute, sendPrevious: true }, [
      [0, 20],
      [10, 20.1],
      [20, 20.2],
      [30, 25],
      [40, 30],
    ]);
    assert.deepEqual(told, ['0:20 first', '20:20.2 previous', '30:25 value', '40:30 value']);
  });

  it('sends the sample before any change, even of text', () => {
    const filter = new DeltaFilter<number>({ ...absolute, sendPrevious: true });
    const check = (i: number, state: string) => {
      return filter.check('t', { state, v: 1 }, { now: START + i, ref: i });
    };
    check(0, 'on');
    check(1, 'on');
    const { earlier, pass } = check(2, 'off');
    assert.deepEqual([earlier?.[0]?.ref, earlier?.[0]?.reason, pass], [1, 'previous', true]);
  });
});
