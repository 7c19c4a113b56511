import { wirebandFormat } from '../../../src/frame';
import type { Spool } from '../../../src/spool';
import {
  ContentCodings,
  readUplinkSettings,
  Statistics,
  type Transport,
  Uplink,
  type UplinkSettings,
} from '../../../src/uplink';

/** @param onDelivered gets the number of events of each delivery. */
export function makeUplink(
  spool: Spool,
  transport: Transport,
  settings: UplinkSettings,
  onDelivered: (events: number) => void,
): Uplink {
  return new Uplink(
    readUplinkSettings(settings),
    {
      spool,
      statistics: new Statistics(),
      transport,
      format: wirebandFormat,
      context: { deviceId: 'bench', envelope: 'object' },
      codings: new ContentCodings('auto'),
    },
    {
      onEvent: (event) => {
        if (event.event === 'delivered') onDelivered(event.payload.events);
        if (event.event === 'dropped') throw new Error(`dropped: ${event.payload.reason}`);
      },
      onState: () => undefined,
    },
  );
}
