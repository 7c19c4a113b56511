import { checkArrived, checkOrder, checkRepetitions } from '../harness/backend/receivedEvents';
import { Drill } from '../harness/kill/drill';
import { FaultProxy, type NetworkFault } from '../harness/network/FaultProxy';
import { until } from '../harness/until';

const EVENTS_PER_SECOND = 1000;

/** Faults, and whether anything gets through while they last. */
const FAULTS: readonly (readonly [string, NetworkFault, passes: boolean])[] = [
  ['adds a latency of 150 ms each way', { kind: 'latency', ms: 150 }, true],
  ['resets within the head of a request', { kind: 'reset amid request', bytes: 60 }, false],
  ['resets within the body of a request', { kind: 'reset amid request', bytes: 1200 }, false],
  ['resets before the response', { kind: 'reset amid answer', bytes: 0 }, true],
  ['resets within the status line of the response', { kind: 'reset amid answer', bytes: 12 }, true],
  ['resets within the body of the response', { kind: 'reset amid answer', bytes: 110 }, true],
  ['is half-open: accepts, and nothing follows', { kind: 'half-open' }, false],
  ['goes silent: no response comes back', { kind: 'silent' }, true],
  ['reads slowly', { kind: 'slow read', bytesPerSecond: 20_000 }, true],
];

describe('a network that', () => {
  let drill: Drill;
  let proxy: FaultProxy;
  beforeEach(async () => {
    drill = await Drill.prepare();
    proxy = await FaultProxy.start(drill.backend.url);
  });
  afterEach(async () => {
    await drill.end();
    await proxy.close();
  });

  for (const parallel of [1, 4]) {
    for (const [name, fault, passes] of FAULTS) {
      it(`${name} (${parallel} at a time): all events arrive once, and retries have the same key and bytes`, async () => {
        await drill.open({ backendUrl: proxy.url, delivery: { parallel } });
        drill.load(EVENTS_PER_SECOND);
        await drill.moreArrive(200);
        proxy.set(fault);
        await until('the fault takes effect', () => proxy.hits > 2);
        if (passes) await until('more events come in', () => drill.gateway.stats().events_ingested > 1000);
        else await drill.moreComeIn(EVENTS_PER_SECOND);
        proxy.set({ kind: 'none' });
        await drill.moreArrive(500);
        await drill.allArriveOnce();
        // Small requests get through where larger ones are reset, and then go first.
        const letsSmallThrough = fault.kind === 'reset amid request' && fault.bytes > 1000;
        if (parallel === 1 && !letsSmallThrough) checkOrder(drill.backend, 'apart');
      });
    }
  }

  it('fails in one way after another, with a restart after each: all events arrive once', async () => {
    await drill.open({ backendUrl: proxy.url, delivery: { parallel: 2 } });
    for (const [, fault] of FAULTS) {
      drill.load(EVENTS_PER_SECOND);
      proxy.set(fault);
      await until('the fault takes effect', () => proxy.hits > 0);
      await drill.moreComeIn(EVENTS_PER_SECOND / 2);
      drill.stopLoad();
      await drill.open();
    }
    proxy.set({ kind: 'none' });
    await drill.empties();
    checkArrived(drill.backend, Array(drill.taken).keys());
    checkRepetitions(drill.backend);
  });
});
