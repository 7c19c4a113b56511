import assert from 'node:assert/strict';
import { mergePartial } from '../../src/delta';
import { passed, sendAll, startDelta } from '../harness/nodeRed/deltaFlow';
import {
  deploy,
  got,
  loggedErrors,
  loggedWarnings,
  statuses,
  until,
  withNodeRed,
} from '../harness/nodeRed/flow';
import { sleep } from '../harness/until';

/** Readings of one topic, ten seconds apart. */
function readings(...payloads: readonly unknown[]): object[] {
  return payloads.map((payload, i) => ({ topic: 't', payload, timestamp: 1_700_000_000_000 + i * 10_000 }));
}

const payloads = (output?: string): unknown[] => passed(output).map((each) => Object(each)[0]);

describe('the delta node in each mode', () => {
  // Deleting a node clears its memory, so each test starts with none.
  afterEach(() => deploy([]));
  withNodeRed();

  for (const [what, config, sent, expected] of [
    [
      'relative, with a floor',
      { mode: 'relative', threshold: 0.1, floor: 2 },
      [10, 11, 12, 100, 109, 110],
      [10, 12, 100, 110],
    ],
    ['absolute', { mode: 'absolute', threshold: '2' }, [10, 11.9, 12, 13, 14], [10, 12, 14]],
    ['a declared span', { mode: 'span', threshold: 0.05, span: 200 }, [0, 9, 10, 19, 20], [0, 10, 20]],
    ['any change', { mode: 'change' }, [1, 1, 2, 'a', 'a', null], [1, 2, 'a', null]],
  ] as const) {
    it(`forwards values that differ by the threshold from the last one forwarded (${what})`, async () => {
      await startDelta(config);
      await sendAll(...readings(...sent));
      assert.deepEqual(payloads(), expected);
    });
  }

  it('forwards the corners of the line, each with the time of its own reading (swinging door)', async () => {
    await startDelta({ mode: 'swinging-door', threshold: 0.5 });
    await sendAll(...readings(0, 1, 2, 3, 3, 3, 3, 0));
    const corners = got('first').map(({ payload, timestamp }) => [
      payload,
      (Number(timestamp) - 1_700_000_000_000) / 10_000,
    ]);
    assert.deepEqual(corners.slice(0, 2), [
      [0, 0],
      [3, 3],
    ]);
    assert.deepEqual(
      corners.at(-1),
      [3, 6],
      'the corner before the fall, which itself waits for what follows',
    );
    assert.equal(Object(Object(got('first')[1]?.wireband).delta).reason, 'line');
  });

  it('uses the swinging door in a hand-written flow that sets only mode and threshold', async () => {
    await startDelta({ mode: 'swinging-door', threshold: 0.5, rules: undefined });
    await sendAll(...readings(0, 1, 2, 3, 0));
    assert.deepEqual(payloads(), [0, 3]);
  });

  it('forwards the reading before a change first, unchanged, with its own time and topic', async () => {
    await startDelta({ mode: 'absolute', threshold: 1, sendPrevious: true });
    const [first, second, third, fourth] = readings(5, 5.1, 5.2, 9);
    await sendAll({ ...first }, { ...second }, { ...third, extra: 'kept' }, { ...fourth });
    assert.deepEqual(passed(), [
      [5, 'first'],
      [5.2, 'previous'],
      [9, 'value'],
    ]);
    const { topic, timestamp, extra } = got('first')[1] ?? {};
    assert.deepEqual([topic, timestamp, extra], ['t', 1_700_000_020_000, 'kept']);
  });

  it('gives the reading before a change its time of arrival if it has none', async () => {
    await startDelta({ mode: 'absolute', threshold: 1, sendPrevious: true });
    const from = Date.now();
    for (const payload of [1, 1.5, 5]) {
      await sendAll({ topic: 't', payload });
      await sleep(5);
    }
    const [, previous, changed] = got('first');
    assert.equal(previous?.payload, 1.5);
    const time = Number(previous?.timestamp);
    const to = Date.now();
    assert.ok(time >= from && time <= to, `${time} from ${from} to ${to}`);
    assert.equal(changed?.timestamp, undefined);
  });

  it('sends held-back readings to the second output, even those it forwards later', async () => {
    await startDelta({ mode: 'absolute', threshold: 1, sendPrevious: true, outputs: 2 });
    await sendAll(...readings(5, 5.5, 9));
    assert.deepEqual(passed('second'), [[5.5, 'unchanged']]);
    assert.deepEqual(passed(), [
      [5, 'first'],
      [5.5, 'previous'],
      [9, 'value'],
    ]);
  });

  it('applies the first rule that matches, by quantity, topic or field', async () => {
    await startDelta({
      mode: 'absolute',
      threshold: 1,
      rules: [
        { match: 'humidity', by: 'quantity', threshold: 5 },
        { match: 'slow/#', by: 'topic', threshold: 100 },
        { match: 'rpm', by: 'field', mode: 'relative', threshold: 0.5 },
      ],
    });
    const wireband = { quantity: 'humidity', name: 'SENSOR_HUMIDITY', family: 'sensor' };
    await sendAll(
      ...[40, 44, 45].map((payload) => ({ topic: 'h', payload, wireband })),
      ...[0, 99, 100].map((payload) => ({ topic: 'slow/x', payload })),
      ...[100, 149, 150].map((rpm) => ({ topic: 'motor', payload: { rpm } })),
      ...[0, 0.9, 1].map((payload) => ({ topic: 'other', payload })),
    );
    assert.deepEqual(payloads(), [40, 45, 0, 100, { rpm: 100 }, { rpm: 150 }, 0, 1]);
  });

  it('reads numbers in rules from environment variables', async () => {
    process.env.WIREBAND_TEST_RULE = '5';
    await startDelta({
      mode: 'absolute',
      threshold: 1,
      rules: [{ match: 't', by: 'topic', threshold: `\${WIREBAND_TEST_RULE}` }],
    });
    delete process.env.WIREBAND_TEST_RULE;
    await sendAll(...readings(0, 4, 5));
    assert.deepEqual(payloads(), [0, 5]);
  });

  it('never counts ignored fields as a change, but reports a status at once and a new field once', async () => {
    await startDelta({ mode: 'absolute', threshold: 10, ignore: 'uptime, wifi.*', statusFields: 'state' });
    await sendAll(
      ...readings(
        { t: 20, uptime: 1, wifi: { rssi: -60 }, state: 'ok' },
        { t: 21, uptime: 999, wifi: { rssi: -20 }, state: 'ok' },
        { t: 21, uptime: 999, wifi: { rssi: -20 }, state: 'worn' },
        { t: 21, uptime: 999, wifi: { rssi: -20 }, state: 'worn', door: 'open' },
        { t: 21, uptime: 5, wifi: { rssi: -20 }, state: 'worn', door: 'open' },
      ),
    );
    assert.deepEqual(
      passed().map((each) => Object(each)[1]),
      ['first', 'status', 'keys'],
    );
  });

  it('forwards only changed fields if set to, and says so; the receiver can rebuild the whole payload', async () => {
    await startDelta({ mode: 'absolute', threshold: 1, partial: true });
    const sent = [
      { t: 20, h: 40, wifi: { rssi: -60 } },
      { t: 25, h: 40, wifi: { rssi: -60 } },
      { t: 25, h: 50, wifi: { rssi: -70 } },
    ];
    await sendAll(...readings(...sent));
    assert.deepEqual(payloads(), [sent[0], { t: 25 }, { h: 50, wifi: { rssi: -70 } }]);
    assert.deepEqual(
      got('first').map(({ wireband }) => Object(Object(wireband).delta).partial),
      [undefined, true, true],
    );
    assert.deepEqual(payloads().reduce(mergePartial), sent[2]);
  });

  it('keeps devices and fields of one topic apart', async () => {
    await startDelta({ mode: 'change' });
    const message = (wireband: object) => ({ topic: 't', payload: 1, wireband });
    await sendAll(
      message({ device: 'a' }),
      message({ device: 'b' }),
      message({ device: 'a', field: 'x' }),
      message({ device: 'a' }),
    );
    assert.equal(got('first').length, 3);
  });

  it('forwards late readings with the reason, but does not compare later readings with them', async () => {
    await startDelta({ mode: 'absolute', threshold: 1 });
    const at = (seconds: number, payload: number) => ({
      topic: 't',
      payload,
      timestamp: new Date(1_700_000_000_000 + seconds * 1000).toISOString(),
    });
    await sendAll(at(0, 10), at(60, 20), at(30, 15), at(90, 20.5));
    assert.deepEqual(passed(), [
      [10, 'first'],
      [20, 'value'],
      [15, 'late'],
    ]);
  });

  it('lets alarms through, whatever the threshold', async () => {
    await startDelta({ mode: 'absolute', threshold: 100, alarmSymbols: ['SENSOR_NOISE'] });
    const message = (name: string) => ({ topic: name, payload: 1, wireband: { name } });
    for (const name of ['SENSOR_ALERT', 'SENSOR_NOISE', 'SENSOR_TEMP'])
      await sendAll(message(name), message(name));
    assert.deepEqual(
      got('first').map(({ topic }) => topic),
      ['SENSOR_ALERT', 'SENSOR_ALERT', 'SENSOR_NOISE', 'SENSOR_NOISE', 'SENSOR_TEMP'],
    );
  });

  it('keeps a node of release 0.1.0 as it was: no times, no status fields', async () => {
    await startDelta({ rules: undefined, mode: 'absolute', threshold: 1 });
    const [first, second] = readings({ v: 1, status: 7 }, { v: 1, status: 7.5 });
    await sendAll({ ...second }, { ...first });
    assert.deepEqual(passed(), [[{ v: 1, status: 7.5 }, 'first']]);
  });

  for (const [what, config, reason] of [
    ['a rule without a match', { rules: [{ threshold: 1 }] }, /rules\[0\]\.match/],
    [
      'a rule with an invalid number',
      { rules: [{ match: 'x', minInterval: 'soon' }] },
      /rules\[0\]\.minInterval: "soon"/,
    ],
    ['rules that are not a list', { rules: 'none' }, /rules: "none"/],
    ['a negative maximum silence', { maxSilence: -1 }, /maxSilence: -1/],
    ['an invalid flag', { persist: 'perhaps' }, /persist: "perhaps"/],
    ['invalid alarm symbols', { alarmSymbols: [true] }, /alarmSymbols/],
  ] as const) {
    it(`with ${what} is red and says why`, async () => {
      await startDelta(config);
      assert.deepEqual(statuses('n').at(-1), {
        fill: 'red',
        shape: 'ring',
        text: 'wireband-delta.status.bad-setting',
      });
      assert.match(loggedErrors('n').join(), reason);
    });
  }

  it('without a user directory warns that nothing survives a restart, and keeps working', async () => {
    await startDelta({ mode: 'change', persist: true });
    await sendAll(...readings(1, 1));
    assert.deepEqual(payloads(), [1]);
    assert.match(loggedWarnings('n').join(), /no user directory/);
  });

  it('shows in its status how much it suppresses', async () => {
    await startDelta({ mode: 'change' });
    await sendAll(...readings(1));
    assert.deepEqual(statuses('n').at(-1), {
      fill: 'grey',
      shape: 'dot',
      text: 'wireband-delta.status.suppressed',
    });
  });

  it('shows in a yellow status that it had to forget series', async () => {
    await startDelta({ mode: 'change', maxSeries: 1 });
    await sendAll({ topic: 'a', payload: 1 }, { topic: 'b', payload: 1 });
    await until(() => statuses('n').at(-1)?.fill === 'yellow', 'a yellow status');
    assert.deepEqual(statuses('n').at(-1), {
      fill: 'yellow',
      shape: 'dot',
      text: 'wireband-delta.status.forgotten',
    });
  });
});
