import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packThisPackage, unpack } from '../harness/package/packedPackage';
import { FrozenRegistry } from './frozenRegistry';

/** What node-red-dev writes with -o: the package, then one entry per test. */
type Scorecard = Readonly<Record<string, { readonly test?: boolean; readonly packages?: unknown }>>;

/** P02 (fork check) is switched off in node-red-dev itself. */
const TESTS = ['P01', 'P03', 'P04', 'P05', 'P06', 'P07', 'P08', 'N01', 'N02', 'D01', 'D02', 'D03'];

describe('The Node-RED scorecard of the packed package', () => {
  let folder: string;
  let output: string;
  let scorecard: Scorecard;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wireband-scorecard-'));
    const { tarball } = await packThisPackage();
    const unpacked = await unpack(tarball, folder);
    await using registry = await FrozenRegistry.start();
    const result = join(folder, 'scorecard.json');
    output = await runScorecard(unpacked, result, registry.url);
    scorecard = JSON.parse(readFileSync(result, 'utf8'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('holds a verdict for every test, and each is a pass', () => {
    const verdicts = Object.fromEntries(TESTS.map((name) => [name, scorecard[name]?.test]));
    assert.deepEqual(verdicts, Object.fromEntries(TESTS.map((name) => [name, true])), output);
    assert.deepEqual(
      Object.keys(scorecard)
        .filter((name) => name !== 'package')
        .sort(),
      [...TESTS].sort(),
    );
  });

  it('is produced without a warning or an error', () => {
    assert.doesNotMatch(output, /warning|error|unable|could not load/i);
  });

  it('finds the keyword that the package must have', () => {
    assert.match(output, /Node-RED Keyword Found/);
  });
});

/** Runs `node-red-dev validate` and resolves with everything it printed; it exits with 0 whatever it finds. */
async function runScorecard(packageFolder: string, result: string, registry: string): Promise<string> {
  const program = join(dirname(require.resolve('node-red-dev/package.json')), 'bin', 'run');
  const preload = ['tsx/cjs', join(__dirname, 'fixtures', 'frozenRequests.ts')];
  const child = spawn(
    process.execPath,
    [
      ...preload.flatMap((name) => ['--require', name.startsWith('/') ? name : require.resolve(name)]),
      program,
      'validate',
      '--path',
      packageFolder,
      '--output',
      result,
    ],
    {
      cwd: packageFolder,
      env: { ...process.env, npm_registry: registry },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  assert.equal(code, 0, output);
  return output;
}
