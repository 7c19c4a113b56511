/** A text of its own: a mere slice would keep in memory all of what it was cut from. */
export function ownText(text: string): string {
  const own: string = JSON.parse(JSON.stringify(text));
  return own;
}
