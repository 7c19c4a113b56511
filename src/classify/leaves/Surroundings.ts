/** What a walk needs to know from outside. */
export interface Surroundings {
  /** Milliseconds since the epoch, for forms whose times are relative to now. */
  now(): number;
  /** Whether the words of a name say that its value is no reading. */
  isMetaName(name: string, value: unknown): boolean;
  /** Whether the words of a name say that its value may be measured in this unit. */
  measuresIn(unit: string, name: string, value: unknown): boolean;
  /** Whether the words of a name say that something is measured that a voltage is no part of. */
  hasNoVoltage(name: string): boolean;
  /** Whether two names say that the same is measured. */
  measuresAs(other: string, name: string, value: unknown): boolean;
}
