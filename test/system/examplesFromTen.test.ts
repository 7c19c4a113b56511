import assert from 'node:assert/strict';
import { decodeBody } from '../../src/frame';
import { ExampleStage } from '../harness/examples/exampleStage';
import { asShown, shownBy } from '../harness/examples/shownMessage';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { need } from '../harness/requirements';
import { sleep, until } from '../harness/until';

/** Time between two comparisons. */
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

    it('10: messages as real devices publish them are recognized without a rule', async () => {
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

    it('11: payloads with many values become one message per reading, with units and times', async () => {
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

    it('12: four filters pass only a fraction of the readings, and each receiver stays within the threshold', async () => {
      const example = stage.example(12);
      const thresholds = { absolute: 0.2, relative: 0.04 * 8.5, span: 0.05 * 4, 'swinging door': 0.2 };
      /** Sends 600 readings and compares, until none of them is on its way any more. */
      const compared = async (): Promise<object> => {
        await example.press('600 readings');
        let latest = '';
        return until(
          () => `600 readings by each filter, there are ${latest}`,
          async () => {
            const { length } = example.shownSoFar('Comparison');
            await example.press('Compare');
            const rows = (await example.shown('Comparison', length + 1))[length];
            // While none of them comes through, two comparisons are also the same.
            const isWhole = Object.keys(thresholds).every(
              (name) => Object(Object(rows)[name]).readings === 600,
            );
            if (isWhole && JSON.stringify(rows) === latest) return Object(rows);
            latest = JSON.stringify(rows);
            await sleep(BETWEEN_LOOKS_MS);
            return undefined;
          },
        );
      };
      const rows = await compared();
      for (const [filter, threshold] of Object.entries(thresholds)) {
        const { readings, passed, largestError, receiver } = Object(Object(rows)[filter]);
        assert.equal(readings, 600, filter);
        assert.ok(passed > 5 && passed < 300, `${filter}: ${passed} passed`);
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

    it('18: each series has a limit that fits it, without any setting', async () => {
      const example = stage.example(18);
      await example.press('A day of readings');

      let latest = '';
      const rows = await until('the counts no longer change', async () => {
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
      // 0, 254, and 255 for five minutes every two hours of a ten-hour shift.
      assert.equal(rows['plant/press-2/state'].passed, 13);
      await example.press('Begin again');
    });

    it('13: each format shows how it writes one number and several values, and columnar takes the fewest bytes', async () => {
      const example = stage.example(13);
      /** Presses a button: the last body of each format, once `count` have come since clear(). */
      const bodiesOf = async (button: string, count: number): Promise<Record<string, string>> => {
        await example.press(button);
        const shown = await shownBy(example, 'Body', count);
        return Object.fromEntries(shown.map(({ topic, payload }) => [topic, String(payload)]));
      };
      const ofNumber = await bodiesOf('A number', 6);
      for (const format of ['wireband', 'columnar']) {
        assert.equal(decodeBody(ofNumber[format] ?? '')[0]?.data, 21.5, format);
      }
      assert.equal(JSON.parse(ofNumber.json ?? '').events[0].quantity, 'temperature');
      assert.equal(JSON.parse(ofNumber.ndjson ?? '').payload, 21.5);
      assert.match(ofNumber.influx ?? '', /^wireband,.*,room=hall value=21\.5 \d{19}\n$/);
      assert.match(ofNumber['otlp metrics'] ?? '', /"name":"wireband\.temperature"/);
      assert.equal(ofNumber['otlp logs'], undefined);

      const ofSeveral = await bodiesOf('Several values', 13);
      assert.match(ofSeveral.influx ?? '', / temperature=21\.5,state_text="ON" /);
      assert.match(ofSeveral['otlp logs'] ?? '', /"key":"fault"/);
      const receipts = (await shownBy(example, 'Receipts', 18)).map(({ payload }) => payload.left_out);
      assert.deepEqual(
        receipts.filter((leftOut) => leftOut !== undefined),
        [{ empty: 1 }],
      );

      await bodiesOf('200 readings', 19);
      await example.press('Compare');
      const [bytes] = await example.shown('Bytes');
      const { columnar, ...others } = Object(bytes);
      assert.ok(columnar < 200 * 13, String(columnar));
      for (const format of ['wireband', 'json', 'ndjson', 'influx']) {
        assert.ok(columnar < others[format] / 5, `${format}: ${others[format]}, columnar: ${columnar}`);
      }
    });

    it('14: InfluxDB gets one point per event, tags from the topic, and text and booleans under their own names', async () => {
      const example = stage.example(14);
      for (const button of ['21.4 °C', 'Motor running', 'Door open']) await example.press(button);
      const lines = await until('three lines', () => {
        const all = example.shownSoFar('Lines').map(String).join('').trim().split('\n');
        return all.length === 3 ? all : undefined;
      });
      const point = (tags: string, fields: string) =>
        new RegExp(`^wireband,device=gateway-1,topic=.*,${tags} ${fields} \\d{19}$`);
      assert.match(lines[0] ?? '', point('room=hall,thing=t1', 'value=21\\.4'));
      assert.match(lines[1] ?? '', point('room=hall,thing=press', 'running_bool=true,rpm=1480'));
      assert.match(lines[2] ?? '', point('room=gate,thing=door', 'value_text="open"'));
      assert.ok((await shownBy(example, 'Receipt', 2)).some(({ event }) => event === 'delivered'));
      assert.deepEqual(example.shownSoFar('Refused'), []);
    });

    it('15: an endpoint gets records with its own field names, and only the events that it names go to quarantine', async () => {
      const example = stage.example(15);
      for (const button of ['21.4 °C', 'Unknown device', 'Motor running']) await example.press(button);
      const [refused] = await example.shown('Refused');
      assert.equal(Object(refused).topic, 'guest/phone/battery');
      assert.equal(Object(refused).error.message, 'no such device');
      await until('two events are delivered', () => {
        const receipts = example.shownSoFar('Receipt').map(asShown);
        const done = receipts.filter(({ event }) => event === 'delivered');
        return done.reduce((sum, { payload }) => sum + Number(payload.events), 0) >= 2 || undefined;
      });
      const [first] = await example.shown('Records');
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

    it('19: a window reports a spike, and its mean moves only a little', async () => {
      const example = stage.example(19);
      await example.press('Sensor on');
      await example.shown('Window');
      await example.press('A spike');
      const spiked = await until('the window of the spike', () =>
        example
          .shownSoFar('Window')
          .map(Object)
          .find(({ max }) => max === 40),
      );
      await example.press('Sensor off');
      // The spike counts until the next reading, which a busy machine may send late.
      assert.ok(spiked.mean < 30 && spiked.min > 19 && spiked.min < 21, JSON.stringify(spiked));
      assert.ok(spiked.count >= 2 && spiked.count <= 12, JSON.stringify(spiked));
      // The status may come after the message, and the next window replaces it.
      await until(
        () => `the status of the window, it was ${example.statuses('Window').join(' | ')}`,
        () => example.statuses('Window').some((text) => /^mean (19|2\d)(\.\d)?, max 40, of \d+$/.test(text)),
      );
    });

    it('20: the page shows the figures and, after an outage, also the readings of that time', async () => {
      const example = stage.example(20);
      const { url } = stage.nodeRed;
      assert.match(await (await fetch(`${url}/wireband-live`)).text(), /^<!DOCTYPE html>/);
      const figures = async () => Object(await (await fetch(`${url}/wireband-live/figures`)).json());
      const power = async () =>
        (await figures()).series.find(({ topic }: { topic: string }) => topic === 'plant/press/power');
      await example.press('Sensors on');
      await until('readings arrive', async () => (await power())?.arrived.length > 0 || undefined);
      await example.press('Backend off');
      await until('events wait', async () => (await figures()).waiting > 3 || undefined);
      const { arrived: known } = await power();
      await example.press('Backend on');
      await until('nothing waits', async () => (await figures()).waiting === 0 || undefined);
      await example.press('Sensors off');
      const { arrived, measured, symbol } = await power();
      assert.equal(symbol, 'SENSOR_POWER_DRAW');
      assert.ok(arrived.length > known.length);
      for (const point of arrived) {
        assert.ok(
          measured.some((each: unknown) => JSON.stringify(each) === JSON.stringify(point)),
          `${point} was measured`,
        );
      }
      assert.deepEqual(example.shownSoFar('Refused'), []);
    });
  });
}
