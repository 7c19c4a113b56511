/** Sizes of so many parts, or fewer, as equal as can be. */
export function evenParts(events: number, parts: number): number[] {
  const most = Math.min(parts, events);
  return Array.from({ length: most }, (_, i) => Math.ceil((events - i) / most));
}
