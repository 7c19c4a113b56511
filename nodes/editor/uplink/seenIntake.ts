import type { RunningUplinkFigures } from '../../../src/monitor/RunningUplinkFigures';
import type { Intake } from './bufferNeeds';

/** The intake of a deployed uplink; undefined if it is not running or has received nothing yet. */
export async function seenIntake(id: string): Promise<Intake | undefined> {
  let answer: unknown;
  try {
    answer = await $.getJSON('wireband/uplinks');
  } catch {
    // Users who may not see the uplinks get the hint for the example instead.
    return undefined;
  }
  const { uplinks }: { readonly uplinks?: readonly RunningUplinkFigures[] } = Object(answer);
  const { perSecond, bytesPerEvent } = uplinks?.find((each) => each.id === id) ?? {};
  return perSecond ? { perSecond, bytesPerEvent: bytesPerEvent ?? undefined } : undefined;
}
