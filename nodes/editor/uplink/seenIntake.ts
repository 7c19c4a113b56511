import type { RunningUplinkFigures } from '../../../src/monitor/RunningUplinkFigures';
import type { Intake } from './bufferNeeds';

/** What came in at a deployed uplink; undefined for one that does not run, or got nothing yet. */
export async function seenIntake(id: string): Promise<Intake | undefined> {
  let answer: unknown;
  try {
    answer = await $.getJSON('wireband/uplinks');
  } catch {
    // Whoever may not see what uplinks do reads what an example comes to.
    return undefined;
  }
  const { uplinks }: { readonly uplinks?: readonly RunningUplinkFigures[] } = Object(answer);
  const { perSecond, bytesPerEvent } = uplinks?.find((each) => each.id === id) ?? {};
  return perSecond ? { perSecond, bytesPerEvent: bytesPerEvent ?? undefined } : undefined;
}
