import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeBody } from '../../src/frame';
import { type ExampleOnStage, ExampleStage } from '../harness/exampleStage';
import { nodeRedVersions } from '../harness/installations';
import { packThisPackage, repository } from '../harness/packedPackage';
import { need } from '../harness/requirements';
import { testAuthorityFile } from '../harness/testCertificate';
import { until } from '../harness/until';

/** Longer than a flush interval: what has not arrived by then was not sent. */
const NOTHING_COMES_MS = 1500;

interface Shown {
  readonly topic: string;
  readonly payload: Record<string, unknown>;
  readonly timestamp: number;
  readonly event: string;
  readonly wireband: {
    readonly name: string;
    readonly code: string;
    readonly device: string;
    readonly unit?: string;
  };
}

/** Looks at what a debug node showed as the message that it is. */
function asShown(value: unknown): Shown {
  const shown: Shown = Object(value);
  return shown;
}

async function shownBy(
  example: ExampleOnStage,
  name: string,
  count: number,
  timeoutMs?: number,
): Promise<Shown[]> {
  return (await example.shown(name, count, timeoutMs)).map(asShown);
}

/** Waits until the text under a node matches. */
function statusOf(example: ExampleOnStage, name: string, pattern: RegExp): Promise<true> {
  return until(
    () => `"${example.status(name)}" under ${name} matches ${pattern}`,
    () => pattern.test(example.status(name)) || undefined,
    20_000,
  );
}

for (const version of nodeRedVersions) {
  describe(`the examples in Node-RED ${version.version}`, function () {
    this.timeout(60_000);
    let stage: ExampleStage;

    before(async function () {
      this.timeout(180_000);
      const red = need(this, version);
      await packThisPackage();
      stage = await ExampleStage.open(red, repository);
    });
    after(async () => stage?.close());
    beforeEach(() => stage.watch.clear());

    it('deploy without an unknown type, a warning or an error', async () => {
      await stage.nodeRed.waitForOutput(/Started flows[\s\S]*Started flows/);
      assert.doesNotMatch(stage.nodeRed.output(), /missing types|\[error\]|\[warn\].*(?:wireband|Unknown)/);
    });

    it('1: press the buttons, see events at the backend, and none for a reading that hardly changed', async () => {
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

      await example.press('21.5 °C');
      await sleep(NOTHING_COMES_MS);
      assert.equal(example.shownSoFar('Event at the backend').length, 1);

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
      assert.deepEqual(example.shownSoFar('Event that was refused'), []);
    });

    for (const [number, title] of [
      [2, 'a broker'],
      [3, 'a broker with TLS, username and password'],
    ] as const) {
      it(`${number}: messages of ${title} arrive at the backend, thinned out and with the API key`, async () => {
        const example = stage.example(number);
        const before = stage.backend.taken.length;
        await example.waitForStatus('sensors/#', 'node-red:common.status.connected');
        await example.press('Temperature 21.4');
        const delivered = (await shownBy(example, 'Receipt', 2)).find(({ event }) => event === 'delivered');
        assert.equal(delivered?.payload.events, 1);

        await example.press('Temperature 21.5');
        await sleep(NOTHING_COMES_MS);
        assert.equal(example.shownSoFar('Receipt').length, 2);

        await example.press('Motor started');
        await example.shown('Receipt', 3);
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

    it('3: its broker lets in nobody with another password', async () => {
      const guess = { ca: readFileSync(testAuthorityFile), username: 'gateway', password: 'a guess' };
      await assert.rejects(stage.tlsBroker.connect(guess), /[Nn]ot authorized/);
    });

    it('4: readings of a program and lines of text arrive, a garbled line warns', async () => {
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
      assert.ok(Math.abs(earlier - 10_000) < 500, `${earlier} ms`);

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

    it('5: own names are known from the dialog, and after a message that registers them', async () => {
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
      await example.press('Register the keyword rumble');
      await example.press('Register the topic line2/x');
      assert.deepEqual(await pressed('press/rumble'), ['SENSOR_VIBRATION', '0xfc67', 'keyword', 'rumble']);
      assert.deepEqual(await pressed('line2/x'), ['SENSOR_ALERT', '0xfc6d', 'override', 'line2/x']);
      assert.equal(example.shownSoFar('How it was classified').length, 8);
    });

    it('6: forwarded and suppressed make the whole, in both filters, and what is forwarded has changed', async () => {
      const example = stage.example(6);
      const counts = (mode: string): number[] =>
        ['Forwarded', 'Suppressed'].map((what) => Number(example.status(`${what} by ${mode}`)));
      for (const total of [100, 200]) {
        await example.press('100 readings');
        await sleep(NOTHING_COMES_MS);
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
        ['Forget what you saw', 0, 0],
        ['The same value twice', 1, 1],
        ['The same value twice', 0, 2],
      ] as const;
      for (const [button, moreForwarded, moreSuppressed] of steps) {
        const before = [...counts('2 %'), ...counts('0.5 °C')];
        await example.press(button);
        await sleep(NOTHING_COMES_MS);
        const more = [...counts('2 %'), ...counts('0.5 °C')].map((count, i) => count - (before[i] ?? 0));
        assert.deepEqual(more, [moreForwarded, moreSuppressed, moreForwarded, moreSuppressed], button);
      }
    });

    it('7: events are sorted by family, a body that is no batch gets a 400 with the reason, a frame is read', async () => {
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
      const [answer] = await example.shown('Answer of the backend', 1);
      const { statusCode, payload } = Object(answer);
      assert.equal(statusCode, 400);
      assert.match(payload.error, /neither a batch/);
      assert.deepEqual(await example.shown('Refused body', 1), [`BodyError: ${payload.error}`]);

      await example.press('Send one frame');
      const [frame] = await shownBy(example, 'One frame', 1);
      assert.deepEqual([frame?.topic, frame?.payload], ['sensors/kitchen/temp', 21.4]);
    });

    it('8: through an outage nothing is lost, nothing doubled, and the order holds', async () => {
      const example = stage.example(8);
      await example.press('Sensor on');
      await statusOf(example, 'Ledger', /^\d+ received, 0 missing, 0 twice, in order$/);
      await statusOf(example, 'To the backend', /^delivered$/);

      await example.press('Backend off');
      await statusOf(example, 'To the backend', /^offline \(\d+\)$/);
      const [offline] = (await shownBy(example, 'What the uplink reports', 1)).slice(-1);
      assert.ok(offline);
      await statusOf(example, 'To the backend', /^buffered ([5-9]\d|\d{3})$/);
      const before = example.status('Ledger');

      await example.press('Backend on');
      await statusOf(example, 'To the backend', /^draining \d+$/);
      await statusOf(example, 'To the backend', /^delivered$/);
      await statusOf(example, 'Ledger', /^\d+ received, 0 missing, 0 twice, in order$/);
      assert.notEqual(example.status('Ledger'), before);
      const reported = (await shownBy(example, 'What the uplink reports', 3)).map(({ event }) => event);
      for (const event of ['offline', 'online', 'delivered']) assert.ok(reported.includes(event), event);
    });

    it('8: an alarm overtakes the backlog, which follows whole and in order', async () => {
      const example = stage.example(8);
      await example.press('Backend off');
      await statusOf(example, 'To the backend', /^buffered ([5-9]\d|\d{3})$/);
      await example.press('Raise an alarm');
      await example.press('Backend on');
      const [alarm] = await example.shown('Alarm at the backend', 1);
      const overtaken = Number(/^The alarm overtook (\d+) readings$/.exec(String(alarm))?.[1] ?? 0);
      assert.ok(overtaken >= 30, String(alarm));

      await example.press('Sensor off');
      await statusOf(example, 'To the backend', /^delivered$/);
      await statusOf(example, 'Ledger', /^\d+ received, 0 missing, 0 twice, in order$/);
    });

    it('9: statistics come every five seconds, and alerts tell of an outage, of drops and of the return', async () => {
      const example = stage.example(9);
      await example.waitForStatus('Statistics', '0 sent, 0 waiting, 0 dropped');
      await example.press('30 readings');
      await example.waitForStatus('Statistics', '30 sent, 0 waiting, 0 dropped');

      await example.press('Take the backend away');
      await example.press('30 readings');
      const [away] = await example.shown('Alert', 1);
      assert.match(String(away), /^The backend cannot be reached: HTTP 503: .*; 30 events wait\.$/);
      await example.press('30 readings');
      const dropped = (await example.shown('Alert', 2))[1];
      assert.equal(dropped, '10 events were dropped: overflow.');
      await example.waitForStatus('Statistics', '30 sent, 50 waiting, 10 dropped');

      await example.press('Bring the backend back');
      const [clear] = await example.shown('All clear', 1);
      assert.match(String(clear), /^The backend is back after \d+ s; \d+ events still wait\.$/);
      await example.press('Ask now');
      await example.waitForStatus('Statistics', '80 sent, 0 waiting, 10 dropped');
      assert.equal(Number(example.status('Events that arrived')), 80);
    });

    it('10: messages as real devices publish them are known without a rule', async () => {
      const example = stage.example(10);
      for (const [button, ...expected] of [
        ['Tasmota, temperature', 'SENSOR_TEMP', 'temperature', 'Cel'],
        ['Tasmota, relay on', 'ACTUATOR_RELAY_SET', undefined, undefined],
        ['Zigbee2MQTT, humidity', 'SENSOR_HUMIDITY', 'humidity', undefined],
        ['Zigbee2MQTT, door', 'SENSOR_POLL', 'door', undefined],
        ['Shelly, power', 'SENSOR_POWER_DRAW', 'power', undefined],
        ['Shelly, temperature in F', 'SENSOR_TEMP', 'temperature', '[degF]'],
        ['Nobody knows this one', 'SENSOR_POLL', undefined, undefined],
      ] as const) {
        const before = example.shownSoFar('What it was taken for').length;
        await example.press(button);
        const shown = await example.shown('What it was taken for', before + 1);
        const { name, quantity, unit } = Object(shown[before]);
        assert.deepEqual([name, quantity, unit], expected, button);
      }
    });

    it('10: a payload of several readings becomes a message for each', async () => {
      const example = stage.example(10);
      for (const [button, expected] of [
        [
          'Tasmota, two readings',
          [
            ['tele/sonoff-4/SENSOR/AM2301/Temperature', 21.4, 'SENSOR_TEMP'],
            ['tele/sonoff-4/SENSOR/AM2301/Humidity', 40.2, 'SENSOR_HUMIDITY'],
          ],
        ],
        [
          'Zigbee2MQTT, all of it',
          [
            ['zigbee2mqtt/kitchen/temperature', 21.5, 'SENSOR_TEMP'],
            ['zigbee2mqtt/kitchen/humidity', 40.2, 'SENSOR_HUMIDITY'],
            ['zigbee2mqtt/kitchen/pressure', 1013, 'SENSOR_PRESSURE'],
            ['zigbee2mqtt/kitchen/battery', 90, 'SENSOR_POLL'],
          ],
        ],
        [
          'Shelly, second generation',
          [
            ['shellyplus1pm-1/status/switch:0/output', true, 'ACTUATOR_RELAY_SET'],
            ['shellyplus1pm-1/status/switch:0/apower', 8.9, 'SENSOR_POWER_DRAW'],
            ['shellyplus1pm-1/status/switch:0/voltage', 237.5, 'SENSOR_VOLTAGE'],
            ['shellyplus1pm-1/status/switch:0/current', 0.04, 'SENSOR_CURRENT'],
          ],
        ],
      ] as const) {
        const before = example.shownSoFar('Each reading').length;
        await example.press(button);
        const shown = await example.shown('Each reading', before + expected.length);
        const found = shown.slice(before).map((value) => {
          const { topic, payload, wireband } = asShown(value);
          return [topic, payload, wireband.name];
        });
        assert.deepEqual(found, expected, button);
      }
    });

    it('11: payloads with many values become one message for each reading, with units and times', async () => {
      const example = stage.example(11);
      const at = Date.UTC(2026, 0, 5, 9);
      for (const [button, ...expected] of [
        [
          'Tasmota, weather',
          ['tele/attic/SENSOR/BME280/Temperature', 70.9, '[degF]', undefined],
          ['tele/attic/SENSOR/BME280/Humidity', 45.2, undefined, undefined],
          ['tele/attic/SENSOR/BME280/Pressure', 1003.1, 'hPa', undefined],
        ],
        [
          'Zigbee2MQTT, plug',
          ['zigbee2mqtt/plug/power', 812.1, undefined, at],
          ['zigbee2mqtt/plug/voltage', 232, undefined, at],
          ['zigbee2mqtt/plug/current', 3.5, undefined, at],
          ['zigbee2mqtt/plug/energy', 12.41, undefined, at],
        ],
        [
          'Shelly, switch',
          ['shellyplus1pm-1/events/rpc/params/switch:0/output', true, undefined, at + 250],
          ['shellyplus1pm-1/events/rpc/params/switch:0/apower', 8.9, 'W', at + 250],
          ['shellyplus1pm-1/events/rpc/params/switch:0/voltage', 231.4, 'V', at + 250],
          ['shellyplus1pm-1/events/rpc/params/switch:0/aenergy/total', 1123.1, 'Wh', at + 250],
          ['shellyplus1pm-1/events/rpc/params/switch:0/temperature/tC', 41.2, 'Cel', at + 250],
          ['shellyplus1pm-1/events/rpc/params/switch:0/temperature/tF', 106.2, '[degF]', at + 250],
        ],
        [
          'SenML, two sensors',
          ['greenhouse/bed-1/temperature', 21.3, 'Cel', at],
          ['greenhouse/bed-1/humidity', 44, '%RH', at + 5000],
        ],
        ['One value', ['kitchen/temperature', 21.4, undefined, undefined]],
      ] as const) {
        const before = example.shownSoFar('Reading').length;
        await example.press(button);
        const shown = await shownBy(example, 'Reading', before + expected.length);
        assert.deepEqual(
          shown
            .slice(before)
            .map(({ topic, payload, wireband, timestamp }) => [topic, payload, wireband.unit, timestamp]),
          expected,
          button,
        );
      }
    });

    it('19: each format shows what it makes of a number, and of several values', async () => {
      const example = stage.example(19);
      await example.press('A number');
      const text = async (name: string, count = 1) => String((await example.shown(name, count))[count - 1]);
      assert.equal(decodeBody(await text('Columnar'))[0]?.data, 21.5);
      assert.equal(JSON.parse(await text('JSON'))[0].quantity, 'temperature');
      assert.equal(JSON.parse(await text('JSON lines')).value, 21.5);
      assert.match(await text('Line protocol'), /^wireband,.*,room=hall value=21\.5 \d{19}\n$/);
      assert.match(await text('OTLP readings'), /"name":"wireband\.temperature"/);
      assert.deepEqual(example.shownSoFar('OTLP records'), []);

      await example.press('Several values');
      assert.match(await text('Line protocol', 2), / temperature=21\.5,state_text="ON" /);
      assert.match(await text('OTLP records'), /"key":"fault"/);
      const receipts = await until('a receipt tells what was left out', () =>
        example
          .shownSoFar('Receipts and events')
          .find((message) => 'left_out' in Object(Object(message).payload)),
      );
      assert.deepEqual(Object(receipts).payload.left_out, { empty: 1 });
    });

    it('12: four filters pass far less than there is, and each receiver is nearer than the threshold', async () => {
      const example = stage.example(12);
      const thresholds = { absolute: 0.2, relative: 0.04 * 8.5, span: 0.05 * 4, 'swinging door': 0.2 };
      await example.press('600 readings');
      await sleep(NOTHING_COMES_MS);
      await example.press('Compare');
      const [rows] = await example.shown('Comparison', 1);
      for (const [filter, threshold] of Object.entries(thresholds)) {
        const { readings, passed, largestError, receiver } = Object(Object(rows)[filter]);
        assert.equal(readings, 600, filter);
        assert.ok(passed > 20 && passed < 300, `${filter}: ${passed} passed`);
        assert.equal(Number(example.status(`Passed: ${filter}`)), passed);
        assert.ok(largestError > 0 && largestError < threshold + 1e-9, `${filter}: off by ${largestError}`);
        assert.equal(receiver, filter === 'swinging door' ? 'draws lines' : 'holds the last value');
      }
      await example.press('Forget everything');
      await example.press('600 readings');
      await sleep(NOTHING_COMES_MS);
      await example.press('Compare');
      const again = (await example.shown('Comparison', 2))[1];
      assert.equal(Object(Object(again).absolute).readings, 600);
    });

    it('13: InfluxDB gets a point an event, tags out of the topic, text and booleans under names of their own', async () => {
      const example = stage.example(13);
      for (const button of ['21.4 °C', 'Motor running', 'Door open']) await example.press(button);
      const lines = (await example.shown('Lines as they came')).join('').trim().split('\n');
      await until(
        () => `three lines in ${JSON.stringify(lines)}`,
        () => {
          const all = example.shownSoFar('Lines as they came').map(String).join('').trim().split('\n');
          lines.splice(0, lines.length, ...all);
          return all.length === 3 || undefined;
        },
      );
      const point = (tags: string, fields: string) =>
        new RegExp(`^wireband,device=gateway-1,topic=.*,${tags} ${fields} \\d{19}$`);
      assert.match(lines[0] ?? '', point('room=hall,thing=t1', 'value=21\\.4'));
      assert.match(lines[1] ?? '', point('room=hall,thing=press', 'running_bool=true,rpm=1480'));
      assert.match(lines[2] ?? '', point('room=gate,thing=door', 'value_text="open"'));
      assert.ok((await shownBy(example, 'Receipt', 2)).some(({ event }) => event === 'delivered'));
      assert.deepEqual(example.shownSoFar('Event that was refused'), []);
    });

    it('14: numbers come to the collector as gauges, the rest as records, each at its address', async () => {
      const example = stage.example(14);
      const texts = (name: string) => example.shownSoFar(name).map((value) => JSON.stringify(value));
      await example.press('21.4 °C');
      await example.shown('Metrics as they came');
      assert.match(
        texts('Metrics as they came')[0] ?? '',
        /"name":"wireband\.temperature".*"asDouble":21\.4/,
      );
      assert.deepEqual(texts('Records as they came'), []);
      await example.press('Motor running');
      await example.shown('Records as they came');
      assert.match(texts('Metrics as they came')[1] ?? '', /"name":"wireband\.rpm"/);
      assert.match(texts('Records as they came')[0] ?? '', /"key":"running","value":\{"boolValue":true\}/);
      await example.press('Door open');
      await example.shown('Records as they came', 2);
      assert.match(texts('Records as they came')[1] ?? '', /"stringValue":"open"/);
      assert.equal(texts('Metrics as they came').length, 2);
    });

    it('15: an endpoint gets records by its own names, and sets aside only what it names itself', async () => {
      const example = stage.example(15);
      for (const button of ['21.4 °C', 'Unknown device', 'Motor running']) await example.press(button);
      const [refused] = await example.shown('Event that was refused');
      assert.equal(Object(refused).topic, 'guest/phone/battery');
      assert.equal(Object(refused).error.message, 'no such device');
      const delivered = (await until(
        () => 'two events delivered',
        () => {
          const receipts = example.shownSoFar('Receipt').map(asShown);
          const done = receipts.filter(({ event }) => event === 'delivered');
          const events = done.reduce((sum, { payload }) => sum + Number(payload.events), 0);
          return events >= 2 ? receipts : undefined;
        },
      )) satisfies Shown[];
      assert.ok(delivered.length > 0);
      const [first] = await example.shown('Records as they came');
      const record = Object(first).events[0];
      assert.deepEqual(Object.keys(record).sort(), [
        'at',
        'device',
        'id',
        'name',
        'payload',
        'quantity',
        'topic',
      ]);
      assert.deepEqual(
        [record.topic, record.payload, record.name],
        ['site/hall/t1/temperature', 21.4, 'SENSOR_TEMP'],
      );
      assert.ok(Math.abs(record.at - Date.now()) < 60_000);
    });

    it('16: a store gets a record a line, which are the same messages again behind the decoder', async () => {
      const example = stage.example(16);
      for (const button of ['21.4 °C', 'Motor running', 'Door open']) await example.press(button);
      const events = await shownBy(example, 'Event at the backend', 3);
      assert.deepEqual(
        events.map(({ topic, payload }) => [topic, payload]),
        [
          ['site/hall/t1/temperature', 21.4],
          ['site/hall/press/motor', { running: true, rpm: 1480 }],
          ['site/gate/door', 'open'],
        ],
      );
      const lines = example.shownSoFar('Lines as they came').map(String).join('').trim().split('\n');
      assert.deepEqual(
        lines.map((line) => JSON.parse(line).topic),
        events.map(({ topic }) => topic),
      );
    });

    it('17: 200 readings go in one small columnar batch, and come out as they were', async () => {
      const example = stage.example(17);
      await example.press('200 readings');
      const [all] = await example.shown('Events at the backend');
      assert.equal(Object(all).length, 200);
      const [body] = await example.shown('Body as it came');
      assert.match(String(body), /^\{"columnar":1,"device_id":"gateway-1","count":200,/);
      const receipts = (await shownBy(example, 'Receipt', 2)).filter(({ event }) => event === 'delivered');
      assert.equal(receipts[0]?.payload.events, 200);
      assert.ok(Number(receipts[0]?.payload.bytes) < 200 * 13, String(receipts[0]?.payload.bytes));
      await example.press('Motor running');
      const motor = (await example.shown('Events at the backend', 2))[1];
      assert.deepEqual(Object(motor)[0].payload, { running: true, rpm: 1480 });
    });
  });
}
