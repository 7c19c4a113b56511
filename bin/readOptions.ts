import { parseArgs } from 'node:util';
import { type NodeOption, OPTION_SPECS, type OptionName, type OptionSpec } from './options';
import { UsageError } from './UsageError';

/** The options of a command line, before their values are interpreted. */
export interface GivenOptions {
  readonly names: ReadonlySet<string>;
  has(name: OptionName): boolean;
  /** The last value given; undefined if there is none. */
  one(name: OptionName): string | undefined;
  many(name: OptionName): readonly string[];
  /** The last value given for an option that sets a setting of a node. */
  ofNode(option: NodeOption): string | undefined;
}

const SPECS: ReadonlyMap<string, OptionSpec> = new Map(OPTION_SPECS.map((spec) => [spec.name, spec]));

const PARSER_OPTIONS = Object.fromEntries(
  OPTION_SPECS.map((spec) => [spec.name, { type: spec.value ? 'string' : 'boolean' } as const]),
);

/**
 * Splits a command line into options and values. Values never appear in the messages: they may be secrets.
 * @throws {UsageError} for an unknown option, a missing value, or an argument that belongs to no option.
 */
export function readOptions(args: readonly string[]): GivenOptions {
  const values = new Map<string, string[]>();
  let current: OptionSpec | undefined;
  const { tokens } = parseArgs({
    args: args.map((argument) => (argument === '-h' ? '--help' : argument)),
    options: PARSER_OPTIONS,
    // Not strict, because only the tokens show which option an argument follows.
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'option') {
      current = SPECS.get(token.name);
      if (!current) throw new UsageError(`Unknown option ${token.rawName}.`);
      if (current.value && token.inlineValue !== true) rejectMissingValue(current, token.value);
      if (current.value && token.value?.trim() === '') throw needsValue(current);
      if (!current.value && token.value !== undefined)
        throw new UsageError(`--${current.name} takes no value.`);
      const earlier = values.get(current.name) ?? [];
      values.set(current.name, token.value === undefined ? earlier : [...earlier, token.value]);
    } else if (token.kind === 'positional' && current?.many) {
      values.get(current.name)?.push(token.value);
    } else {
      throw unexpected(current);
    }
  }
  return {
    names: new Set(values.keys()),
    has: (name) => values.has(name),
    one: (name) => values.get(name)?.at(-1),
    many: (name) => values.get(name) ?? [],
    ofNode: ({ name }) => values.get(name)?.at(-1),
  };
}

/** The next option is not a value; a value that begins with a dash must be joined with an equals sign. */
function rejectMissingValue(spec: OptionSpec, value: string | undefined): void {
  if (value === undefined || (value.startsWith('-') && Number.isNaN(Number(value)))) throw needsValue(spec);
}

function needsValue({ name, value, many }: OptionSpec): UsageError {
  const hint = many
    ? `put it in quotes, --${name} "sensors/#", because the shell takes a bare # for a comment`
    : `write --${name} ${value}, or --${name}=${value} if it begins with a dash`;
  return new UsageError(`--${name} needs a value: ${hint}.`);
}

function unexpected(current: OptionSpec | undefined): UsageError {
  const where = current ? `after --${current.name}` : 'before the first option';
  return new UsageError(`Unexpected argument ${where}; put values with spaces in quotes.`);
}
