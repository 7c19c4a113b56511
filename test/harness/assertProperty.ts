import { join, relative, sep } from 'node:path';
import fc from 'fast-check';
import { type KeptSeed, keptSeeds } from '../fixtures/keptSeeds';
import { repository } from './package/packedPackage';

/** The current test, and the properties that it has asserted so far. */
let running: { readonly name: string; readonly properties: unknown[] } | undefined;

/** Hooks of every test file in every process: `.mocharc.json` requires this file. */
export const mochaHooks = {
  beforeEach(this: Mocha.Context): void {
    const { file = '', title = '' } = this.currentTest ?? {};
    const path = relative(join(repository, 'test'), file).split(sep).join('/');
    running = { name: `${path}: ${title}`, properties: [] };
  },
};

/**
 * As fc.assert(), but with the kept seeds of the property first. A failure prints the line to add to them.
 * @param seeds those of all properties.
 */
export function assertProperty<Ts>(
  property: fc.IAsyncProperty<Ts>,
  parameters?: fc.Parameters<Ts>,
  seeds?: readonly KeptSeed[],
): Promise<void>;
export function assertProperty<Ts>(
  property: fc.IProperty<Ts>,
  parameters?: fc.Parameters<Ts>,
  seeds?: readonly KeptSeed[],
): void;
export function assertProperty<Ts>(
  property: fc.IRawProperty<Ts>,
  parameters: fc.Parameters<Ts> = {},
  seeds: readonly KeptSeed[] = keptSeeds,
): Promise<void> | void {
  const { name, isFirst } = register(property);
  const runs = seeds
    .filter((kept) => isFirst && kept.property === name)
    .map((kept) => () => fc.assert(property, parametersOf(kept, parameters)));
  runs.push(() => fc.assert(property, { ...parameters, reporter: (run) => report(run, name) }));
  if (property.isAsync()) return inTurn(runs);
  for (const run of runs) run();
}

/** The name of a property, and whether this is the first time that its test asserts it. */
function register(property: unknown): { readonly name: string; readonly isFirst: boolean } {
  if (!running) throw new Error('A property is asserted within a test.');
  const { name, properties } = running;
  const known = properties.indexOf(property);
  const number = known < 0 ? properties.push(property) : known + 1;
  return { name: number === 1 ? name : `${name} (${number})`, isFirst: known < 0 };
}

/** Parameters that run only this case; for a shrunk one, also its neighbors. */
function parametersOf<Ts>({ seed, path, found }: KeptSeed, parameters: fc.Parameters<Ts>): fc.Parameters<Ts> {
  return {
    ...parameters,
    seed,
    path,
    numRuns: 1,
    endOnFailure: true,
    reporter: (run) => {
      if (run.failed) throw errorOf(run, `The kept seed ${seed} (${path}) fails again. It found: ${found}`);
    },
  };
}

function report<Ts>(run: fc.RunDetails<Ts>, name: string): void {
  if (!run.failed) return;
  const { seed, counterexamplePath: path } = run;
  const line = `{ property: ${JSON.stringify(name)}, seed: ${seed}, path: '${path}', found: '…' },`;
  throw errorOf(run, `To have this case run first, add to test/fixtures/keptSeeds.ts:\n  ${line}`);
}

function errorOf<Ts>(run: fc.RunDetails<Ts>, advice: string): Error {
  return new Error(`${fc.defaultReportMessage(run)}\n\n${advice}`, { cause: run.errorInstance });
}

async function inTurn(runs: readonly (() => unknown)[]): Promise<void> {
  for (const run of runs) await run();
}
