import assert from 'node:assert/strict';
import { decodeBody } from '../../src/frame';
import { ExampleStage } from '../harness/examples/exampleStage';
import { asShown, type Shown, shownBy } from '../harness/examples/shownMessage';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { need } from '../harness/requirements';
import { sleep, until } from '../harness/until';

/** Between two comparisons. */
const BETWEEN_LOOKS_MS = 500;

for (const version of nodeRedVersions) {
  describe(`the examples of devices, filters and formats in Node-RED ${version.version}`, () => {
    let stage: ExampleStage;

    before(async function () {
      const red = need(this, version);
      await packThisPackage();
      stage = await ExampleStage.open(red, repository);
    });
    after(async () => stage?.close());
    beforeEach(() => stage.watch.clear());

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
      /** Sends 600 readings and compares, until nothing of them is on its way any more. */
      const compared = async (): Promise<object> => {
        await example.press('600 readings');
        let latest = '';
        return until('the comparison stays as it is', async () => {
          const { length } = example.shownSoFar('Comparison');
          await example.press('Compare');
          const rows = (await example.shown('Comparison', length + 1))[length];
          if (JSON.stringify(rows) === latest) return Object(rows);
          latest = JSON.stringify(rows);
          await sleep(BETWEEN_LOOKS_MS);
          return undefined;
        });
      };
      const rows = await compared();
      for (const [filter, threshold] of Object.entries(thresholds)) {
        const { readings, passed, largestError, receiver } = Object(Object(rows)[filter]);
        assert.equal(readings, 600, filter);
        assert.ok(passed > 20 && passed < 300, `${filter}: ${passed} passed`);
        await until(
          `${passed} are shown as passed`,
          () => Number(example.status(`Passed: ${filter}`)) === passed,
        );
        assert.ok(largestError > 0 && largestError < threshold + 1e-9, `${filter}: off by ${largestError}`);
        assert.equal(receiver, filter === 'swinging door' ? 'draws lines' : 'holds the last value');
      }
      await example.press('Forget everything');
      const again = await compared();
      assert.equal(Object(Object(again).absolute).readings, 600);
    });

    it('21: each series has the limit that fits it, with no setting touched', async () => {
      const example = stage.example(21);
      await example.press('A day of readings');

      let latest = '';
      const rows = await until('what passed stays as it is', async () => {
        const { length } = example.shownSoFar('Limits and counts');
        await example.press('Show');
        const shown = (await example.shown('Limits and counts', length + 1))[length];
        if (JSON.stringify(shown) === latest && Object.keys(Object(shown)).length === 4) return Object(shown);
        latest = JSON.stringify(shown);
        await sleep(BETWEEN_LOOKS_MS);
        return undefined;
      });
      for (const topic of Object.keys(rows)) {
        const row = rows[topic];
        assert.equal(row.of, 1440, topic);
        assert.ok(row.passed > 3 && row.passed < 500, `${topic}: ${row.passed} passed`);
      }
      const whyOf = (topic: string): unknown => rows[topic].limit.why ?? rows[topic].limit.lat.why;
      assert.equal(whyOf('plant/meter-1/energy_kwh'), 'counter');
      assert.equal(whyOf('plant/truck-7/position'), 'position');
      assert.equal(whyOf('plant/press-2/state'), 'state');
      assert.equal(whyOf('plant/oven-3/temperature'), 'quantity');
      // 0, 254, and 255 for five minutes every two hours of the ten of a shift.
      assert.equal(rows['plant/press-2/state'].passed, 13);
      await example.press('Begin again');
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
