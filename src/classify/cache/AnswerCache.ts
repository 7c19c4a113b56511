import { BoundedTopics } from './BoundedTopics';
import { ownText } from './ownText';
import { fitsCheck, type ValueCheck } from './PayloadShape';
import type { PayloadWatch } from './PayloadWatch';
import { Sightings } from './Sightings';
import { Trial } from './Trial';

/** Maximum bytes of a generation of topics; there are two. About 2,500 topics with objects of eight fields. */
const MAX_BYTES = 2 * 1024 * 1024;

/** Maximum number of answers per path of a topic: a device sends messages of only a few shapes. */
const MAX_ANSWERS = 4;

/** Maximum number of paths per topic: more than any device has fields. */
const MAX_PATHS = 256;

/** How far failures may exceed successes before nothing more is remembered for a path. */
const MAX_FAILURES = 16;

/** Longer topics are not kept. */
const MAX_TOPIC = 512;

/** Approximate bytes of a path with an answer, and of a check. */
const PATH_BYTES = 240;
const CHECK_BYTES = 80;

/** What is known about a payload besides its content. */
export interface Beside {
  readonly unit?: string | undefined;
  readonly meta?: boolean | undefined;
}

/** An answer, with a note for when it is reused. */
export interface KnownAnswer<T> {
  readonly answer: T;
  readonly note: string | undefined;
}

interface Answer<T> extends Beside, KnownAnswer<T> {
  readonly check: ValueCheck;
}

/** What is remembered for a path of a topic. */
export interface PathAnswers<T> {
  answers: readonly Answer<T>[];
  failures: number;
}

const NOTHING_BESIDE: Beside = {};

/**
 * Caches answers by topic, path and payload. An answer is reused if everything that it was derived from is the same:
 * the topic, the path, and whatever a PayloadWatch saw of the payload.
 */
export class AnswerCache<T> {
  private readonly topics = new BoundedTopics<Map<string, PathAnswers<T>>>(MAX_BYTES);
  private readonly trial = new Trial();
  private readonly sightings = new Sightings();

  /** What is remembered for a path of a topic; undefined if the topic is new, or while remembering does not pay off. */
  of(topic: string, path: string): PathAnswers<T> | undefined {
    if (topic.length > MAX_TOPIC || !this.trial.begins()) return undefined;
    let paths = this.topics.get(topic);
    if (!paths) {
      if (!this.sightings.isSecond(topic)) return undefined;
      paths = new Map();
      this.topics.set(ownText(topic), paths);
    }
    return paths.get(path) ?? this.addPath(paths, path);
  }

  /** The answer for a payload, if it is known. */
  find(
    known: PathAnswers<T>,
    payload: unknown,
    { unit, meta }: Beside = NOTHING_BESIDE,
  ): KnownAnswer<T> | undefined {
    const { answers } = known;
    try {
      for (let i = 0; i < answers.length; i++) {
        const answer = answers[i];
        if (answer === undefined || answer.unit !== unit || answer.meta !== meta) continue;
        if (!fitsCheck(payload, answer.check)) continue;
        if (known.failures > 0) known.failures--;
        this.trial.succeed();
        return answer;
      }
    } catch {
      // A getter or proxy of the payload threw.
    }
    return undefined;
  }

  /** Whether a new answer should be remembered. */
  wants({ failures }: PathAnswers<T>): boolean {
    return failures < MAX_FAILURES;
  }

  /** Remembers an answer. */
  add(
    known: PathAnswers<T>,
    watch: PayloadWatch,
    answer: T,
    beside: Beside = NOTHING_BESIDE,
    note?: string,
  ): void {
    const check = watch.toCheck();
    known.failures = check ? known.failures + 2 : MAX_FAILURES;
    if (!check) return;
    const { unit, meta } = beside;
    const own = { check, answer, note, unit: unit === undefined ? undefined : ownText(unit), meta };
    known.answers = [own, ...known.answers.slice(0, MAX_ANSWERS - 1)];
    this.topics.grow(bytesOf(check));
  }

  /** Forgets all answers, for when the rules change. */
  clear(): void {
    this.topics.clear();
  }

  private addPath(paths: Map<string, PathAnswers<T>>, path: string): PathAnswers<T> | undefined {
    if (paths.size >= MAX_PATHS || path.length > MAX_TOPIC) return undefined;
    const fresh: PathAnswers<T> = { answers: [], failures: 0 };
    paths.set(ownText(path), fresh);
    this.topics.grow(PATH_BYTES + path.length);
    return fresh;
  }
}

function bytesOf(check: ValueCheck): number {
  if (check.is !== 'object') return CHECK_BYTES;
  const { keys, checks } = check.shape;
  const letters = keys.reduce((sum, key) => sum + key.length, 0);
  return checks.reduce((sum, each) => sum + bytesOf(each), CHECK_BYTES + letters);
}
