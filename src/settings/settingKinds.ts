import { choiceSetting, flagSetting, type NumberRule, numberSetting } from './checkedValues';
import { SettingError } from './SettingError';

/** Another name in programs; false if programs do not have the setting; absent if the name is the same. */
export type NameInPrograms = string | false | undefined;

/**
 * How a setting is drawn in its node's dialog. Its texts are in the locales, by its name: `label.`, `hint.`, `help.`
 */
export interface DialogRow {
  /** The slot of editor.html that contains it, `<!-- settings: delivery -->`. */
  readonly section: string;
  /** Name in Font Awesome, without `fa-`. A flag has none. */
  readonly icon?: string;
  /** For a size or a duration: the unit stored. The field has a menu of units. */
  readonly measure?: 'bytes' | 'seconds';
  /** Key of the text next to the field: `unit.events` is `events`. */
  readonly unit?: string;
  /** Text next to the field that depends on the input, written by the dialog's own code. */
  readonly beside?: 'own';
  /** Text below the field: a fixed one, `hint.` and the name, or one written by the dialog's own code. */
  readonly below?: 'hint' | 'own';
  /** Shown in an empty text field; by default the value that an empty field means. */
  readonly example?: string;
  /** A multi-line text. */
  readonly isMultiline?: true;
  /** An input that the dialog turns into a typed one, which takes the whole row. */
  readonly isTyped?: true;
}

/** A command-line option for a setting. */
export interface SettingOption {
  readonly name: string;
  /** What the help calls the value. */
  readonly value: string;
  readonly help: string;
}

interface About<P extends NameInPrograms> {
  /** Absent if editor.html draws the field itself. */
  readonly row?: DialogRow;
  /** Name in the Python package. */
  readonly python?: string;
  readonly program?: P;
  /** The default in programs, if it is not `default`. */
  readonly programDefault?: number | string | boolean;
  readonly option?: SettingOption;
  /** Key of the label in the locales, if it is not `label.` and the name. */
  readonly label?: string;
}

interface Setting<K extends string, D, V, P extends NameInPrograms> extends About<P> {
  readonly kind: K;
  /** What a new node has, and what a missing setting means unless `missing` says otherwise. */
  readonly default: D;
  /** What a missing setting means in a flow of an earlier release, if it is not `default`. */
  readonly missing?: V;
  /**
   * Checks the value from a flow, an environment variable or a program.
   * @param otherwise replaces a missing setting, in place of its default.
   * @throws {SettingError} with this name.
   */
  read(name: string, given: unknown, otherwise?: V): V;
}

export interface NumberSetting<P extends NameInPrograms = NameInPrograms>
  extends Setting<'number', number, number, P>,
    NumberRule {
  readonly default: number;
}
export interface ChoiceSetting<C extends string = string, P extends NameInPrograms = NameInPrograms>
  extends Setting<'choice', C, C, P> {
  readonly choices: readonly [C, ...C[]];
}
export type FlagSetting<P extends NameInPrograms = NameInPrograms> = Setting<'flag', boolean, boolean, P>;
export interface TextSetting<P extends NameInPrograms = NameInPrograms>
  extends Setting<'text', string, string, P> {
  /** Whether an empty text is a value; otherwise it means the default. */
  readonly mayBeEmpty?: boolean;
}

/**
 * Settings whose values are read where their meaning is known:
 * - `list`: of objects or texts, drawn as a list with buttons; `paths`: comma-separated texts in one field
 * - `json`: an object as JSON text; `word`: one of a few that depend on another setting
 * - `symbol`: name or code of a symbol
 * - `node`: ID of a config node; `credential`: kept with Node-RED's credentials, not in a flow
 * - `outputs`: how many outputs the node has
 */
export type StructuredKind =
  | 'list'
  | 'paths'
  | 'json'
  | 'word'
  | 'symbol'
  | 'node'
  | 'credential'
  | 'outputs';
export interface StructuredSetting<P extends NameInPrograms = NameInPrograms>
  extends Setting<StructuredKind, readonly [] | string | number, unknown, P> {
  /** The type of a config node. */
  readonly nodeType?: string;
  readonly required?: boolean;
}

export type AnySetting = NumberSetting | ChoiceSetting | FlagSetting | TextSetting | StructuredSetting;
/** The settings of a node by the names that flows store, in the order of the dialog. */
export type SettingTable = Readonly<Record<string, AnySetting>>;

type Told<S> = Omit<S, 'kind' | 'read'>;

export function number<const P extends NameInPrograms = undefined>(
  told: Told<NumberSetting<P>>,
): NumberSetting<P> {
  const usual = told.missing ?? told.default;
  return {
    ...told,
    kind: 'number',
    read: (name, given, otherwise = usual) => numberSetting(name, given, { ...told, default: otherwise }),
  };
}

/** One of a few words; new nodes have the first, unless `default` names another. */
export function choice<const C extends string, const P extends NameInPrograms = undefined>(
  choices: readonly [C, ...C[]],
  told: Omit<Told<ChoiceSetting<C, P>>, 'choices' | 'default'> & { readonly default?: C },
): ChoiceSetting<C, P> {
  const byDefault = told.default ?? choices[0];
  const usual = told.missing ?? byDefault;
  return {
    ...told,
    kind: 'choice',
    choices,
    default: byDefault,
    read: (name, given, otherwise = usual) => choiceSetting(name, given, choices, otherwise),
  };
}

export function flag<const P extends NameInPrograms = undefined>(told: Told<FlagSetting<P>>): FlagSetting<P> {
  const usual = told.missing ?? told.default;
  return {
    ...told,
    kind: 'flag',
    read: (name, given, otherwise = usual) => flagSetting(name, given, otherwise),
  };
}

export function text<const P extends NameInPrograms = undefined>(told: Told<TextSetting<P>>): TextSetting<P> {
  const usual = told.missing ?? told.default;
  return {
    ...told,
    kind: 'text',
    read(name, given, otherwise = usual) {
      if (given === undefined || given === null) return otherwise;
      if (given === '' && !told.mayBeEmpty) return otherwise;
      if (typeof given === 'string') return given;
      // A variable of a group or a subflow may be a number or a boolean.
      if (typeof given === 'number' || typeof given === 'boolean') return String(given);
      throw new SettingError(name, given, 'use text.');
    },
  };
}

export function structured<const P extends NameInPrograms = undefined>(
  kind: StructuredKind,
  told: Told<StructuredSetting<P>>,
): StructuredSetting<P> {
  return { ...told, kind, read: (_, given, otherwise = told.default) => given ?? otherwise };
}
