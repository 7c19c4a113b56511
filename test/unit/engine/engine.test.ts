import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Engine } from '../../../src/engine';
import type { OpenChannel } from '../../../src/engine/EngineChannel';
import { openLocalChannel } from '../../../src/engine/localChannel';
import { openThreadChannel } from '../../../src/engine/threadChannel';
import { type HttpBackend, startHttpBackend } from '../../harness/backend/httpBackend';
import { FakeClock } from '../../harness/clock/FakeClock';
import { numberOf } from '../../harness/numberedEvents';
import { RunningProgram } from '../../harness/runningProgram';
import { sleep, until } from '../../harness/until';
import { bundleThread } from '../../harness/uplink/bundledThread';
import { EngineRig, type EngineRigOptions } from '../../harness/uplink/engineRig';
import { ScriptedTransport } from '../../harness/uplink/ScriptedTransport';

/** Enough to start and work, but not for a flood of events. */
const NARROW_MB = { disk: 12, memory: 16 };

/** How often an engine runs with no more than that before it gets enough. */
const NARROW_LIVES = 3;

describe('an engine', () => {
  let backend: HttpBackend;
  let folder: string;
  let rigs: EngineRig[] = [];
  beforeEach(async () => {
    backend = await startHttpBackend();
    folder = mkdtempSync(join(tmpdir(), 'wireband-engine-'));
  });
  afterEach(async () => {
    await Promise.all(rigs.map((rig) => rig.end()));
    rigs = [];
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const rigOf = (options: Partial<EngineRigOptions> = {}): EngineRig => {
    const rig = new EngineRig({ backendUrl: backend.url, directory: join(folder, 'spool'), ...options });
    rigs.push(rig);
    return rig;
  };
  /** Numbers of the events that arrived, once for each key that they arrived under. */
  const arrived = (): number[] => {
    const seen = new Set<string>();
    const numbers: number[] = [];
    for (const request of backend.requests) {
      for (const event of request.events()) {
        const number = numberOf(event);
        const arrival = `${number} ${request.headers['idempotency-key']}`;
        if (!seen.has(arrival)) numbers.push(number);
        seen.add(arrival);
      }
    }
    return numbers.sort((a, b) => a - b);
  };
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  const isDelivered = (rig: EngineRig) => rig.uplink.stats().events_flushed === rig.ingested;

  it('runs in one thread for all its uplinks', async () => {
    const engine = new Engine();
    const one = rigOf({ engine, id: 'one', directory: join(folder, 'one') });
    const other = rigOf({ engine, id: 'other', storage: 'memory', directory: undefined });
    one.ingest(10);
    other.ingest(10);
    await until('both delivered', () => isDelivered(one) && isDelivered(other));
    assert.ok(engine.isThread);
    assert.deepEqual([one.stored.size, other.stored.size], [10, 10]);
  });

  it('keeps the backlog and its figures over 50 deploys under load', async () => {
    const rig = rigOf();
    for (let deploy = 0; deploy < 50; deploy++) {
      rig.ingest(20);
      const closed = rig.close(true);
      rig.ingest(3);
      await closed;
      rig.open({});
      rig.checkSum();
    }
    await until('everything delivered', () => isDelivered(rig));
    assert.deepEqual(arrived(), upTo(rig.ingested));
    assert.equal(rig.stored.size, rig.ingested);
    assert.equal(rig.uplink.stats().events_ingested, rig.ingested);
  });

  it('changes the storage while events are handed over', async () => {
    const rig = rigOf();
    backend.reply = (_, index) => (index % 3 === 0 ? 503 : 200);
    for (const storage of ['memory', 'disk', 'memory', 'disk', 'memory'] as const) {
      rig.ingest(50);
      const closed = rig.close(true);
      rig.ingest(5);
      await closed;
      rig.open({ storage });
      rig.ingest(50);
      await sleep(20);
    }
    await until('everything delivered', () => isDelivered(rig));
    assert.deepEqual(arrived(), upTo(rig.ingested));
  });

  it('that dies between two deploys passes the events in memory to its successor', async () => {
    const rig = rigOf({ storage: 'memory', directory: undefined });
    backend.reply = () => 503;
    rig.ingest(30);
    await until('all stored', () => rig.stored.size === 30);
    await rig.close(true);
    rig.engine.kill();
    await until('death of the engine', () => !rig.engine.isRunning);
    backend.reply = () => 200;
    rig.open({ storage: 'memory' });
    await until('everything delivered', () => isDelivered(rig));
    assert.deepEqual(arrived(), upTo(30));
  });

  for (const storage of ['disk', 'memory'] as const) {
    it(`that runs out of memory loses nothing and reports it each time (storage ${storage})`, async () => {
      let lives = 0;
      const entry = await bundleThread(folder);
      const engine = new Engine({
        openChannel: (listener) => {
          lives++;
          const limits = { maxOldGenerationSizeMb: NARROW_MB[storage], maxYoungGenerationSizeMb: 1 };
          return openThreadChannel({ entry, ...(lives <= NARROW_LIVES && { limits }) })(listener);
        },
        longestPauseMs: 100,
      });
      const rig = rigOf({ engine, storage, bufferSize: 200_000, maxPending: 200_000 });
      await until('an answer from the engine', () => engine.hasAnswered);
      backend.reply = () => 503;
      for (let i = 0; i < 400 && lives <= NARROW_LIVES; i++) {
        rig.ingest(500);
        await sleep(5);
      }
      await until('a death in each life with too little memory', () => lives > NARROW_LIVES);
      backend.reply = () => 200;
      await until('everything delivered', () => isDelivered(rig));
      assert.deepEqual(arrived(), upTo(rig.ingested));
      assert.equal(rig.findings.length, NARROW_LIVES);
      for (const finding of rig.findings) assert.match(finding, /^The engine died .* memory limit/);
    });
  }

  it('that dies keeps the program alive until the death is reported', async () => {
    const program = resolve(__dirname, '../../harness/uplink/dyingProgram.ts');
    const args = ['--require', require.resolve('tsx/cjs'), program, await bundleThread(folder)];
    const running = new RunningProgram(process.execPath, args);
    await running.ended;
    assert.match(running.output, /^told: .* memory limit/);
  });

  it('falls back to the main thread if no thread can be started, and warns', async () => {
    const warnings: string[] = [];
    const note = ({ message }: Error) => warnings.push(message);
    process.on('warning', note);
    const openChannel = () => {
      throw new Error('no threads here');
    };
    const rig = rigOf({ engine: new Engine({ openChannel }) });
    rig.ingest(10);
    await until('everything delivered', () => isDelivered(rig) && warnings.length > 0);
    process.off('warning', note);
    assert.deepEqual(warnings, ['The engine runs on the main thread: no threads here']);
    assert.ok(!rig.engine.isThread);
  });

  it('answers calls made before it died', async () => {
    const rig = rigOf();
    // One event gets through, so the other is to blame.
    backend.reply = (request) => (request.events().some((event) => numberOf(event) === 1) ? 400 : 200);
    rig.ingest(2);
    await until('one event in quarantine', () => rig.uplink.stats().events_quarantined === 1);
    backend.reply = () => 200;
    rig.engine.kill();
    assert.equal(await rig.uplink.retryQuarantine(), 1);
    await until('delivery of the quarantined event', () => isDelivered(rig));
  });

  it('returns the last events of a backend', async () => {
    const rig = rigOf({ storage: 'memory', directory: undefined });
    rig.ingest(3);
    await until('everything delivered', () => isDelivered(rig));
    const last = await rig.backend.lastEvents();
    assert.deepEqual(
      last.map(({ topic }) => topic),
      ['plant/line0/temp', 'plant/line1/temp', 'plant/line2/temp'],
    );
  });
});

describe('an engine on a virtual clock', () => {
  it('delivers by time and by count, with exact figures at any moment', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(() => clock.monotonic());
    const openChannel = openLocalChannel({ clock, makeTransport: () => transport, random: () => 0.5 });
    const rig = new EngineRig({
      engine: new Engine({ openChannel, clock }),
      backendUrl: 'http://backend.test',
      storage: 'memory',
      flushInterval: 1,
      flushBatch: 10,
      now: () => clock.now(),
    });
    await clock.advance(0);
    rig.open({ storage: 'memory', flushInterval: 1, flushBatch: 10 });
    rig.ingest(12);
    assert.deepEqual([rig.uplink.stats().buffer_depth, rig.uplink.depth], [12, 12]);
    const onItsWay = rig.uplink.stats().buffer_bytes;
    assert.ok(onItsWay > 12 * 40, `${onItsWay} bytes`);
    await clock.advance(41);
    assert.deepEqual(transport.posts.length, 1);
    await clock.advance(1000);
    assert.deepEqual([transport.posts.length, rig.uplink.depth, rig.stored.size], [2, 0, 12]);
    rig.checkSum();
  });

  it('reports figures ten times a second however often it begins to send, and in the end that it is idle', async () => {
    const clock = new FakeClock();
    const transport = new ScriptedTransport(() => clock.monotonic());
    const open = openLocalChannel({ clock, makeTransport: () => transport, random: () => 0.5 });
    let figures = 0;
    let isBusy = false;
    const openChannel: OpenChannel = (listener) =>
      open({
        ...listener,
        onMessages(messages) {
          for (const message of messages) if (message.kind === 'snapshot') isBusy = message.snapshot.isBusy;
          // Those that go with a report do not count.
          if (messages.every(({ kind }) => kind === 'snapshot')) figures++;
          listener.onMessages(messages);
        },
      });
    const settings = { storage: 'memory', flushInterval: 1, flushBatch: 1 } as const;
    const rig = new EngineRig({
      engine: new Engine({ openChannel, clock }),
      backendUrl: 'http://backend.test',
      ...settings,
      now: () => clock.now(),
    });
    await clock.advance(0);
    rig.open(settings);
    await clock.advance(500);
    figures = 0;
    for (let ms = 0; ms < 2000; ms += 20) {
      rig.ingest(1);
      await clock.advance(20);
    }
    assert.ok(transport.posts.length > 90, `${transport.posts.length} requests`);
    assert.ok(figures <= 22, `${figures} times`);
    await clock.advance(1000);
    assert.equal(isBusy, false);
    const atRest = figures;
    await clock.advance(10_000);
    assert.equal(figures, atRest);
  });
});
