import type { Spool } from '../spool';

/** The drops and quarantined events of a spool that nobody has heard of, in words; undefined if there are none. */
export function untoldText({
  unreportedDrops,
  unreportedQuarantine,
}: Pick<Spool, 'unreportedDrops' | 'unreportedQuarantine'>): string | undefined {
  const reasons = new Map<string, number>();
  for (const { reason, events } of unreportedDrops) reasons.set(reason, (reasons.get(reason) ?? 0) + events);
  const parts = [...reasons].map(([reason, events]) => `${events} events dropped (${reason})`);
  if (unreportedQuarantine.length > 0) parts.push(`${unreportedQuarantine.length} events put in quarantine`);
  return parts.length === 0 ? undefined : `Not reported before closing: ${parts.join(', ')}.`;
}
