import type { IncomingMessage } from 'node:http';
import { POISON_TOPIC } from '../numberedEvents';
import type { SeededRandom } from '../seededRandom';
import { sleep } from '../until';
import type { BackendServer, Misbehaviour } from './backendServer';
import {
  answers,
  chokesOn,
  isSlow,
  losesAnswers,
  neverAnswers,
  resetsConnections,
  takesAtMost,
} from './misbehaviours';

/** Breaks the connection after the first piece of the body. */
function resetsMidBody(): Misbehaviour {
  return {
    onHeaders(request) {
      request.once('data', () => request.socket.resetAndDestroy());
      return true;
    },
  };
}

/** Takes the batch and breaks the connection amid the answer. */
function cutsAnswers(): Misbehaviour {
  return {
    onTaken({ socket }: IncomingMessage) {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"acc', () => socket.resetAndDestroy());
      return true;
    },
  };
}

/** The kinds of weather, and how long each lasts in milliseconds. `down`: nothing listens. */
const WEATHERS: readonly (readonly [Misbehaviour | 'down', from: number, to: number])[] = [
  [{}, 200, 1200],
  ['down', 50, 800],
  [{}, 100, 600],
  [isSlow(60), 200, 800],
  [resetsConnections(), 50, 300],
  [resetsMidBody(), 50, 300],
  [losesAnswers(), 50, 400],
  [cutsAnswers(), 50, 400],
  [answers(503, { 'Retry-After': '1' }), 20, 100],
  [answers(500), 50, 200],
  [neverAnswers(), 50, 400],
];

export interface WeatherLimits {
  /** Maximum bytes of a body, uncompressed; anything larger is always answered with 413. */
  readonly maxBytes?: number | undefined;
  /** Whether batches with an event of POISON_TOPIC are always answered with 400. */
  readonly chokes?: boolean | undefined;
}

/** Takes a backend through every kind of trouble in turn, until it is cleared. */
export class BackendWeather {
  private over = false;
  private wake: () => void = () => undefined;
  private readonly running: Promise<void>;

  constructor(
    private readonly backend: BackendServer,
    private readonly random: SeededRandom,
    private readonly limits: WeatherLimits = {},
  ) {
    this.running = this.run();
  }

  /** From now on the backend takes everything. */
  async clear(): Promise<void> {
    this.over = true;
    this.wake();
    await this.running;
    // Ends the requests that it was never going to answer.
    await this.backend.goDown();
    this.backend.behave();
    await this.backend.comeBack();
  }

  private async run(): Promise<void> {
    while (!this.over) {
      const [weather, from, to] = this.random.oneOf(WEATHERS);
      this.backend.behave(this.limited(weather === 'down' ? {} : weather));
      if (weather === 'down') await this.backend.goDown();
      const early = new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      await Promise.race([sleep(this.random.between(from, to)), early]);
      if (weather === 'down') await this.backend.comeBack();
    }
  }

  /** What the backend never takes, it does not take in any weather, just like a real one. */
  private limited(weather: Misbehaviour): Misbehaviour {
    const { maxBytes = Number.POSITIVE_INFINITY, chokes = false } = this.limits;
    const limits = [takesAtMost(maxBytes), ...(chokes ? [chokesOn(POISON_TOPIC)] : [])];
    return {
      ...weather,
      async onBatch(batch) {
        for (const limit of limits) {
          const reply = await limit.onBatch?.(batch);
          if (reply) return reply;
        }
        return weather.onBatch?.(batch);
      },
    };
  }
}
