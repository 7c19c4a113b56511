import assert from 'node:assert/strict';
import { Engine } from '../../../src/engine';
import type { EngineChannel } from '../../../src/engine/EngineChannel';
import { openThreadChannel } from '../../../src/engine/threadChannel';
import { Watchdog } from '../../../src/engine/Watchdog';
import { type HttpBackend, startHttpBackend } from '../../harness/backend/httpBackend';
import { FakeClock } from '../../harness/clock/FakeClock';
import { until } from '../../harness/until';
import { EngineRig } from '../../harness/uplink/engineRig';
import { HANGS } from '../../harness/uplink/hangingThread';

describe('the watchdog of a thread', () => {
  let clock: FakeClock;
  let beats: Int32Array;
  let hung: number;
  let watchdog: Watchdog;
  beforeEach(() => {
    clock = new FakeClock();
    beats = new Int32Array(new SharedArrayBuffer(4));
    hung = 0;
    watchdog = new Watchdog(beats, () => hung++, 30_000, clock);
  });
  afterEach(() => watchdog.stop());

  it('fires once, half a minute after the last beat', async () => {
    Atomics.add(beats, 0, 1);
    await clock.advance(32_000);
    assert.equal(hung, 0);
    await clock.advance(2_000);
    assert.equal(hung, 1);
    await clock.advance(100_000);
    assert.equal(hung, 1);
  });

  it('stays quiet while beats arrive now and then, and before the first one', async () => {
    await clock.advance(100_000);
    for (let i = 0; i < 10; i++) {
      Atomics.add(beats, 0, 1);
      await clock.advance(25_000);
    }
    assert.equal(hung, 0);
  });

  it('ignores time in which the machine slept or the main thread was blocked', async () => {
    Atomics.add(beats, 0, 1);
    await clock.advance(29_000);
    for (let i = 0; i < 20; i++) {
      clock.pass(600_000);
      await clock.advance(20_000);
    }
    assert.equal(hung, 0);
    await clock.advance(20_000);
    assert.equal(hung, 1);
  });

  it('leaves nothing running after it is stopped', () => {
    watchdog.stop();
    assert.equal(clock.pending, 0);
  });
});

describe('an engine that hangs', () => {
  for (const way of Object.keys(HANGS)) {
    it(`in ${way} is ended, reported once and restarted`, async () => {
      const backend: HttpBackend = await startHttpBackend();
      const channels: EngineChannel[] = [];
      const entry = require.resolve('../../harness/uplink/hangingThread');
      const engine = new Engine({
        openChannel: (listener) => {
          const channel = openThreadChannel({ entry, hungAfterMs: 3000 })(listener);
          channels.push(channel);
          return channel;
        },
      });
      const rig = new EngineRig({ engine, backendUrl: backend.url, storage: 'memory' });
      rig.ingest(10);
      await until('an answer from the engine', () => rig.uplink.stats().events_flushed === 10);
      channels[0]?.post({ kind: 'listener-failed', uplink: 'rig', error: way });
      rig.ingest(10);
      await until('everything delivered', () => rig.uplink.stats().events_flushed === 20);
      assert.equal(channels.length, 2);
      assert.equal(rig.findings.length, 1);
      assert.match(rig.findings[0] ?? '', /^The engine died .*: its event loop has been blocked for 3 s$/);
      await rig.end();
      await backend.stop();
    });
  }
});
