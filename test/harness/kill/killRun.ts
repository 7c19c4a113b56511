import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DiskSpoolOptions } from '../../../src/spool/diskSpoolOptions';
import type { DeliveryOptions } from '../../../src/uplink';
import { BackendServer } from '../backend/backendServer';
import { BackendWeather, type WeatherLimits } from '../backend/backendWeather';
import type { SeededRandom } from '../seededRandom';
import { sleep } from '../until';
import { KillableLife } from './killableLife';
import { KillLedger } from './killLedger';

/** Maximum number of events per life. */
const NUMBERS_A_LIFE = 1_000_000;

/** Settings of one life. */
export interface LifeSettings {
  readonly spool: Partial<DiskSpoolOptions>;
  readonly delivery: Partial<DeliveryOptions>;
}

/** How a life ends: killed, asked to end, or by itself. */
export type Ending = 'SIGKILL' | 'SIGTERM' | 'itself';

export interface KillRunOptions {
  /** The bundled killGateway. */
  readonly program: string;
  readonly random: SeededRandom;
  /** Used in turn, one per life. */
  readonly settings: readonly LifeSettings[];
  readonly limits?: WeatherLimits;
  /** Events per second. */
  readonly rate: number;
}

/** One gateway that is ended and restarted on its directory, and its backend, in changing weather. */
export class KillRun {
  readonly ledger: KillLedger;
  private readonly directory = mkdtempSync(join(tmpdir(), 'wireband-kill-'));
  private readonly weather: BackendWeather;
  private lives = 0;
  private current: KillableLife | undefined;

  private constructor(
    readonly backend: BackendServer,
    private readonly options: KillRunOptions,
  ) {
    this.ledger = new KillLedger(backend);
    this.weather = new BackendWeather(backend, options.random, options.limits);
  }

  static async start(options: KillRunOptions): Promise<KillRun> {
    return new KillRun(await BackendServer.start(), options);
  }

  /** Runs one life and ends it in this way. */
  async live(ending: Ending): Promise<void> {
    const { random } = this.options;
    const duration = random.between(0, 700);
    const life = this.begin(ending === 'itself' ? { lifeMs: duration } : {});
    if (ending !== 'itself') {
      // Some die while they scan the disk, or before; one that is asked to end must be listening already.
      if (ending === 'SIGTERM' || random.chance(0.8)) await life.hasOpened();
      await sleep(ending === 'SIGKILL' && !life.opened ? random.between(0, 250) : duration);
      life.signal(ending);
    }
    await this.ledger.add(life);
  }

  /** The last life: the backend takes everything, and the spool is emptied. */
  async drain(): Promise<void> {
    await this.weather.clear();
    await this.ledger.add(this.begin({ drains: true }));
  }

  /** Ends what is still running, and removes the directory. @throws {Error} if the backend saw a malformed request. */
  async end(): Promise<void> {
    this.current?.signal('SIGKILL');
    await this.current?.ended;
    await this.weather.clear();
    rmSync(this.directory, { recursive: true, force: true });
    await this.backend.close();
  }

  private begin(more: { readonly lifeMs?: number; readonly drains?: boolean }): KillableLife {
    const { program, settings, rate, limits } = this.options;
    const number = this.lives++;
    const { spool = {}, delivery = {} } = settings[number % settings.length] ?? {};
    this.current = new KillableLife(program, {
      directory: this.directory,
      backendUrl: this.backend.url,
      spool,
      delivery,
      numbering: limits?.chokes ? { poisonEvery: 200 } : {},
      first: number * NUMBERS_A_LIFE,
      rate,
      ...more,
    });
    return this.current;
  }
}
