import type { Batch, Drop, Exceptions, QuarantinedEvent } from '../Spool';
import { dropOf } from './DropsBySeries';
import { ofDevice } from './ofDevice';

export const NO_EXCEPTIONS: Exceptions = { quarantined: [], notCarried: [] };

/** The events of a delivered batch that did not arrive with it. */
export function excepted(
  { events, device }: Batch,
  { quarantined, notCarried }: Exceptions,
): { readonly quarantined: QuarantinedEvent[]; readonly drops: Drop[] } {
  const known = { unreported: true, ...ofDevice(device) } as const;
  const eventAt = (index: number) => events.slice(index, index + 1);
  return {
    quarantined: quarantined.flatMap(({ index, error }) =>
      eventAt(index).map((event) => ({ event, error, ...known })),
    ),
    drops: notCarried.flatMap(({ index }) => eventAt(index).map((event) => dropOf(event, 'not_carried'))),
  };
}
