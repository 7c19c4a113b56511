/** What a payload's form defines for its fields, beyond what its shape alone says. Names as in Field. */
export interface FormRules {
  /** Fields that are not readings, with everything below them. */
  readonly meta?: ReadonlySet<string>;
  /** Objects in lists are channels of the device, even if they have different times. */
  readonly hasChannels?: boolean;
  /** The unit of a field by the form's definition; `path` is the field's own. */
  unitOf?(name: string, path: string): string | undefined;
  /** What a field is by the form's definition, in plain words, if its name says less or something else. */
  meaningOf?(name: string, path: string): string | undefined;
}
