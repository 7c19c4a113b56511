import type {
  AnySetting,
  ChoiceSetting,
  FlagSetting,
  NameInPrograms,
  NumberSetting,
  SettingTable,
  TextSetting,
} from './settingKinds';

/** The settings of a table, by their names in programs. Structured ones are typed where they are read. */
export type ProgramSettings<T extends SettingTable> = {
  readonly [N in keyof T as ProgramName<T[N], N>]?: ProgramValue<T[N]> | undefined;
};

type ProgramName<S, N> =
  S extends NumberSetting<infer P>
    ? NameOf<P, N>
    : S extends ChoiceSetting<string, infer P>
      ? NameOf<P, N>
      : S extends FlagSetting<infer P>
        ? NameOf<P, N>
        : S extends TextSetting<infer P>
          ? NameOf<P, N>
          : never;
type NameOf<P extends NameInPrograms, N> = P extends string
  ? P
  : P extends false
    ? never
    : N extends string
      ? N
      : never;
type ProgramValue<S> = S extends NumberSetting
  ? number
  : S extends FlagSetting
    ? boolean
    : S extends ChoiceSetting<infer C>
      ? C
      : string;

/** The name of a setting in programs; undefined if they do not have it. */
export function nameInPrograms(name: string, { program }: AnySetting): string | undefined {
  return program === false ? undefined : (program ?? name);
}

/**
 * The settings of one node, by the names that flows store, from the options of a program. They are not checked yet. A
 * missing one has the default of programs, if the table has one.
 */
export function settingsOfProgram(table: SettingTable, options: object) {
  const given = Object.entries(table).flatMap(([name, setting]) => {
    const ofProgram = nameInPrograms(name, setting);
    if (ofProgram === undefined) return [];
    return [[name, Reflect.get(options, ofProgram) ?? setting.programDefault]];
  });
  return Object.fromEntries(given);
}
