import assert from 'node:assert/strict';
import { deltaFlow, sendAll, startDelta } from '../harness/nodeRed/deltaFlow';
import { askAdmin, deploy, postToAdmin, withNodeRed } from '../harness/nodeRed/flow';

const PATH = '/wireband/delta/n/readings';

/** The content type of jQuery's POST requests. */
const AS_EDITOR = { 'Content-Type': 'application/x-www-form-urlencoded' };

const ask = (name?: object | string) => {
  if (name === undefined) return askAdmin(PATH);
  const series = typeof name === 'string' ? name : JSON.stringify(name);
  return askAdmin(`${PATH}?${new URLSearchParams({ series })}`);
};

const search = async (words: string): Promise<{ topics: string[]; isFull: boolean }> => {
  const { body } = await postToAdmin(`${PATH}/search`, { search: words }, AS_EDITOR);
  const { series, isFull }: { series: { topic: string }[]; isFull: boolean } = Object(body);
  return { topics: series.map(({ topic }) => topic), isFull };
};

const climate = (i: number): object => ({
  topic: 'hall',
  timestamp: 1_700_000_000_000 + i * 1000,
  payload: JSON.stringify({ t: 20 + i, on: true }),
  wireband: { name: 'SENSOR_TEMP', quantity: 'temperature', symbol: 0xfc60 },
});

describe('the readings that a delta node provides to its dialog', () => {
  afterEach(() => deploy([]));
  withNodeRed();

  it('are listed by series, with the properties that rules match, and keep their own times', async () => {
    await startDelta({ mode: 'absolute', threshold: 100 });
    await sendAll(climate(0), climate(1), climate(2));
    const facts = { name: 'SENSOR_TEMP', quantity: 'temperature' };
    assert.deepEqual(await ask(), {
      status: 200,
      body: { series: [{ topic: 'hall', keys: ['t'], count: 3, latest: 22, facts }], isFull: false },
    });
    assert.deepEqual(await ask({ topic: 'hall', keys: ['t'] }), {
      status: 200,
      body: {
        times: [1_700_000_000_000, 1_700_000_001_000, 1_700_000_002_000],
        values: [20, 21, 22],
        beside: [],
      },
    });
  });

  it('survive a deploy, and are gone once the node is deleted', async () => {
    await startDelta({});
    await sendAll(climate(0));
    await deploy(deltaFlow({ name: 'changed' }));
    await sendAll(climate(1));
    const { body } = await ask({ topic: 'hall', keys: ['t'] });
    assert.deepEqual(Object(body).values, [20, 21]);
    await deploy([]);
    assert.deepEqual(await ask(), { status: 404, body: { error: 'No delta node with this ID is running.' } });
  });

  it('include a series that is searched for, as soon as it sends a number', async () => {
    await startDelta({ mode: 'absolute', threshold: 100 });
    const numbers = (topics: readonly string[]) => topics.map((topic) => ({ topic, payload: 1 }));
    await sendAll(...numbers(Array.from({ length: 50 }, (_, i) => `hall/${i}`)), ...numbers(['boiler/7']));
    assert.deepEqual(await search('Boiler 7'), { topics: [], isFull: true });
    await sendAll(...numbers(['boiler/7', 'boiler/8']));
    assert.deepEqual(await search('Boiler 7'), { topics: ['boiler/7'], isFull: true });
    const { topics } = await search('');
    assert.equal(topics.length, 50);
    assert.ok(!topics.includes('hall/0') && topics.includes('hall/1'), 'the quietest made room');
  });

  it('are listed by words in the name, which only a search remembers', async () => {
    await startDelta({ mode: 'absolute', threshold: 100 });
    const topics = [...Array.from({ length: 50 }, (_, i) => `hall/${i}`), 'boiler/7'];
    await sendAll(...topics.map((topic) => ({ topic, payload: 1 })));
    const list = async (words: string): Promise<string[]> => {
      const { body } = await askAdmin(`${PATH}?${new URLSearchParams({ search: words })}`);
      const { series }: { series: { topic: string }[] } = Object(body);
      return series.map(({ topic }) => topic);
    };
    assert.deepEqual(await list('hall 49'), ['hall/49']);
    assert.deepEqual(await list('boiler'), []);
    await sendAll({ topic: 'boiler/7', payload: 2 });
    assert.deepEqual(await list('boiler'), []);
  });

  for (const query of [
    'search[toString]=x',
    'series[toString]=x',
    'search[]=x',
    'search=x&search=y',
    'series[keys]=t',
    'search[__proto__][x]=y',
  ]) {
    it(`are refused with 400 for ?${query}`, async () => {
      await startDelta({});
      const { status, body } = await askAdmin(`${PATH}?${query}`);
      assert.deepEqual(
        [status, body],
        [400, { error: 'series and search must be strings, each given once.' }],
      );
    });
  }

  it('cannot be searched for anything but text, nor by a page of another origin', async () => {
    await startDelta({});
    for (const search of [undefined, null, 7, ['x'], { toString: 'x' }]) {
      const { status, body } = await postToAdmin(`${PATH}/search`, { search });
      assert.deepEqual([status, body], [400, { error: 'search must be a string, given once.' }]);
    }
    const form = await postToAdmin(`${PATH}/search`, { 'search[toString]': 'x' }, AS_EDITOR);
    assert.equal(form.status, 400);
    const foreign = await postToAdmin(`${PATH}/search`, { search: 'x' }, { Origin: 'http://other.example' });
    assert.equal(foreign.status, 403);
  });

  it('are refused for an unknown or invalid series', async () => {
    await startDelta({});
    await sendAll(climate(0));
    for (const series of [
      { topic: 'hall', keys: ['x'] },
      { topic: 'x', keys: [] },
      {},
      '{',
      'null',
      '[]',
      '{"keys":"t"}',
      '{"keys":[{"toString":1,"valueOf":1}]}',
      '{"topic":{"toString":1,"valueOf":1},"keys":[]}',
    ]) {
      const { status, body } = await ask(series);
      assert.deepEqual(
        [status, body],
        [404, { error: 'No readings of this series are kept.' }],
        JSON.stringify(series),
      );
    }
  });
});
