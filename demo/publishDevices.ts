import { connectAsync, type IClientOptions } from 'mqtt';
import type { Device } from './devices';

export interface Publishing {
  stop(): Promise<void>;
}

/**
 * Connects to a broker and lets the devices publish until stop().
 * @throws {Error} when the first connection fails; later ones are tried again.
 */
export async function publishDevices(
  url: string,
  options: IClientOptions,
  devices: readonly Device[],
): Promise<Publishing> {
  const client = await connectAsync(url, options, false);
  // A connection that breaks later is tried again by the client; without a listener it would end the demo.
  client.on('error', () => undefined);
  const timers = devices.map((device) =>
    setInterval(() => {
      // While the broker is away nothing piles up: a device would not wait either.
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
