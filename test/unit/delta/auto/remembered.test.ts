import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { DeltaFilter, type DeltaOptions, type StatedLimits } from '../../../../src/delta';
import { openStateFile, saveStateFile } from '../../../../src/delta/persist';
import { assertProperty } from '../../../harness/assertProperty';
import { runs } from '../../../harness/effort';
import { SeededRandom } from '../../../harness/seededRandom';

const AUTO: DeltaOptions = { mode: 'auto', persist: true };

const START = 1_700_000_000_000;

/** Longer than the last forwarded message can be in transit. */
const STEP = 20_000;

interface Message {
  readonly topic: string;
  readonly payload: unknown;
  readonly quality?: string;
}

/** Series of all kinds, in turn: known ones, learned ones, some in one payload, one that hardly changes, texts. */
function stream(count: number, seed: number): Message[] {
  const random = new SeededRandom(seed);
  const noise = () => random.between(-0.1, 0.1);
  return Array.from({ length: count }, (_, i): Message => {
    const wave = 20 + 5 * Math.sin(i / 40);
    const kinds: Message[] = [
      { topic: 'hall/temperature', payload: wave + noise() },
      { topic: 'x/y', payload: wave * 1000 + noise() },
      { topic: 'x/still', payload: random.chance(0.1) ? i : 7.5 },
      { topic: 'x/state', payload: random.chance(0.1) ? 254 : 255 },
      { topic: 'x/quality', payload: wave, quality: random.chance(0.1) ? 'Bad' : 'Good' },
      {
        topic: 'x/several',
        payload: { one: wave + noise(), two: { text: `${wave.toFixed(1)} °C` }, three: 1 },
      },
    ];
    return kinds[i % kinds.length] ?? { topic: '', payload: 0 };
  });
}

const topics = [...new Set(stream(10, 1).map(({ topic }) => topic))];

function limits(filter: DeltaFilter<Message>): (StatedLimits | undefined)[] {
  return topics.map((topic) => filter.limitsOf(topic));
}

describe('what mode auto has learned', () => {
  const folder = mkdtempSync(join(tmpdir(), 'delta-'));
  const file = join(folder, 'state.json');
  after(() => rmSync(folder, { recursive: true }));

  function deploy(filter: DeltaFilter<Message>, options: DeltaOptions, now: number): DeltaFilter<Message> {
    const next = new DeltaFilter<Message>(options);
    next.restore(filter.takeState(), now);
    return next;
  }

  function restart(filter: DeltaFilter<Message>, options: DeltaOptions, now: number): DeltaFilter<Message> {
    saveStateFile(file, filter.takeState(), (message) => message, now);
    const { state, warning } = openStateFile<Message>(file, (kept) => Object(kept));
    assert.equal(warning, undefined);
    assert.ok(state);
    const next = new DeltaFilter<Message>(options);
    next.restore(state, now);
    return next;
  }

  /** Compares a filter that is replaced now and then with one that is not. */
  function compare(
    list: readonly Message[],
    cut: (filter: DeltaFilter<Message>, index: number, now: number) => DeltaFilter<Message>,
  ): void {
    const undisturbed = new DeltaFilter<Message>(AUTO);
    let filter = new DeltaFilter<Message>(AUTO);
    list.forEach((message, i) => {
      const { topic, payload, quality } = message;
      const now = START + STEP * i;
      const context = { now, time: now, wireband: { quality }, ref: message };
      assert.deepEqual(filter.check(topic, payload, context), undisturbed.check(topic, payload, context));
      assert.deepEqual(filter.limitsOf(topic), undisturbed.limitsOf(topic));
      filter = cut(filter, i, now + STEP);
    });
    assert.deepEqual(limits(filter), limits(undisturbed));
  }

  it('survives deploys and restarts, whenever they come', () => {
    assertProperty(
      fc.property(
        fc.nat(1000),
        fc.func(fc.constantFrom('none', 'none', 'none', 'deploy', 'restart')),
        (seed, next) => {
          compare(stream(900, seed), (filter, index, now) => {
            if (index % 97 !== 0) return filter;
            const how = next(index);
            if (how === 'deploy') return deploy(filter, AUTO, now);
            return how === 'restart' ? restart(filter, AUTO, now) : filter;
          });
        },
      ),
      { numRuns: runs(20) },
    );
  });

  it('is kept with other settings', () => {
    const filter = new DeltaFilter<Message>(AUTO);
    const list = stream(900, 7);
    const check = (to: DeltaFilter<Message>) =>
      list.forEach((message, i) => {
        const now = START + STEP * i;
        to.check(message.topic, message.payload, { now, time: now, ref: message });
      });
    check(filter);
    const before = limits(filter);
    const other = deploy(filter, { ...AUTO, ignore: 'rssi' }, START + STEP * 1000);
    const now = START + STEP * 1000;
    for (const { topic, payload } of list.slice(-6)) other.check(topic, payload, { now, time: now });
    assert.deepEqual(limits(other), before);
  });

  it('still applies to its fields when another field appears', () => {
    const filter = new DeltaFilter<Message>(AUTO);
    for (const { payload } of stream(900, 3).filter(({ topic }) => topic === 'x/several')) {
      filter.check('x/several', payload);
    }
    const before: Readonly<Record<string, unknown>> = Object(filter.limitsOf('x/several'));
    assert.equal(Object(before.one).why, 'learned');
    assert.equal(
      filter.check('x/several', { one: 20, two: { text: '20.0 °C' }, three: 1, four: 4 }).pass,
      true,
    );
    const then: Readonly<Record<string, unknown>> = Object(filter.limitsOf('x/several'));
    assert.deepEqual(then.one, before.one);
    assert.equal(Object(then.four).why, 'learning');
  });
});
