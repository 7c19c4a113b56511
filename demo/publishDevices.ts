import { connectAsync, type IClientOptions } from 'mqtt';
import type { Device } from './devices';

export interface Publishing {
  stop(): Promise<void>;
}

/**
 * Connects to a broker and lets the devices publish until stop().
 * @throws {Error} if the first connection fails; later failures are retried.
 */
export async function publishDevices(
  url: string,
  options: IClientOptions,
  devices: readonly Device[],
): Promise<Publishing> {
  const client = await connectAsync(url, options, false);
  // The client reconnects by itself if the connection breaks later; without a listener the error would end the demo.
  client.on('error', () => undefined);
  const timers = devices.map((device) =>
    setInterval(() => {
      // No backlog builds up while the broker is away: a real device would not wait either.
      if (!client.connected) return;
      for (const { topic, payload } of device.next()) client.publish(topic, payload);
    }, device.everyMs),
  );
  return {
    async stop() {
      timers.forEach(clearInterval);
      await client.endAsync(true);
    },
  };
}
