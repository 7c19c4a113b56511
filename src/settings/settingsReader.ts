import type {
  AnySetting,
  ChoiceSetting,
  FlagSetting,
  NumberSetting,
  SettingTable,
  TextSetting,
} from './settingKinds';

/** The settings of a table as in a flow: numbers and flags may be text. Structured ones are typed where read. */
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
 * @returns a function that reads one of them; `otherwise` replaces a missing one, in place of its default. It throws
 * {@link SettingError} for an invalid value.
 */
export function settingsReader<V>(
  table: { readonly [N in keyof V]: Readable<V[N]> },
  given: object,
  prefix = '',
): <N extends keyof V & string>(name: N, otherwise?: V[N]) => V[N] {
  return (name, otherwise) => table[name].read(prefix + name, Reflect.get(given, name), otherwise);
}

/** The settings of a new node, as flows store them. */
export function defaultsOf(table: SettingTable): Record<string, AnySetting['default']> {
  const stored = Object.entries(table).filter(([, { kind }]) => kind !== 'credential');
  return Object.fromEntries(stored.map(([name, setting]) => [name, setting.default]));
}
