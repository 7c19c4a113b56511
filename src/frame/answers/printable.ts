/** Characters that would move a terminal's cursor, break a log line, or reverse the direction of the text after it. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** Makes text from a backend safe to display: control characters become spaces. */
export function printable(text: string): string {
  return text.replace(CONTROLS, ' ');
}
