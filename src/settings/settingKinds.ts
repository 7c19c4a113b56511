import { choiceSetting, flagSetting, type NumberRule, numberSetting } from './checkedValues';
import { SettingError } from './SettingError';

/** Another name in programs; false if programs lack the setting; absent if the name is the same. */
export type NameInPrograms = string | false | undefined;

/** How a setting is drawn in its node's dialog. Its words are in the locales, by its name: `label.`, `hint.`, `help.` */
export interface DialogRow {
  /** The slot of editor.html in which it stands, `<!-- settings: delivery -->`. */
  readonly section: string;
  /** Of Font Awesome, without `fa-`. A flag has none. */
  readonly icon?: string;
  /** Key of the words next to the field: `unit.seconds` is `seconds`. */
  readonly unit?: string;
  /** Words next to the field that follow what is typed: the same size or duration in a larger unit, or the dialog's own. */
  readonly beside?: 'size' | 'duration' | 'own';
  /** Words below the field: a fixed text, `hint.` and the name, or one that the dialog's own code writes. */
  readonly below?: 'hint' | 'own';
  /** Shown in the empty field of a text; by default the value that an empty field means. */
  readonly example?: string;
  /** A text of several lines. */
  readonly isMultiline?: true;
  /** An input that the dialog makes a typed one, which takes the whole row. */
  readonly isTyped?: true;
}

/** An option of the command line that gives a setting. */
export interface SettingOption {
  readonly name: string;
  /** How the value is called in the help. */
  readonly value: string;
  readonly help: string;
}

interface About<P extends NameInPrograms> {
  /** Absent if editor.html draws the field itself. */
  readonly row?: DialogRow;
  /** Name in the Python package. */
  readonly python?: string;
  readonly program?: P;
  /** What programs have without it, where that is not `default`. */
  readonly programDefault?: number | string | boolean;
  readonly option?: SettingOption;
  /** Key of the label in the locales, where it is not `label.` and the name. */
  readonly label?: string;
}

interface Setting<K extends string, D, V, P extends NameInPrograms> extends About<P> {
  readonly kind: K;
  /** What a new node has, and what a missing setting means unless `missing` says otherwise. */
  readonly default: D;
  /** What a missing setting means to a flow of an earlier release, where that is not `default`. */
  readonly missing?: V;
  /**
   * Checks what a flow, an environment variable or a program gives.
   * @param otherwise stands for a missing setting, in place of its default.
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
  /** Whether an empty text is one; otherwise it means the default. */
  readonly mayBeEmpty?: boolean;
}

/**
 * Settings whose values are read where their meaning is known:
 * - `list`: of objects or texts, drawn as a list with buttons; `paths`: texts with commas in one field
 * - `json`: an object as JSON text; `word`: one of a few that depend on another setting
 * - `symbol`: name or code of one
 * - `node`: id of a config node; `credential`: kept with Node-RED's credentials, in no flow
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
/** The settings of a node by the names that flows store, in the order of its dialog. */
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

/** One of a few words; new nodes have the first, unless `default` is another. */
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
