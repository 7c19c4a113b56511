/** Which messages belong together. */
export interface MessageSource {
  readonly topic: string;
  readonly device?: string | undefined;
  /** Where a message holds one reading of several. */
  readonly field?: string | undefined;
}
