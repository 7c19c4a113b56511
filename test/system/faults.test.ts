import assert from 'node:assert/strict';
import type { OfflineReport, Receipt } from '../../src';
import {
  answers,
  answersWithPage,
  firstTimes,
  holdsUntil,
  isSlow,
  losesAnswers,
  neverAnswers,
  resetsConnections,
} from '../harness/backend/misbehaviours';
import { GatewayStage } from '../harness/gateway/gatewayStage';
import { until } from '../harness/until';

/** Faults that pass, what the uplink says of them, and under which name it counts the tries. */
const PASSING_FAULTS = [
  ['resets connections', resetsConnections(), /ECONNRESET|socket hang up/, 'network'],
  ['never answers', neverAnswers(), /no answer within 0.25 s/, 'network'],
  ['answers 500', answers(500, {}, 'out of memory'), /^HTTP 500: out of memory$/, '500'],
  ['is an HTML page of a proxy', answersWithPage(502), /^HTTP 502: <!doctype html>/, '502'],
] as const;

describe('a backend with a passing fault', () => {
  const stage = new GatewayStage();

  /** Meets a fault with 50 events, gets over it with 50 more. */
  async function weather(begin: () => unknown, end: () => unknown, error: RegExp, counted: string) {
    // A short one where that is the fault; else even a busy machine answers before.
    const timeout = error.source.includes('no answer') ? 0.25 : 30;
    await stage.run({ uplink: { maxRetries: 1 }, backend: { timeout } });
    await begin();
    await stage.publish(50);
    await stage.shows('red ring');
    const offline = await stage.event<OfflineReport>('offline');
    assert.match(offline.error, error);
    assert.ok(offline.buffer_depth > 0 && offline.retry_in >= 0 && offline.retry_in <= 0.3);
    const during = await stage.stats();
    assert.equal(during.events_flushed, 0);
    assert.equal(during.events_ingested, 50, 'the flow went on');
    assert.equal(during.connected, false);

    await end();
    await stage.publish(50);
    await stage.takesAllInOrder(100);
    await stage.shows('green dot');
    const online = await stage.event<{ offline_seconds: number }>('online');
    assert.ok(online.offline_seconds > 0);
    const after = await stage.emptied();
    assert.equal(after.events_flushed, 100);
    assert.equal(after.events_dropped, 0);
    assert.ok((after.retries_by_status[counted] ?? 0) >= 2, JSON.stringify(after.retries_by_status));
    assert.equal(after.connected, true);
    assert.deepEqual(await stage.gateway.records('errors'), []);
  }

  for (const [fault, misbehaviour, error, counted] of PASSING_FAULTS) {
    it(`${fault}: the flow goes on, and everything arrives in order afterwards`, () =>
      weather(
        () => stage.backend.behave(misbehaviour),
        () => stage.backend.behave(),
        error,
        counted,
      ));
  }

  it('is gone: the flow goes on, and everything arrives in order afterwards', () =>
    weather(
      () => stage.backend.goDown(),
      () => stage.backend.comeBack(),
      /ECONNREFUSED/,
      'network',
    ));

  it('a retry is the same batch: same key, same events, counted in the receipt', async () => {
    await stage.run();
    stage.backend.behave(firstTimes(3, answers(500)));
    await stage.publish(10);
    await stage.takesAllInOrder(10);
    // A slow machine may have cut more than one.
    const first = stage.backend.batches[0]?.key;
    const receipt = await until('its receipt', async () =>
      (await stage.gateway.events<Receipt>('delivered')).find(({ batch }) => batch === first),
    );
    const tries = stage.backend.batches.filter((batch) => batch.key === first);
    assert.deepEqual(
      tries.map((batch) => batch.status),
      [500, 500, 500, 200],
    );
    assert.equal(receipt.attempts, 4);
    assert.deepEqual(await stage.gateway.events('offline'), [], 'three immediate tries are no outage');
  });

  it('a batch whose answer was lost comes again under its key, so that the backend has it once', async () => {
    await stage.run();
    stage.backend.behave(firstTimes(2, losesAnswers()));
    await stage.publish(10);
    await stage.event<Receipt>('delivered');
    const keys = stage.backend.batches.map((batch) => batch.key);
    assert.ok(keys.length >= 3 && keys[0] === keys[1] && keys[1] === keys[2], keys.join());
    await stage.takesAllInOrder(10);
  });

  for (const [status, form] of [
    [429, 'seconds'],
    [503, 'a date'],
  ] as const) {
    it(`${status} with Retry-After as ${form}: nothing is sent before it`, async () => {
      await stage.run();
      const date = new Date(Date.now() + 3000).toUTCString();
      // Of the clock that the backend notes requests by.
      const dateAt = Date.parse(date) - Date.now() + performance.now();
      stage.backend.behave(
        firstTimes(1, answers(status, { 'Retry-After': form === 'seconds' ? '1' : date })),
      );
      await stage.publish(10);
      await stage.takesAllInOrder(10);
      const [first, second] = stage.backend.batches;
      assert.equal(first?.key, second?.key);
      const notBefore = form === 'seconds' ? (first?.at ?? 0) + 1000 : dateAt;
      const early = notBefore - (second?.at ?? 0);
      assert.ok(early <= 5, `${early} ms too early`);
    });
  }

  it('slow: the flow does not wait for it, and one request at a time keeps the order', async () => {
    await stage.run();
    let letGo: () => void = () => undefined;
    const taken = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    stage.backend.behave(holdsUntil(taken));
    await stage.publish(100);
    const { events_ingested, events_flushed } = await stage.stats();
    assert.deepEqual([events_ingested, events_flushed], [100, 0], 'all were taken in, none was answered');
    await until('a request is under way', () => stage.backend.batches.length > 0);
    const held = stage.backend.batches.length;
    assert.equal(held, 1, 'one request at a time');
    stage.backend.behave(isSlow(200));
    letGo();
    await stage.takesAllInOrder(100);
    const starts = stage.backend.batches.slice(held).map((batch) => batch.at);
    const gaps = starts.slice(1).map((at, i) => at - (starts[i] ?? 0));
    assert.ok(Math.min(...gaps) >= 190, `requests begin ${gaps} ms after one another`);
    assert.deepEqual(await stage.gateway.events('offline'), []);
  });
});
