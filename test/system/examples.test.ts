import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type ExampleOnStage, ExampleStage } from '../harness/examples/exampleStage';
import { asShown, shownBy } from '../harness/examples/shownMessage';
import { testAuthorityFile } from '../harness/network/testCertificate';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { need } from '../harness/requirements';
import { sleep, until } from '../harness/until';

/** Longer than a message takes through a flow without an uplink: what has not come by then never will. */
const QUIET_MS = 300;

/** Waits until the text under a node matches. */
function statusOf(example: ExampleOnStage, name: string, pattern: RegExp): Promise<true> {
  return until(
    () => `"${example.status(name)}" under ${name} matches ${pattern}`,
    () => pattern.test(example.status(name)) || undefined,
  );
}

for (const version of nodeRedVersions) {
  describe(`the examples in Node-RED ${version.version}`, () => {
    let stage: ExampleStage;

    before(async function () {
      const red = need(this, version);
      await packThisPackage();
      stage = await ExampleStage.open(red, repository);
    });
    after(async () => stage?.close());
    beforeEach(() => stage.watch.clear());

    it('deploy without an unknown type, a warning or an error', async () => {
      // That a broker cannot be reached is reported only after the flows have started.
      for (const number of [2, 3]) {
        await stage.example(number).waitForStatus('sensors/#', 'node-red:common.status.connected');
      }
      await stage.example(17).waitForStatus('From the broker', 'connected');
      assert.doesNotMatch(stage.nodeRed.output(), /missing types|\[error\]|\[warn\].*(?:wireband|Unknown)/);
    });

    it('1: the buttons send events to the backend, but none for a reading that hardly changed', async () => {
      const example = stage.example(1);
      await example.press('21.4 °C');
      const [first] = await shownBy(example, 'Event at the backend', 1);
      assert.deepEqual(
        [first?.wireband.name, first?.wireband.code, first?.payload],
        ['SENSOR_TEMP', '0xfc60', 21.4],
      );
      const [receipt] = await shownBy(example, 'Receipt', 2);
      assert.deepEqual(
        [receipt?.event, asShown((await example.shown('Receipt', 2))[1]).event],
        ['online', 'delivered'],
      );

      // A small change: if it passed, it would come before the next ones.
      await example.press('21.5 °C');
      for (const button of ['25 °C', 'Motor started', 'Door opened']) await example.press(button);
      const later = (await shownBy(example, 'Event at the backend', 4)).slice(1);
      assert.deepEqual(
        later.map(({ wireband, payload }) => [wireband.name, wireband.code, payload]),
        [
          ['SENSOR_TEMP', '0xfc60', 25],
          ['ACTUATOR_MOTOR_START', '0xfc90', { running: true, rpm: 1480 }],
          ['SENSOR_POLL', '0xfc6a', 'open'],
        ],
      );
      assert.deepEqual(example.shownSoFar('Refused'), []);
    });

    for (const [number, title] of [
      [2, 'a broker'],
      [3, 'a broker with TLS, username and password'],
    ] as const) {
      it(`${number}: messages from ${title} arrive at the backend, filtered and with the API key`, async () => {
        const example = stage.example(number);
        const before = stage.backend.taken.length;
        await example.waitForStatus('sensors/#', 'node-red:common.status.connected');
        await example.press('Temperature 21.4');
        const delivered = (await shownBy(example, 'Receipt', 2)).find(({ event }) => event === 'delivered');
        assert.equal(delivered?.payload.events, 1);

        // A small change: if it passed, it would come before the next one.
        await example.press('Temperature 21.5');
        await example.press('Motor started');
        await until('the motor has started at the backend', () =>
          stage.backend.taken.slice(before).some(({ topic }) => topic === 'machines/press/motor'),
        );
        assert.deepEqual(
          stage.backend.taken
            .slice(before)
            .map(({ device, topic, symbol, data }) => [device, topic, symbol, data]),
          [
            ['edge-node', 'sensors/kitchen/temp', 0xfc60, 21.4],
            ['edge-node', 'machines/press/motor', 0xfc90, { running: true, rpm: 1480 }],
          ],
        );
      });
    }

    it('3: its broker accepts no other password', async () => {
      const guess = { ca: readFileSync(testAuthorityFile), username: 'gateway', password: 'a guess' };
      await assert.rejects(stage.tlsBroker.connect(guess), /[Nn]ot authorized/);
    });

    it('4: readings from a program and lines of text arrive, and a garbled line causes a warning', async () => {
      const example = stage.example(4);
      await example.press('Run the program');
      const events = await shownBy(example, 'Event at the backend', 3);
      assert.deepEqual(
        events.map(({ wireband, payload }) => [wireband.name, payload]),
        [
          ['SENSOR_VOLTAGE', 12.6],
          ['ACTUATOR_RELAY_SET', { on: true }],
          ['SENSOR_PRESSURE', 3.2],
        ],
      );
      const [voltage, , pressure] = events;
      const earlier = (voltage?.timestamp ?? 0) - (pressure?.timestamp ?? 0);
      assert.ok(Math.abs(earlier - 10_000) < 8000, `${earlier} ms`);

      await example.press('Three lines of text');
      const readings = (await shownBy(example, 'Event at the backend', 7)).slice(3);
      assert.deepEqual(
        readings.map(({ wireband, payload }) => [wireband.name, payload]),
        [
          ['SENSOR_TEMP', 21.4],
          ['SENSOR_HUMIDITY', 40],
          ['SENSOR_TEMP', 21.6],
          ['SENSOR_HUMIDITY', 41],
        ],
      );
      assert.deepEqual(await example.shown('Line to readings', 1), ['Not a reading: t=2§;;']);
    });

    it('5: custom names are known from the dialog, and after a message that registers them', async () => {
      const example = stage.example(5);
      const pressed = async (name: string): Promise<unknown[]> => {
        const before = example.shownSoFar('How it was classified').length;
        await example.press(name);
        const shown = await example.shown('How it was classified', before + 1);
        const { name: symbol, code, by, match } = Object(shown[before]);
        return [symbol, code, by, match];
      };
      assert.deepEqual(await pressed('dc1/rack4/x17'), ['SENSOR_FAN', '0xfc63', 'override', 'dc1/rack4/x17']);
      assert.deepEqual(await pressed('dc1/rack7/psu/2'), [
        'SENSOR_POWER_DRAW',
        '0xfc66',
        'override',
        'dc1/+/psu/#',
      ]);
      assert.deepEqual(await pressed('halle/klima-3'), ['SENSOR_TEMP', '0xfc60', 'keyword', 'klima']);
      assert.deepEqual(await pressed('press/shake'), ['SENSOR_VIBRATION', '0xfc67', 'keyword', 'shake']);
      assert.deepEqual(await pressed('press/rumble'), ['SENSOR_POLL', '0xfc6a', 'fallback', '']);
      assert.deepEqual(await pressed('line2/x'), ['SENSOR_POLL', '0xfc6a', 'fallback', '']);
      await example.press('Register rumble');
      await example.press('Register line2/x');
      assert.deepEqual(await pressed('press/rumble'), ['SENSOR_VIBRATION', '0xfc67', 'keyword', 'rumble']);
      assert.deepEqual(await pressed('line2/x'), ['SENSOR_ALERT', '0xfc6d', 'override', 'line2/x']);
      assert.equal(example.shownSoFar('How it was classified').length, 8);
    });

    it('6: in both filters, forwarded and suppressed readings add up, and forwarded ones have changed', async () => {
      const example = stage.example(6);
      const counts = (mode: string): number[] =>
        ['Forwarded', 'Suppressed'].map((what) => Number(example.status(`${what} by ${mode}`)));
      for (const total of [100, 200]) {
        await example.press('100 readings');
        const sum = (mode: string): number => counts(mode).reduce((a, b) => a + b, 0);
        await until(
          () => `${total} counted: ${counts('2 %')}, ${counts('0.5 °C')}`,
          () => sum('2 %') >= total && sum('0.5 °C') >= total,
        );
        for (const mode of ['2 %', '0.5 °C']) {
          const [forwarded = 0, suppressed = 0] = counts(mode);
          assert.equal(forwarded + suppressed, total, mode);
          assert.ok(
            forwarded > 10 && suppressed > 2 * forwarded,
            `${mode}: ${forwarded} forwarded of ${total}`,
          );
        }
      }
      const values = example.shownSoFar('Forwarded by 2 %').map((value) => Number(asShown(value).payload));
      for (const [i, value] of values.slice(1).entries()) {
        const before = values[i] ?? 0;
        assert.ok(Math.abs(value - before) >= 0.02 * before, `${before} to ${value}`);
      }

      const steps = [
        ['Forget', 0, 0],
        ['The same value twice', 1, 1],
        ['The same value twice', 0, 2],
      ] as const;
      for (const [button, moreForwarded, moreSuppressed] of steps) {
        const before = [...counts('2 %'), ...counts('0.5 °C')];
        const more = () =>
          [...counts('2 %'), ...counts('0.5 °C')].map((count, i) => count - (before[i] ?? 0));
        await example.press(button);
        // Nothing comes besides what is expected.
        await sleep(QUIET_MS);
        const expected = 2 * (moreForwarded + moreSuppressed);
        await until(
          () => `${button} is counted: ${more()}`,
          () => more().reduce((a, b) => a + b, 0) >= expected,
        );
        assert.deepEqual(more(), [moreForwarded, moreSuppressed, moreForwarded, moreSuppressed], button);
      }
    });

    it('7: events are sorted by family, a body that is not a batch gets a 400 with the reason, and a frame is read', async () => {
      const example = stage.example(7);
      const sorted = [
        ['Temperature', 'Sensors', 'SENSOR_TEMP'],
        ['Motor started', 'Actuators', 'ACTUATOR_MOTOR_START'],
        ['Update applied', 'Edge lifecycle', 'EDGE_OTA_APPLY'],
      ] as const;
      for (const [button, debug, symbol] of sorted) {
        await example.press(button);
        const [event] = await shownBy(example, debug, 1);
        assert.deepEqual([event?.wireband.name, event?.wireband.device], [symbol, 'gateway-1']);
      }
      for (const other of ['GPIO', 'Metrics', 'Positions']) assert.deepEqual(example.shownSoFar(other), []);

      await example.press('Not a batch');
      const [answer] = await example.shown('Answer to the body', 1);
      const { statusCode, payload } = Object(answer);
      assert.equal(statusCode, 400);
      assert.match(payload.error, /neither a batch/);
      assert.deepEqual(await example.shown('Refused body', 1), [`BodyError: ${payload.error}`]);

      await example.press('Send one frame');
      const [frame] = await shownBy(example, 'One frame', 1);
      assert.deepEqual([frame?.topic, frame?.payload], ['sensors/kitchen/temp', 21.4]);
    });

    it('8: an outage loses nothing, duplicates nothing, and keeps the order', async () => {
      const example = stage.example(8);
      await example.press('Sensor on');
      await statusOf(example, 'Ledger', /^\d+ received, 0 missing, 0 twice, in order$/);
      await statusOf(example, 'To the backend', /^delivered$/);

      await example.press('Backend off');
      await statusOf(example, 'To the backend', /^HTTP 503 · \d+ waiting · retry in \d+ s$/);
      const [offline] = (await shownBy(example, 'Reports', 1)).slice(-1);
      assert.ok(offline);
      await statusOf(example, 'To the backend', /^HTTP 503 · ([5-9]\d|\d{3}) waiting/);
      const before = example.status('Ledger');

      await example.press('Backend on');
      await statusOf(example, 'To the backend', /^delivered$/);
      assert.match(
        example.statuses('To the backend').join(),
        /HTTP 503 · \d+ waiting[^,]*,(draining \d+[^,]*,)+delivered/,
      );
      await statusOf(example, 'Ledger', /^\d+ received, 0 missing, 0 twice, in order$/);
      assert.notEqual(example.status('Ledger'), before);
      const reported = (await shownBy(example, 'Reports', 3)).map(({ event }) => event);
      for (const event of ['offline', 'online', 'delivered']) assert.ok(reported.includes(event), event);
    });

    it('8: an alarm overtakes the backlog, which follows whole and in order', async () => {
      const example = stage.example(8);
      await example.press('Backend off');
      await statusOf(example, 'To the backend', /^HTTP 503 · ([5-9]\d|\d{3}) waiting/);
      await example.press('Raise an alarm');
      await example.press('Backend on');
      const [alarm] = await example.shown('Alarm at the backend', 1);
      const overtaken = Number(/^The alarm overtook (\d+) readings$/.exec(String(alarm))?.[1] ?? 0);
      assert.ok(overtaken >= 30, String(alarm));

      await example.press('Sensor off');
      await statusOf(example, 'To the backend', /^delivered$/);
      await statusOf(example, 'Ledger', /^\d+ received, 0 missing, 0 twice, in order$/);
    });

    it('9: statistics come every five seconds, and alerts report an outage, drops and the return', async () => {
      const example = stage.example(9);
      await example.waitForStatus('Statistics', '0 sent, 0 waiting, 0 dropped');
      await example.press('30 readings');
      await example.waitForStatus('Statistics', '30 sent, 0 waiting, 0 dropped');

      await example.press('Backend off');
      await example.press('30 readings');
      const [away] = await example.shown('Alert', 1);
      assert.match(String(away), /^No delivery: HTTP 503: .*; 30 events wait\.$/);
      await example.press('30 readings');
      const dropped = (await example.shown('Alert', 2))[1];
      assert.equal(dropped, '10 events were dropped: overflow.');
      await example.waitForStatus('Statistics', '30 sent, 50 waiting, 10 dropped');

      await example.press('Backend on');
      const [clear] = await example.shown('All clear', 1);
      assert.match(String(clear), /^The backend is back after [1-9]\d* s; \d+ events still wait\.$/);
      await example.press('Ask now');
      await example.waitForStatus('Statistics', '80 sent, 0 waiting, 10 dropped');
      await example.waitForStatus('Events that arrived', '80');
    });
  });
}
