/** What a payload's form knows of its fields, beyond what any payload's shape says. Names as in Field. */
export interface FormRules {
  /** Fields that are not readings, with everything below them. */
  readonly meta?: ReadonlySet<string>;
  /** Objects in lists are channels of the device, even where they differ in their times. */
  readonly hasChannels?: boolean;
  /** The unit of a field by the form's definition; `path` is the field's own. */
  unitOf?(name: string, path: string): string | undefined;
  /** What a field is by the form's definition, in plain words, where its name says less or something else. */
  meaningOf?(name: string, path: string): string | undefined;
}
