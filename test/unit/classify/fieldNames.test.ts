import assert from 'node:assert/strict';
import { Classifier } from '../../../src/classify';
import { FIELD_CORPORA, judge } from '../../harness/fieldNames';

/** The minimum share of right answers and the maximum share of wrong ones, by corpus; the rest is called unknown. */
const REQUIRED: Readonly<Record<string, { readonly right: number; readonly wrong: number }>> = {
  Tasmota: { right: 0.98, wrong: 0.02 },
  'Zigbee2MQTT and friendly names': { right: 0.98, wrong: 0.02 },
  Shelly: { right: 0.98, wrong: 0.02 },
  'Homie, ESPHome, Home Assistant': { right: 0.97, wrong: 0.02 },
  'Weather stations, rtl_433, Bluetooth': { right: 0.98, wrong: 0.02 },
  'LoRaWAN uplinks': { right: 0.98, wrong: 0.02 },
  'Solar, meters, wallboxes': { right: 0.97, wrong: 0.02 },
  'Heating, heat pumps, SignalK': { right: 0.97, wrong: 0.02 },
  'Building automation and plant tags': { right: 0.98, wrong: 0.02 },
  'Boards, computers, vehicles, SenML': { right: 0.98, wrong: 0.02 },
  'German, French, Spanish, Italian': { right: 0.98, wrong: 0.02 },
  'Names without a quantity': { right: 0.98, wrong: 0.02 },
  'Words with two meanings': { right: 0.98, wrong: 0.01 },
  'Units that unseat, confirm and tell apart': { right: 0.98, wrong: 0.01 },
  'Parts of devices, codes of meters, plants': { right: 0.98, wrong: 0.01 },
  'Metrics of servers, vehicles and trackers': { right: 0.98, wrong: 0.01 },
  'Inverters, weather uplinks, medical devices': { right: 0.98, wrong: 0.01 },
  'Supplies, charge points, packs, ships, drones, racks': { right: 0.98, wrong: 0.01 },
  'Pools, machine tools, waterworks, farms, laboratories': { right: 0.98, wrong: 0.01 },
  'Entities of homes, KNX, P1, fine dust, LwM2M, OPC UA': { right: 0.98, wrong: 0.01 },
  'Power plants, food, sport, chillers, services': { right: 0.98, wrong: 0.01 },
  'Greenhouses, streets, masts, trains, kitchens, wards': { right: 0.98, wrong: 0.01 },
  'Abbreviations, the case of units, present currents': { right: 0.98, wrong: 0.01 },
};

const classifier = new Classifier();

describe('names from the field', () => {
  for (const { title, rows } of FIELD_CORPORA) {
    const required = REQUIRED[title];
    assert.ok(required, `${title} has no required accuracy.`);
    const { right, wrong } = required;
    it(`of ${title}: at least ${right * 100} % are classified correctly, at most ${wrong * 100} % incorrectly`, () => {
      const judged = rows.map((row) => ({ row, ...judge(classifier, row) }));
      const failures = judged
        .filter(({ verdict }) => verdict !== 'right')
        .map(({ row, verdict, answers }) => `${verdict}: ${row.text} is ${answers}`);
      const share = (of: string) => judged.filter(({ verdict }) => verdict === of).length / rows.length;
      assert.ok(share('right') >= right && share('wrong') <= wrong, failures.join('\n'));
    });
  }
});
