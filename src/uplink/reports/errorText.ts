/** A thrown value as text for people. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
