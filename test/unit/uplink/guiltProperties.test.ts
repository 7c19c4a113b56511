import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventId } from '../../../src/frame';
import { assertProperty } from '../../harness/assertProperty';
import { settled } from '../../harness/clock/FakeClock';
import { runs } from '../../harness/effort';
import type { Post, Reply } from '../../harness/uplink/ScriptedTransport';
import { type RigOptions, UplinkRig } from '../../harness/uplink/uplinkRig';

/** What an event is to the backend: taken, never taken, or the cause of a fault. */
type Nature = 'good' | 'bad' | 'poison';

/** What answers in place of the backend for a while; `clear`: nothing does. */
type Weather = 'clear' | Reply;

interface Spell {
  readonly weather: Weather;
  readonly events: readonly { readonly nature: Nature; readonly isAlarm: boolean }[];
  readonly ms: number;
}

const weather: fc.Arbitrary<Weather> = fc.oneof(
  { weight: 3, arbitrary: fc.constant('clear' as const) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Weather>(400, 402, 409, 413, 422, 451, 499, 500, 503, 'network', 'reset'),
  },
);

const nature: fc.Arbitrary<Nature> = fc.oneof(
  { weight: 12, arbitrary: fc.constant('good' as const) },
  { weight: 2, arbitrary: fc.constant('bad' as const) },
  { weight: 1, arbitrary: fc.constant('poison' as const) },
);

const spell: fc.Arbitrary<Spell> = fc.record({
  weather,
  events: fc.array(fc.record({ nature, isAlarm: fc.boolean() }), { maxLength: 40 }),
  ms: fc.oneof(fc.nat(3000), fc.nat(120_000)),
});

const rigOptions: fc.Arbitrary<RigOptions> = fc.record({
  flushBatch: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 50 })),
  parallel: fc.constantFrom(1, 1, 3),
  maxRetries: fc.nat(3),
  order: fc.constantFrom('fifo', 'live-first'),
  alarmsFirst: fc.boolean(),
  capacity: fc.constant(50_000),
});

/** A backend that knows the natures of events, and the weather in front of it. */
class Play {
  readonly rig: UplinkRig;
  weather: Weather = 'clear';
  /** Numbers of the answers to requests that got through, and by topic of those that rejected its request. */
  readonly passedAt: number[] = [];
  readonly rejections = new Map<string, number[]>();
  readonly arrived = new Set<string>();
  readonly ids = new Map<string, Set<string>>();
  private answers = 0;
  private made = 0;
  /** By topic, at its quarantine: the numbers of its rejections, and of the last answer. */
  readonly convicted = new Map<string, { readonly rejections: readonly number[]; readonly at: number }>();

  constructor(
    options: RigOptions,
    private readonly poisonReply: Reply,
  ) {
    this.rig = new UplinkRig(options);
    this.rig.transport.reply = (post) => this.answer(post);
    this.rig.onEvent = (event) => {
      if (event.event !== 'quarantined') return;
      const { topic } = event.payload.event;
      this.convicted.set(topic, { rejections: this.rejections.get(topic) ?? [], at: this.answers });
    };
  }

  ingest({ nature: is, isAlarm }: Spell['events'][number]): void {
    this.rig.ingest(`${isAlarm ? 'A' : ''}${this.made++}${is},`);
  }

  async play(spells: readonly Spell[]): Promise<void> {
    for (const { weather: next, events, ms } of spells) {
      this.weather = next;
      for (const event of events) this.ingest(event);
      await this.rig.clock.advance(ms);
      await this.calm();
    }
  }

  /** Waits until nothing more follows at this moment. */
  async calm(): Promise<void> {
    for (let posts = -1; posts !== this.rig.transport.posts.length; ) {
      posts = this.rig.transport.posts.length;
      for (let turn = 0; turn < 5; turn++) await settled();
    }
  }

  private answer({ topics, key }: Post): Reply {
    this.answers++;
    const all = topics.split(/(?<=,)/);
    all.forEach((topic, index) => {
      const known = this.ids.get(topic) ?? new Set();
      this.ids.set(topic, known.add(eventId(key, index)));
    });
    const reply = this.reply(topics);
    if (reply === 200) {
      this.passedAt.push(this.answers);
      for (const topic of all) {
        assert.ok(!this.arrived.has(topic), `${topic} is accepted once`);
        this.arrived.add(topic);
      }
    } else if (reply === 400 || reply === 413 || reply === 409 || reply === 422) {
      for (const topic of all) {
        this.rejections.set(topic, [...(this.rejections.get(topic) ?? []), this.answers]);
      }
    }
    return reply;
  }

  private reply(topics: string): Reply {
    if (this.weather !== 'clear') return this.weather;
    if (topics.includes('poison')) return this.poisonReply;
    return topics.includes('bad') ? 422 : 200;
  }
}

describe('with any responses of a backend', () => {
  it('nothing is dropped, split or quarantined while nothing gets through, and retries are slow', async () => {
    const spells = fc.array(
      spell.filter(({ weather: is }) => is !== 'clear' && is !== 413),
      { minLength: 1, maxLength: 6 },
    );
    await assertProperty(
      fc.asyncProperty(rigOptions, spells, async (options, stormy) => {
        const play = new Play(options, 500);
        await play.play(stormy);
        const { rig } = play;
        const stats = rig.uplink.stats();
        assert.deepEqual([stats.events_quarantined, stats.events_dropped, stats.events_flushed], [0, 0, 0]);
        assert.equal(stats.buffer_depth, stats.events_ingested);
        // Only whole batches and single events of them are sent.
        const wholes = rig.transport.posts.filter(({ key }) => !key.includes('+'));
        const parts = rig.transport.posts.filter(({ key }) => key.includes('+'));
        assert.ok(parts.every(({ key }) => key.endsWith('+1')));
        const seconds = stormy.reduce((sum, { ms }) => sum + ms, 0) / 1000;
        const most = 40 * stormy.length + 2 * seconds;
        assert.ok(wholes.length + parts.length <= most, `${rig.transport.posts.length} in ${seconds} s`);
      }),
      { numRuns: runs(150) },
    );
  });

  it('no event blocks others permanently, quarantined events were rejected while others passed, and IDs stay', async () => {
    await assertProperty(
      fc.asyncProperty(
        rigOptions,
        fc.array(spell, { maxLength: 8 }),
        fc.constantFrom<Reply>(500, 502, 'reset', 503, 403),
        async (options, spells, poisonReply) => {
          const play = new Play(options, poisonReply);
          await play.play(spells);
          const { rig } = play;
          play.weather = 'clear';
          // In a plant, something comes all the time.
          for (let minute = 0; minute < 40; minute++) {
            play.ingest({ nature: 'good', isAlarm: minute % 3 === 0 });
            await rig.clock.advance(60_000);
            await play.calm();
          }
          const stats = rig.uplink.stats();
          const topics = [...play.ids.keys()];
          const missing = topics.filter((topic) => topic.includes('good') && !play.arrived.has(topic));
          const convicted = [...play.convicted.keys()];
          const good = convicted.filter((topic) => topic.includes('good'));
          // A good one is set aside only if the weather turned while its batch was being divided.
          assert.deepEqual(missing, good);
          const bad = topics.filter((topic) => topic.includes('bad'));
          assert.deepEqual(
            bad.filter((topic) => !play.convicted.has(topic)),
            [],
          );
          assert.equal(stats.events_dropped, 0);
          const poison = topics.filter((topic) => topic.includes('poison') && !play.convicted.has(topic));
          assert.equal(stats.buffer_depth, poison.length);
          for (const [topic, { rejections, at }] of play.convicted) {
            const [first = at] = rejections;
            assert.ok(rejections.length > 0, `${topic} was rejected`);
            assert.ok(
              play.passedAt.some((passed) => passed > first && passed <= at),
              `others got through after ${topic} was first rejected`,
            );
          }
          for (const [topic, ids] of play.ids) assert.equal(ids.size, 1, `${topic} has one id`);
        },
      ),
      { numRuns: runs(150) },
    );
  });
});
