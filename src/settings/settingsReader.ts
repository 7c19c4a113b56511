import type {
  AnySetting,
  ChoiceSetting,
  FlagSetting,
  NumberSetting,
  SettingTable,
  TextSetting,
} from './settingKinds';

/** The settings of a table as a flow gives them: numbers and flags may be text. What has a structure is typed where it is read. */
export type GivenSettings<T extends SettingTable> = {
  readonly [N in keyof T as T[N] extends Plain ? N : never]?: GivenValue<T[N]> | undefined;
};

type Plain = NumberSetting | ChoiceSetting | FlagSetting | TextSetting;
type GivenValue<S> = S extends NumberSetting
  ? number | string
  : S extends FlagSetting
    ? boolean | string
    : string;

interface Readable<V> {
  read(name: string, given: unknown, otherwise?: V): V;
}

/**
 * Reads settings by name, each checked as its table says.
 * @param prefix precedes the names of settings in errors: `rules[0].`
 * @returns what reads one of them; `otherwise` stands for a missing one, in place of its default. It throws
 * {@link SettingError} for a value that cannot be used.
 */
export function settingsReader<V>(
  table: { readonly [N in keyof V]: Readable<V[N]> },
  given: object,
  prefix = '',
): <N extends keyof V & string>(name: N, otherwise?: V[N]) => V[N] {
  return (name, otherwise) => table[name].read(prefix + name, Reflect.get(given, name), otherwise);
}

/** What a new node has, as flows store it. */
export function defaultsOf(table: SettingTable): Record<string, AnySetting['default']> {
  const stored = Object.entries(table).filter(([, { kind }]) => kind !== 'credential');
  return Object.fromEntries(stored.map(([name, setting]) => [name, setting.default]));
}
