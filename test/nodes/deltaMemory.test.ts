import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DeltaMemory, saveWhatIsLeft } from '../../nodes/runtime/DeltaMemory';
import { readMessage, writeMessage } from '../../nodes/runtime/keptMessage';
import type { IncomingMessage } from '../../nodes/runtime/register';
import { DeltaFilter } from '../../src/delta';
import { deltaFlow, passed, sendAll, startDelta } from '../harness/nodeRed/deltaFlow';
import {
  deploy,
  gets,
  got,
  loggedWarnings,
  stopFlows,
  withNodeRed,
  withUserDir,
} from '../harness/nodeRed/flow';

const message = (payload: unknown, more: object = {}): object => ({ topic: 't', payload, ...more });

describe('the memory of the delta node', () => {
  const userDir = withUserDir();
  withNodeRed();

  const file = (): string => join(userDir(), 'wireband', 'delta', 'n.json');

  for (const type of ['full', 'nodes', 'flows'] as const) {
    it(`survives a deploy of type ${type}, even one that changes the settings`, async () => {
      await startDelta({ mode: 'absolute', threshold: 1 });
      await sendAll(message(20));
      await deploy(deltaFlow({ mode: 'absolute', threshold: 2, name: 'changed' }), type);
      await sendAll(message(21.5), message(22));
      assert.deepEqual(passed(), [
        [20, 'first'],
        [22, 'value'],
      ]);
    });
  }

  it('passes held-back readings to its successor at a deploy, which sends them in time', async () => {
    const config = { mode: 'absolute', threshold: 1, minInterval: 1 };
    await startDelta(config);
    await sendAll(message(0), message(5));
    await deploy(deltaFlow({ ...config, name: 'changed' }));
    await gets('first', 2);
    assert.deepEqual(passed(), [
      [0, 'first'],
      [5, 'interval'],
    ]);
  });

  it('sends held-back readings when the node is deleted', async () => {
    await startDelta({ mode: 'absolute', threshold: 1, minInterval: 60 });
    await sendAll(message(0), message(5));
    await deploy(
      deltaFlow({}).filter(({ id }) => id !== 'n'),
      'nodes',
    );
    await gets('first', 2);
    assert.deepEqual(passed().at(-1), [5, 'interval']);
  });

  for (const [what, config, expected] of [
    [
      'a reading that waits for the end of an interval',
      { mode: 'absolute', threshold: 1, minInterval: 60 },
      'interval',
    ],
    ['the last point of a line', { mode: 'swinging-door', threshold: 100 }, 'previous'],
  ] as const) {
    it(`sends ${what} once after a clean shutdown, even if nothing is to persist`, async () => {
      await startDelta(config);
      const timestamp = 1_700_000_000_000;
      await sendAll(message(0, { timestamp }), message(5, { timestamp: timestamp + 1000 }));
      await stopFlows();
      assert.equal(existsSync(file()), false, 'a deploy would write nothing');
      saveWhatIsLeft();
      await startDelta(config);
      const [held] = await gets('first', 1);
      assert.deepEqual([passed(), held?.timestamp], [[[5, expected]], timestamp + 1000]);
      await sendAll(message(5, { timestamp: timestamp + 2000 }));
      assert.deepEqual(passed().at(-1), [5, 'first'], 'nothing else is remembered');
      await stopFlows();
      saveWhatIsLeft();
      assert.equal(existsSync(file()), false, 'nothing is held any more');
      await startDelta(config);
    });
  }

  it('is cleared when the node is deleted', async () => {
    const config = { mode: 'change', persist: true };
    await startDelta(config);
    await sendAll(message(1));
    await deploy([]);
    assert.equal(existsSync(file()), false);
    await deploy(deltaFlow(config));
    await sendAll(message(1));
    assert.equal(got('first').length, 2);
  });

  it('is in a file only between a clean shutdown and the next start, and only if it is to persist', async () => {
    const config = { mode: 'change', persist: true };
    await startDelta(config);
    await sendAll(message(1));
    assert.equal(existsSync(file()), false, 'while it runs, a crash must find nothing');
    await deploy(deltaFlow({ ...config, name: 'changed' }));
    assert.equal(existsSync(file()), false, 'a deploy writes nothing');
    await stopFlows();
    saveWhatIsLeft();
    assert.equal(existsSync(file()), true);
    await startDelta(config);
    assert.equal(existsSync(file()), false);
    await sendAll(message(1), message(1));
    assert.deepEqual(passed(), [[1, 'restart']]);
    await stopFlows();
    saveWhatIsLeft();
    await startDelta({ mode: 'change', name: 'no more', persist: false });
    assert.equal(existsSync(file()), false);
    await sendAll(message(1));
    assert.deepEqual(passed(), [[1, 'first']]);
  });

  it('starts afresh, with a warning, if the file is damaged', async () => {
    mkdirSync(dirname(file()), { recursive: true });
    writeFileSync(file(), 'no state\n');
    await startDelta({ mode: 'change', persist: true });
    await sendAll(message(1));
    assert.deepEqual(passed(), [[1, 'first']]);
    assert.match(loggedWarnings('n').join(), /cannot be used, so it starts afresh/);
  });

  it('is separate for each project; one from before projects goes to the first one opened', async () => {
    await startDelta({});
    const node = { id: 'n', warn: () => undefined, error: () => undefined };
    const memoryOf = (project?: string) => new DeltaMemory(node, true, userDir(), project);
    const known = (project?: string): number => {
      const filter = new DeltaFilter<IncomingMessage>({ mode: 'change' });
      memoryOf(project).take(filter);
      return filter.takeState().store.leaves;
    };
    const remember = (project?: string): void => {
      const filter = new DeltaFilter<IncomingMessage>({ mode: 'change' });
      filter.check('t', 1);
      memoryOf(project).leave(filter);
    };
    remember('one');
    assert.deepEqual([known('two'), known(), known('one')], [0, 0, 1], 'across a deploy');
    remember('one');
    saveWhatIsLeft();
    assert.deepEqual([known('two'), known(), known('one')], [0, 0, 1], 'across a restart');
    remember();
    saveWhatIsLeft();
    assert.deepEqual([known('two'), known('one')], [1, 0]);
  });

  it('reports a node error if it cannot be written on shutdown', async () => {
    await startDelta({});
    writeFileSync(join(userDir(), 'wireband'), 'in the way');
    const told: string[] = [];
    const node = { id: 'n', warn: () => undefined, error: (message: string) => told.push(message) };
    const filter = new DeltaFilter<IncomingMessage>({ mode: 'change', persist: true });
    filter.check('t', 1);
    new DeltaMemory(node, true, userDir()).leave(filter);
    saveWhatIsLeft();
    assert.match(told.join(), /^The saved state of the change filter is lost: .*(ENOTDIR|EEXIST)/);
    assert.deepEqual(readdirSync(userDir()), ['wireband']);
  });
});

describe('a message kept across a restart', () => {
  it('keeps its exact payload, including bytes and values that JSON cannot represent', () => {
    const numbers = { v: Number.NaN, w: [Number.NEGATIVE_INFINITY, undefined, null] };
    for (const payload of [numbers, Buffer.from('{"v":1}'), Buffer.from([255, 0]), 'on', undefined]) {
      const written = JSON.stringify(writeMessage({ _msgid: 'm', topic: 't', payload }));
      assert.deepEqual(readMessage(JSON.parse(written)), { _msgid: 'm', topic: 't', payload });
    }
  });

  it('keeps all of its properties that are data', () => {
    const data = {
      qos: 1,
      retain: true,
      parts: { id: 'x', index: 3, count: 7 },
      received: new Date(1_767_225_600_000),
      raw: Buffer.from([1, 2, 255]),
      large: 12_345_678_901_234_567_890n,
      missing: undefined,
      list: [Number.NaN, null],
    };
    const self: Record<string, unknown> = {};
    self.self = self;
    const others = { req: { socket: {} }, res: {}, call: () => 1, self, huge: 'x'.repeat(40_000) };
    const message = { _msgid: 'm', topic: 't', payload: 21.5, ...data, ...others };
    const read = readMessage(JSON.parse(JSON.stringify(writeMessage(message))));
    assert.deepEqual(read, { _msgid: 'm', topic: 't', payload: 21.5, ...data });
  });

  it('is read in the form that release 0.1.0 wrote', () => {
    const bytes = { _msgid: 'm', topic: 't', timestamp: 5, payload: { base64: 'AQI=' } };
    assert.deepEqual(readMessage(bytes), { ...bytes, payload: Buffer.from([1, 2]) });
    const object = { _msgid: 'm', topic: 't', payload: ['object', ['v'], [1]] };
    assert.deepEqual(readMessage(object), { ...object, payload: { v: 1 } });
  });
});
