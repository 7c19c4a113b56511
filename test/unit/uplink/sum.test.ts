import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assertProperty } from '../../harness/assertProperty';
import { runs } from '../../harness/effort';
import { FaultySpool } from '../../harness/spool/FaultySpool';
import type { Reply } from '../../harness/uplink/ScriptedTransport';
import { type RigOptions, UplinkRig } from '../../harness/uplink/uplinkRig';

type Step =
  | { readonly kind: 'ingest'; readonly count: number; readonly guilty: boolean; readonly alarms: boolean }
  | { readonly kind: 'advance' | 'jump'; readonly ms: number }
  | { readonly kind: 'flush' | 'pause' | 'resume' | 'retry' | 'clear' | 'redeploy' }
  | { readonly kind: 'backend'; readonly replies: readonly Reply[] };

const reply: fc.Arbitrary<Reply> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(200) },
  { weight: 4, arbitrary: fc.constantFrom<Reply>('network', 400, 401, 413, 429, 503) },
  {
    weight: 1,
    arbitrary: fc.constant({ kind: 'answered', status: 503, text: 'x', retryAfterMs: 5000 } as const),
  },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('ingest'),
      count: fc.nat(12),
      guilty: fc.boolean(),
      alarms: fc.boolean(),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('advance'), ms: fc.nat(8000) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump'), ms: fc.integer({ min: -1e8, max: 1e8 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('flush', 'pause', 'resume', 'retry', 'clear', 'redeploy') }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('backend'), replies: fc.array(reply, { maxLength: 8 }) }),
  },
);

/** Others go first after a rejection, and once a batch has failed so often that it may be to blame. */
const MOST: readonly (readonly [Reply, number])[] = [
  [400, 0],
  [413, 0],
  [401, 2],
  [503, 19],
];

/** Scenarios with successes in place of the answers after which others would go first. */
function inOrder(steps: readonly Step[]): Step[] {
  const seen = new Map<Reply, number>();
  const mild = (one: Reply): Reply => {
    const status = typeof one === 'object' && one.kind === 'answered' ? one.status : one;
    const count = (seen.get(status) ?? 0) + 1;
    seen.set(status, count);
    const [, most = Number.POSITIVE_INFINITY] = MOST.find(([each]) => each === status) ?? [];
    return count > most ? 200 : one;
  };
  return steps.map((each) => (each.kind === 'backend' ? { ...each, replies: each.replies.map(mild) } : each));
}

/** A spool that takes some turns of the event loop where a disk takes time. */
const slowSpool: RigOptions['makeSpool'] = (...parts) => {
  const spool = new FaultySpool(...parts);
  let calls = 0;
  spool.before = async (method) => {
    const turns = method === 'delivered' ? 0 : (++calls * 7) % 5;
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  return spool;
};

const rigOptions: fc.Arbitrary<RigOptions> = fc.record({
  flushBatch: fc.integer({ min: 1, max: 8 }),
  parallel: fc.integer({ min: 1, max: 3 }),
  maxRetries: fc.nat(2),
  capacity: fc.oneof(fc.integer({ min: 3, max: 30 }), fc.constant(100)),
  maxBytes: fc.constantFrom(2000, 100_000),
  maxAgeMs: fc.constantFrom(0, 6000),
  overflow: fc.constantFrom('oldest', 'newest'),
  order: fc.constantFrom('fifo', 'live-first'),
  alarmsFirst: fc.boolean(),
  makeSpool: fc.constantFrom(undefined, slowSpool),
});

/** Checks the sum in every turn of the microtask queue while `work` goes on. */
async function watching(rig: UplinkRig, work: Promise<unknown>): Promise<void> {
  let done = false;
  const watched = work.finally(() => {
    done = true;
  });
  while (!done) {
    for (let turn = 0; turn < 50; turn++) {
      rig.checkSum();
      await undefined;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await watched;
}

/**
 * Runs a scenario; returns the last rig, with the backend working again and everything sent.
 * @param asked gets the events with which a backend that had rejected something may have been probed.
 */
async function play(
  options: RigOptions,
  steps: readonly Step[],
  received: string[],
  asked: Set<string> = new Set(),
): Promise<UplinkRig> {
  let rig = new UplinkRig(options);
  let topic = 0;
  let replies: Reply[] = [];
  let hasRejected = false;
  const answer = ({ topics }: { topics: string }): Reply => {
    const next = replies.shift() ?? (topics.includes('!') ? 400 : 200);
    hasRejected ||= next === 400;
    const [first = '', ...others] = topics.split(/(?<=[,!])/);
    if (next === 200) received.push(first, ...others);
    if (next === 200 && hasRejected && others.length === 0) asked.add(first);
    return next;
  };
  rig.transport.reply = answer;
  for (const action of steps) {
    switch (action.kind) {
      case 'ingest':
        for (let i = 0; i < action.count; i++)
          rig.ingest(
            `${action.alarms && i % 3 === 0 ? 'A' : ''}${topic++}${action.guilty && i === 1 ? '!' : ','}`,
          );
        break;
      case 'advance':
        await watching(rig, rig.clock.advance(action.ms));
        break;
      case 'jump':
        rig.clock.jump(action.ms);
        break;
      case 'backend':
        replies = [...action.replies];
        break;
      case 'retry':
        await watching(rig, rig.uplink.retryQuarantine());
        break;
      case 'clear':
        await watching(rig, rig.uplink.clearQuarantine());
        break;
      case 'redeploy':
        await watching(rig, rig.uplink.close());
        rig = new UplinkRig({ ...options, heir: rig });
        rig.transport.reply = answer;
        break;
      default:
        rig.uplink[action.kind]();
    }
    rig.checkSum();
  }
  replies = [];
  rig.uplink.resume();
  rig.uplink.flush();
  await watching(rig, rig.clock.advance(300_000));
  // A slow spool stays slow, and a guilty event waits until others get through.
  for (let round = 0; round < 300 && rig.spool.depth > 0; round++) {
    if (round % 10 === 0) rig.ingest(`${topic++},`);
    await rig.clock.advance(1000);
  }
  // The last drops are reported.
  await rig.clock.advance(1000);
  return rig;
}

describe('flushed + depth + dropped + quarantined = ingested', () => {
  it('holds at every moment of any scenario, and every event ends up somewhere', async () => {
    await assertProperty(
      fc.asyncProperty(rigOptions, fc.array(step, { maxLength: 30, size: 'max' }), async (options, steps) => {
        const received: string[] = [];
        const rig = await play(options, steps, received);
        const stats = rig.uplink.stats();
        assert.equal(stats.buffer_depth, 0);
        assert.equal(stats.events_flushed, received.length);
        assert.equal(new Set(received).size, received.length, 'no event is accepted twice');
        assert.equal(rig.clock.pending, 0);
      }),
      { numRuns: runs(60) },
    );
  });

  it('holds with one request at a time, and events arrive in order except for alarms, rejected events and probes', async () => {
    const steps = fc
      .array(
        step.filter(({ kind }) => kind !== 'retry'),
        { maxLength: 30, size: 'max' },
      )
      .map(inOrder);
    await assertProperty(
      fc.asyncProperty(rigOptions, steps, async (options, scenario) => {
        const all: string[] = [];
        const asked = new Set<string>();
        await play({ ...options, parallel: 1, order: 'fifo' }, scenario, all, asked);
        const received = all.filter((topic) => !topic.includes('!') && !asked.has(topic));
        const isAlarm = (topic: string) => topic.startsWith('A');
        const ordinary = received.filter((topic) => !isAlarm(topic));
        let lanes = [received];
        // While a slow spool is asked for its oldest event, an alarm may become the oldest: all before may be dropped.
        if (options.alarmsFirst)
          lanes = options.makeSpool ? [ordinary] : [ordinary, received.filter(isAlarm)];
        for (const lane of lanes) {
          const numbers = lane.map((topic) => Number.parseInt(topic.replace('A', ''), 10));
          assert.deepEqual(
            numbers,
            [...numbers].sort((a, b) => a - b),
          );
        }
      }),
      { numRuns: runs(60) },
    );
  });
});
