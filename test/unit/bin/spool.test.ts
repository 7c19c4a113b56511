import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { helpText } from '../../../bin/helpText';
import {
  EXPORT_FORMATS,
  parseSpoolArguments,
  SPOOL_COMMANDS,
  type SpoolCommand,
} from '../../../bin/spoolArguments';
import { SPOOL_HELP } from '../../../bin/spoolHelp';
import { UsageError } from '../../../bin/UsageError';

const parse = (line: string): SpoolCommand =>
  parseSpoolArguments(line.split(' ').filter((part) => part !== ''));

function refusal(args: readonly string[]): string {
  try {
    parseSpoolArguments(args);
  } catch (error) {
    assert.ok(error instanceof UsageError, `${error}`);
    return error.message;
  }
  throw new Error(`${args.join(' ')} was accepted`);
}

describe('the arguments of wireband-edge spool', () => {
  const userDirs = [join(homedir(), '.node-red'), join(homedir(), '.wireband-edge')];

  it('search the user directories of Node-RED and of wireband-edge unless another is given', () => {
    assert.deepEqual(parse('list'), { kind: 'list', userDirs, json: false });
    assert.deepEqual(parse('list --json --user-dir x'), {
      kind: 'list',
      userDirs: [resolve('x')],
      json: true,
    });
  });

  it('accept the spool name before or after the options', () => {
    const spool = { given: 'a1b2', userDirs: [resolve('x')] };
    assert.deepEqual(parse('inspect a1b2 --user-dir=x'), { kind: 'inspect', spool, json: false });
    assert.deepEqual(parse('verify --user-dir x --json a1b2'), { kind: 'verify', spool, json: true });
    assert.deepEqual(parse('--user-dir x verify a1b2'), { kind: 'verify', spool, json: false });
  });

  it('export NDJSON to standard output by default', () => {
    const spool = { given: './spool', userDirs };
    assert.deepEqual(parse('export ./spool'), { kind: 'export', spool, format: 'ndjson' });
    assert.deepEqual(parse('export ./spool --format json-batch --output out.json'), {
      ...{ kind: 'export', spool, format: 'json-batch' },
      output: resolve('out.json'),
    });
  });

  it('discard without asking only with --yes', () => {
    const spool = { given: 'a1b2', userDirs };
    assert.deepEqual(parse('discard a1b2'), { kind: 'discard', spool, confirmed: false });
    assert.deepEqual(parse('discard a1b2 --yes'), { kind: 'discard', spool, confirmed: true });
    assert.deepEqual(parse('discard -y a1b2'), { kind: 'discard', spool, confirmed: true });
  });

  it('show the help with or without a command', () => {
    for (const line of ['--help', '-h', 'export --help', 'nonsense --help']) {
      assert.deepEqual(parse(line), { kind: 'help' }, line);
    }
  });

  it('are refused with a message that says what to do', () => {
    const cases: [args: string[], message: RegExp][] = [
      [[], /Name a spool command: list, inspect, verify, export, discard/],
      [['look'], /"look" is not a spool command; use list/],
      [['toString'], /"toString" is not a spool command/],
      [['list', 'a1b2'], /spool list takes no argument/],
      [['list', '--yes'], /Unknown option --yes for spool list/],
      [['inspect'], /spool inspect needs the ID of a node/],
      [['discard', '--yes'], /spool discard needs the ID of a node/],
      [['inspect', ''], /spool inspect needs the ID of a node/],
      [['inspect', 'a', 'b'], /one spool at a time/],
      [['inspect', 'a', '--format', 'ndjson'], /Unknown option --format for spool inspect/],
      [['inspect', 'a', '--jsn'], /Unknown option --jsn for spool/],
      [['inspect', 'a', '-x'], /Unknown option -x for spool/],
      [['inspect', 'a', '--json=yes'], /--json takes no value/],
      [['export', 'a', '--format', 'csv'], /--format: "csv" cannot be used; use ndjson or json-batch/],
      [['export', 'a', '--output'], /--output needs a value/],
      [['export', 'a', '--output', '--format', 'ndjson'], /--output needs a value/],
      [['export', 'a', '--output', ' '], /--output needs a value/],
      [['list', '--user-dir'], /--user-dir needs a value/],
      [['list', '--user-dir='], /--user-dir needs a value/],
      [['discard', 'a', '--yes', '--json'], /Unknown option --json for spool discard/],
    ];
    for (const [args, message] of cases) assert.match(refusal(args), message, args.join(' '));
  });

  it('appear in the help and in docs/command-line.md, and the main help mentions them', () => {
    const page = readFileSync(join(__dirname, '../../../docs/command-line.md'), 'utf8');
    for (const [command, options] of Object.entries(SPOOL_COMMANDS)) {
      assert.ok(helpText().includes(command), command);
      const usage = SPOOL_HELP.split('\n').find((line) => line.includes(`spool ${command} `)) ?? '';
      for (const option of options) assert.ok(usage.includes(`[--${option}`), `${command} --${option}`);
      const row = page.split('\n').find((line) => line.startsWith(`| \`spool ${command} `)) ?? '';
      for (const option of options) {
        if (option !== 'user-dir') assert.ok(row.includes(`--${option}`), `${command} --${option}: ${row}`);
      }
    }
    assert.ok(page.includes('--user-dir'));
    for (const format of EXPORT_FORMATS) {
      for (const text of [page, SPOOL_HELP]) assert.ok(text.includes(format), format);
    }
    for (const line of SPOOL_HELP.split('\n')) assert.ok(line.length <= 110, line);
  });
});
