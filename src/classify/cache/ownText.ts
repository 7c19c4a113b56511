/** Copies a text: a slice would keep the whole text that it was cut from in memory. */
export function ownText(text: string): string {
  const own: string = JSON.parse(JSON.stringify(text));
  return own;
}
