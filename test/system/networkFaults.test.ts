import { checkArrived, checkOrder, checkRepetitions } from '../harness/backend/receivedEvents';
import { Drill } from '../harness/kill/drill';
import { FaultProxy, type NetworkFault } from '../harness/network/FaultProxy';
import { until } from '../harness/until';

const EVENTS_PER_SECOND = 1000;

/** Faults, and whether anything comes through while they last. */
const FAULTS: readonly (readonly [string, NetworkFault, passes: boolean])[] = [
  ['adds a latency of 150 ms each way', { kind: 'latency', ms: 150 }, true],
  ['resets amid the head of a request', { kind: 'reset amid request', bytes: 60 }, false],
  ['resets amid the body of a request', { kind: 'reset amid request', bytes: 1200 }, false],
  ['resets before the answer', { kind: 'reset amid answer', bytes: 0 }, true],
  ['resets amid the status line of the answer', { kind: 'reset amid answer', bytes: 12 }, true],
  ['resets amid the body of the answer', { kind: 'reset amid answer', bytes: 110 }, true],
  ['is half-open: accepts, and nothing follows', { kind: 'half-open' }, false],
  ['goes silent: no answer comes back', { kind: 'silent' }, true],
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
      it(`${name} (${parallel} at a time): all arrive once, what came again came under its key with the same bytes`, async () => {
        await drill.open({ backendUrl: proxy.url, delivery: { parallel } });
        drill.load(EVENTS_PER_SECOND);
        await drill.moreArrive(200);
        proxy.set(fault);
        await until('the fault comes to bear', () => proxy.hits > 2);
        if (passes) await until('the intake goes on', () => drill.gateway.stats().events_ingested > 1000);
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

  it('breaks off in another way again and again, with a start in between each: all arrive once', async () => {
    await drill.open({ backendUrl: proxy.url, delivery: { parallel: 2 } });
    for (const [, fault] of FAULTS) {
      drill.load(EVENTS_PER_SECOND);
      proxy.set(fault);
      await until('the fault comes to bear', () => proxy.hits > 0);
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
