/** What would move the cursor of a terminal, break a line of a log, or turn the direction of the text after it. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** Text of a backend's, for people: control characters become spaces. */
export function printable(text: string): string {
  return text.replace(CONTROLS, ' ');
}
