import { connectAsync, type MqttClient } from 'mqtt';
import { numberedEvent } from '../numberedEvents';
import { until } from '../until';

/** Publishes numbered events, and records which of them the broker acknowledged. */
export class NumberedPublisher {
  readonly acknowledged = new Set<number>();
  private next = 0;

  private constructor(
    private readonly client: MqttClient,
    private readonly qos: 1 | 2,
    private readonly messageOf: (number: number) => { readonly topic: string; readonly data: string },
  ) {}

  /** @param messageOf the message for a number; by default its numbered event. */
  static async start(
    url: string,
    qos: 1 | 2,
    messageOf: (number: number) => { readonly topic: string; readonly data: string } = (number) =>
      numberedEvent(number, 0),
  ): Promise<NumberedPublisher> {
    const client = await connectAsync(url, { clientId: 'publisher', clean: false, reconnectPeriod: 100 });
    return new NumberedPublisher(client, qos, messageOf);
  }

  publish(count: number): void {
    for (let i = 0; i < count; i++) {
      const number = this.next++;
      const { topic, data } = this.messageOf(number);
      this.client.publish(topic, data, { qos: this.qos }, (error) => {
        if (!error) this.acknowledged.add(number);
      });
    }
  }

  /** Resolves when the broker has acknowledged everything published. */
  async done(): Promise<void> {
    await until(
      () => `${this.next} publications are acknowledged: ${this.acknowledged.size}`,
      () => this.acknowledged.size === this.next,
    );
  }

  async close(): Promise<void> {
    await this.client.endAsync(true);
  }
}
