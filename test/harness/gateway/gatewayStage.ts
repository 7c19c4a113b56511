import assert from 'node:assert/strict';
import type { MqttClient } from 'mqtt';
import type { Stats } from '../../../src';
import { BackendServer, type TakenEvent } from '../backend/backendServer';
import { TestBroker } from '../network/broker';
import { until } from '../until';
import { Gateway } from './gateway';
import type { GatewayFlowOptions } from './gatewayFlow';

/** Topic of the events that a stage publishes. */
export const STAGE_TOPIC = 'plant/line1/temp';

/** Settings with which an uplink meets a fault, and gets over it, within a test. */
export const QUICK = { flushInterval: 0.05, flushBatch: 20, backoffBase: 0.1, backoffMax: 0.3 } as const;

type StageOptions = Pick<GatewayFlowOptions, 'backend' | 'uplink' | 'apiKey'>;

/**
 * A broker, a Node-RED with the gateway's flow and a backend: the first two for the whole suite, a new backend
 * and an uplink of its own for every test. Made in a `describe`, it sets the hooks by itself.
 */
export class GatewayStage {
  broker!: TestBroker;
  gateway!: Gateway;
  backend!: BackendServer;
  private publisher!: MqttClient;
  private id = '';
  private flows = 0;
  private published = 0;

  constructor() {
    const stage = this;
    before(async function () {
      stage.broker = await TestBroker.start();
      stage.publisher = await stage.broker.connect();
      stage.gateway = await Gateway.start(this);
    });
    after(async () => {
      await stage.gateway?.stop();
      await stage.broker?.close();
    });
    beforeEach(async () => {
      stage.backend = await BackendServer.start();
    });
    afterEach(() => stage.backend.close());
  }

  /** Deploys the flow with quick settings and these. */
  run(options: StageOptions = {}): Promise<void> {
    this.id = `flow${this.flows++}`;
    this.published = 0;
    return this.redeploy(options);
  }

  /** Deploys the flow again: other settings, the same nodes. */
  async redeploy(options: StageOptions): Promise<void> {
    await this.gateway.run(this.broker, {
      id: this.id,
      backendUrl: this.backend.url,
      ...options,
      uplink: { ...QUICK, ...options.uplink },
    });
  }

  /** Publishes the next events, `{"seq": …}` from 0 on, and waits until the uplink is done with each. */
  async publish(count: number, more: object = {}): Promise<void> {
    for (const to = this.published + count; this.published < to; this.published++) {
      this.publisher.publish(STAGE_TOPIC, JSON.stringify({ seq: this.published, ...more }));
    }
    await until(
      'the uplink is done with every message',
      async () => (await this.gateway.records('completed')).length >= this.published,
    );
  }

  /** Publishes one event beside the numbered ones. */
  async publishOther(topic: string, payload: string): Promise<void> {
    await this.publisher.publishAsync(topic, payload);
  }

  /** Presses a command of the flow. */
  press(command: 'flush' | 'retry-quarantine' | 'clear-quarantine'): Promise<void> {
    return this.gateway.red.inject(`${this.id}-${command}`);
  }

  /** What the backend took, once it is so many events. */
  taken(count: number): Promise<readonly TakenEvent[]> {
    return until(
      () => `${count} events at the backend, there are ${this.backend.taken.length}`,
      () => this.backend.taken.length >= count && this.backend.taken,
    );
  }

  /** Waits for so many events at the backend and holds them against 0, 1, 2 … */
  async takesAllInOrder(count: number): Promise<void> {
    assert.deepEqual(sequenceOf(await this.taken(count)), [...Array(count).keys()]);
  }

  /** Waits for a lifecycle message of the uplink; resolves with the latest payload. */
  event<T>(name: string): Promise<T> {
    return until(`msg.event "${name}"`, async () => (await this.gateway.events<T>(name)).at(-1));
  }

  /** Waits until this is the status that the uplink shows, such as "red ring". */
  async shows(status: string): Promise<void> {
    let shown: string | undefined;
    await until(
      () => `status ${status}, it is ${shown}`,
      async () => {
        shown = (await this.gateway.statuses()).at(-1);
        return shown === status;
      },
    );
  }

  /** The uplink's statistics; every event must stand in one place. */
  async stats(): Promise<Stats> {
    return complete(await this.gateway.stats(this.id));
  }

  /** The uplink's statistics once its buffer is empty, as stats(). */
  async emptied(): Promise<Stats> {
    return complete(await this.gateway.emptied(this.id));
  }
}

function complete(stats: Stats): Stats {
  const { events_flushed, buffer_depth, events_dropped, events_quarantined } = stats;
  assert.equal(
    events_flushed + buffer_depth + events_dropped + events_quarantined,
    stats.events_ingested,
    'flushed + depth + dropped + quarantined = ingested',
  );
  return stats;
}

/** The numbers of events that publish() sent. */
export function sequenceOf(events: readonly TakenEvent[]): unknown[] {
  return events.map(({ data }) => Object(data).seq);
}
