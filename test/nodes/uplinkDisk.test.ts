import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import {
  deploy,
  type FlowNode,
  got,
  loggedErrors,
  loggedWarnings,
  send,
  startFlow,
  statuses,
  until,
  withNodeRed,
  withUserDir,
} from '../harness/nodeRed/flow';

describe('an uplink node with its events on disk', () => {
  const userDir = withUserDir();
  withNodeRed();

  let backend: HttpBackend;
  let node = '';
  let count = 0;
  beforeEach(async () => {
    backend = await startHttpBackend();
    backend.reply = () => 503;
    node = `on-disk-${++count}`;
  });
  afterEach(() => backend.stop());

  const flow = (config: object = {}): FlowNode[] => [
    { id: 'b', type: 'wireband-backend', url: backend.url, deviceId: 'pump-7' },
    {
      id: node,
      type: 'wireband-uplink',
      name: 'Pump',
      backend: 'b',
      flushInterval: 0.02,
      flushBatch: 2,
      maxRetries: 0,
      backoffBase: 0.05,
      backoffMax: 0.05,
      minFreeBytes: 0,
      wires: [['receipts'], []],
      ...config,
    },
    { id: 'receipts', type: 'helper', wires: [] },
    { id: 'done', type: 'complete', scope: [node], wires: [['completed']] },
    { id: 'completed', type: 'helper', wires: [] },
  ];
  const directory = (): string => join(userDir(), 'wireband', 'spool', node);
  const spooled = (): string =>
    readdirSync(directory())
      .filter((name) => name.startsWith('ordinary-'))
      .map((name) => readFileSync(join(directory(), name), 'utf8'))
      .join('');
  const completed = (events: number) => until(() => got('completed').length >= events);
  const isDelivered = (events: number) =>
    until(() => {
      const receipts = got('receipts').filter(({ event }) => event === 'delivered');
      return receipts.reduce((sum, { payload }) => sum + Number(Object(payload).events), 0) === events;
    });
  const taken = (): unknown[] => {
    const keys = backend.requests.map(({ headers }) => headers['idempotency-key']);
    return backend.requests
      .filter(({ headers }, i) => keys.lastIndexOf(headers['idempotency-key']) === i)
      .flatMap((request) => request.events().map(({ data }) => data));
  };
  const messages = (...payloads: unknown[]): object[] => payloads.map((payload) => ({ topic: 't', payload }));

  it('stores them there by default, and completes a message once it is written', async () => {
    await startFlow(flow());
    send(node, ...messages('first', 'second'));
    await completed(2);
    assert.match(spooled(), /first.*second/s);
  });

  it('lets no other user read them, and records which node they belong to', async () => {
    await startFlow(flow());
    send(node, ...messages(1));
    await completed(1);
    assert.equal(statSync(directory()).mode & 0o777, 0o700);
    for (const name of readdirSync(directory())) {
      assert.equal(statSync(join(directory(), name)).mode & 0o777, 0o600, name);
    }
    const about: unknown = JSON.parse(readFileSync(join(directory(), 'about.json'), 'utf8'));
    assert.deepEqual(about, { id: node, name: 'Pump', deviceId: 'pump-7' });
  });

  it('never writes outside its folder, whatever its ID', async () => {
    node = '../../../escaped';
    await startFlow(flow());
    send(node, ...messages(1));
    await completed(1);
    const folder = join(userDir(), 'wireband', 'spool');
    assert.equal(readdirSync(folder).length, 1);
    assert.match(readdirSync(folder)[0] ?? '', /^id-[0-9a-f]{32}$/);
    assert.deepEqual(readdirSync(userDir()), ['wireband']);
  });

  for (const type of ['full', 'nodes', 'flows'] as const) {
    it(`delivers them after a deploy, once each and in order (${type})`, async () => {
      await startFlow(flow());
      send(node, ...messages(1, 2, 3));
      await completed(3);
      await deploy(flow({ name: 'renamed' }), type);
      send(node, ...messages(4, 5));
      await completed(5);
      backend.reply = () => 200;
      await isDelivered(5);
      assert.deepEqual(taken(), [1, 2, 3, 4, 5]);
    });
  }

  it('delivers them all when the storage is switched from memory to disk and back', async () => {
    await startFlow(flow({ storage: 'memory' }));
    send(node, ...messages(1, 2, 3));
    await completed(3);
    await deploy(flow({ storage: 'disk' }));
    send(node, ...messages(4));
    await completed(4);
    await deploy(flow({ storage: 'memory' }));
    send(node, ...messages(5));
    await completed(5);
    await deploy(flow({ storage: 'disk' }));
    send(node, ...messages(6));
    await completed(6);
    backend.reply = () => 200;
    await isDelivered(6);
    assert.deepEqual(taken(), [1, 2, 3, 4, 5, 6]);
  });

  it('leaves them there when it is deleted, says so, and delivers them when it is restored', async () => {
    await startFlow(flow());
    send(node, ...messages(1, 2, 3));
    await completed(3);
    const rest = flow().filter(({ id }) => id !== node && id !== 'done');
    await deploy(rest);
    assert.ok(existsSync(directory()));
    assert.match(
      loggedWarnings(node).at(-1) ?? '',
      /3 undelivered events: they stay in .*wireband-edge spool/,
    );
    backend.reply = () => 200;
    await deploy(flow());
    await isDelivered(3);
    assert.deepEqual(taken(), [1, 2, 3]);
  });

  it('keeps them in memory while their directory is missing, says so, and then writes to disk again', async () => {
    await startFlow(flow());
    send(node, ...messages(1));
    await completed(1);
    const storage = () => got('receipts').filter(({ event }) => event === 'storage');
    rmSync(directory(), { recursive: true });
    await until(() => storage().length >= 1);
    assert.equal(Object(storage()[0]?.payload).state, 'failing');
    assert.match(loggedErrors(node)[0] ?? '', /^Disk failing: .*\. Events are kept in memory/);
    await until(() =>
      statuses(node).some(({ text }) =>
        /^wireband-uplink\.status\.disk-failing(-by)? · HTTP 503/.test(text ?? ''),
      ),
    );
    send(node, ...messages(2));
    await until(() => storage().length >= 2);
    assert.equal(Object(storage()[1]?.payload).state, 'disk');
    send(node, ...messages(3));
    await completed(3);
    backend.reply = () => 200;
    await until(() => taken().includes(3));
    assert.deepEqual(taken(), [1, 2, 3]);
  });
});
