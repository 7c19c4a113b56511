import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from './UsageError';

export const EXPORT_FORMATS = ['ndjson', 'json-batch'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A spool as named by the user: a node's ID, to be looked up in the user directories, or a directory. */
export interface SpoolName {
  readonly given: string;
  /** Absolute paths. */
  readonly userDirs: readonly string[];
}

export type SpoolCommand =
  | { readonly kind: 'help' }
  | { readonly kind: 'list'; readonly userDirs: readonly string[]; readonly json: boolean }
  | { readonly kind: 'inspect' | 'verify'; readonly spool: SpoolName; readonly json: boolean }
  | {
      readonly kind: 'export';
      readonly spool: SpoolName;
      readonly format: ExportFormat;
      /** Absolute path; standard output if absent. */
      readonly output?: string;
    }
  | { readonly kind: 'discard'; readonly spool: SpoolName; readonly confirmed: boolean };

type OptionName = 'user-dir' | 'json' | 'format' | 'output' | 'yes';

/** The options of each command, besides --help. */
export const SPOOL_COMMANDS = {
  list: ['user-dir', 'json'],
  inspect: ['user-dir', 'json'],
  verify: ['user-dir', 'json'],
  export: ['user-dir', 'format', 'output'],
  discard: ['user-dir', 'yes'],
} as const satisfies Record<string, readonly OptionName[]>;

const PARSER_OPTIONS = {
  'user-dir': { type: 'string' },
  json: { type: 'boolean' },
  format: { type: 'string' },
  output: { type: 'string' },
  yes: { type: 'boolean', short: 'y' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Reads what follows `wireband-edge spool`.
 * @throws {UsageError} with a message that says what to do.
 */
export function parseSpoolArguments(args: readonly string[]): SpoolCommand {
  const { values, positionals } = parse(args);
  if (values.help) return { kind: 'help' };
  const [kind, given, ...others] = positionals;
  if (!isCommand(kind)) {
    const known = Object.keys(SPOOL_COMMANDS).join(', ');
    throw new UsageError(
      kind === undefined
        ? `Name a spool command: ${known}.`
        : `"${kind}" is not a spool command; use ${known}.`,
    );
  }
  const allowed: readonly string[] = SPOOL_COMMANDS[kind];
  const wrong = Object.keys(values).find((name) => !allowed.includes(name));
  if (wrong !== undefined) throw new UsageError(`Unknown option --${wrong} for spool ${kind}.`);
  const userDirs = readUserDirs(values['user-dir']);
  const json = values.json === true;
  if (kind === 'list') {
    if (given !== undefined) {
      throw new UsageError('spool list takes no arguments; choose another user directory with --user-dir.');
    }
    return { kind, userDirs, json };
  }
  if (given === undefined || given.trim() === '') {
    throw new UsageError(`spool ${kind} needs the ID of a node, as shown by spool list, or a directory.`);
  }
  if (others.length > 0) throw new UsageError(`spool ${kind} takes one spool at a time.`);
  const spool = { given, userDirs };
  switch (kind) {
    case 'inspect':
    case 'verify':
      return { kind, spool, json };
    case 'export': {
      const format = readFormat(values.format);
      const output = values.output === undefined ? undefined : readPath('output', values.output);
      return { kind, spool, format, ...(output === undefined ? {} : { output }) };
    }
    case 'discard':
      return { kind, spool, confirmed: values.yes === true };
  }
}

/** Those of Node-RED itself, and of a Node-RED started by `wireband-edge`. */
export function defaultUserDirs(): string[] {
  return [join(homedir(), '.node-red'), join(homedir(), '.wireband-edge')];
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: PARSER_OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    const [unknown] = /(?<=Unknown option ')[^']+/.exec(String(error)) ?? [];
    if (unknown !== undefined) throw new UsageError(`Unknown option ${unknown} for spool.`);
    const [needy] = /(?<=Option '(?:-\w, )?)--[\w-]+/.exec(String(error)) ?? [];
    if (needy === undefined) throw error;
    const takesNone = /does not take an argument/.test(String(error));
    throw new UsageError(takesNone ? `${needy} takes no value.` : `${needy} needs a value.`);
  }
}

function isCommand(text: string | undefined): text is keyof typeof SPOOL_COMMANDS {
  return text !== undefined && Object.hasOwn(SPOOL_COMMANDS, text);
}

function readUserDirs(given: string | undefined): string[] {
  return given === undefined ? defaultUserDirs() : [readPath('user-dir', given)];
}

function readPath(option: OptionName, given: string): string {
  if (given.trim() === '') throw new UsageError(`--${option} needs a value.`);
  return resolve(given);
}

function readFormat(given: string | undefined): ExportFormat {
  const format = EXPORT_FORMATS.find((known) => known === (given ?? 'ndjson'));
  if (format === undefined) {
    throw new UsageError(`--format: "${given}" cannot be used; use ${EXPORT_FORMATS.join(' or ')}.`);
  }
  return format;
}
