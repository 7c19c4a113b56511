import assert from 'node:assert/strict';
import type { MqttClient } from 'mqtt';
import { BackendServer } from '../harness/backend/backendServer';
import { holdsUntil } from '../harness/backend/misbehaviours';
import { Pacer } from '../harness/clock/Pacer';
import { Gateway } from '../harness/gateway/gateway';
import { sequenceOf } from '../harness/gateway/gatewayStage';
import { TestBroker } from '../harness/network/broker';
import { PATIENCE_MS, sleep, until } from '../harness/until';

const OUTAGE_SECONDS = Number(process.env.WIREBAND_OUTAGE_SECONDS ?? (process.env.CI === 'true' ? 60 : 5));

const MESSAGES_PER_SECOND = 500;

/** The uplink's default longest wait between two tries: this late it may notice that the backend is back. */
const LONGEST_BACKOFF_SECONDS = 60;

describe('an outage', () => {
  let broker: TestBroker;
  let publisher: MqttClient;
  let gateway: Gateway;
  let backend: BackendServer;
  let pacer: Pacer | undefined;

  before(async function () {
    broker = await TestBroker.start();
    publisher = await broker.connect();
    backend = await BackendServer.start();
    gateway = await Gateway.start(this);
  });
  after(async () => {
    pacer?.stop();
    await gateway?.stop();
    await broker?.close();
    await backend?.close();
  });

  it(`of ${OUTAGE_SECONDS} s at ${MESSAGES_PER_SECOND} messages a second loses nothing, with all settings at their defaults: everything arrives, in order, nothing twice`, async function () {
    this.timeout((OUTAGE_SECONDS + 6 * LONGEST_BACKOFF_SECONDS) * 1000);
    const id = 'outage';
    await gateway.run(broker, { id, backendUrl: backend.url });
    pacer = new Pacer(MESSAGES_PER_SECOND, (seq) => {
      publisher.publish(`plant/line${seq % 20}/temp`, JSON.stringify({ seq }));
    });
    await until('the first events arrive', () => backend.taken.length > 0);

    // It dies amid a request: the batch is taken, its answer is never sent.
    let isGone: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      isGone = resolve;
    });
    const requests = backend.batches.length;
    backend.behave(holdsUntil(gone));
    await until('a request is under way', () => backend.batches.length > requests);
    await backend.goDown();
    isGone();
    await sleep(OUTAGE_SECONDS * 1000);
    // The last messages may still be on their way to it.
    const stats = await until('the buffer holds the outage', async () => {
      const found = await gateway.stats(id);
      return found.buffer_depth > (OUTAGE_SECONDS - 1) * MESSAGES_PER_SECOND && found;
    });
    assert.equal(stats.connected, false);
    backend.behave();
    await backend.comeBack();
    // The load goes on while the backlog is delivered.
    await sleep(1000);
    const published = pacer.stop();

    await until(
      () => `${published} events at the backend, there are ${backend.taken.length}`,
      () => backend.taken.length >= published,
      LONGEST_BACKOFF_SECONDS * 1000 + PATIENCE_MS,
    );
    assert.deepEqual(sequenceOf(backend.taken), [...Array(published).keys()]);
    assert.equal(new Set(backend.taken.map((event) => event.id)).size, published);
    const cutOff = backend.batches[requests];
    assert.equal(
      backend.batches.filter((batch) => batch.key === cutOff?.key).length,
      2,
      'the batch that was cut off came once more, under its key',
    );
    const after = await gateway.emptied(id);
    assert.equal(after.events_flushed, published);
    assert.equal(after.events_dropped, 0);
    assert.equal(after.buffer_depth, 0);
  });
});
