/** Sizes of this many parts, or fewer if there are fewer events, as equal as possible. */
export function evenParts(events: number, parts: number): number[] {
  const most = Math.min(parts, events);
  return Array.from({ length: most }, (_, i) => Math.ceil((events - i) / most));
}
