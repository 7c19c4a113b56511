/**
 * Benchmarks of the whole pack. `npm run bench` runs all and prints tables; names (`npm run bench -- message-path
 * durable-spool/reopening`) select some. `--write` also puts them in docs/benchmarks.md, in place of the earlier
 * figures; `--quick` runs one small round of each, whose figures mean nothing.
 */
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packThisPackage } from '../test/harness/package/packedPackage';
import { acknowledgementBench } from './acknowledgement';
import { killTallyBench } from './acknowledgement/killTally';
import type { Bench } from './Bench';
import { measuredHere, type Section, toMarkdown, writeReport } from './benchReport';
import { classifyBenches } from './classify';
import { deltaBenches } from './delta';
import { durableSpoolBenches } from './durable-spool';
import { fleetBench } from './fleet';
import { headToHead } from './head-to-head';
import { messagePathBench } from './message-path';
import { profileBench } from './message-path/profile';
import { monitorBench } from './monitor';
import { overloadBenches } from './overload';
import { wireBench } from './wire';

const ALL: readonly Bench[] = [
  messagePathBench,
  profileBench,
  acknowledgementBench,
  killTallyBench,
  ...classifyBenches,
  ...deltaBenches,
  ...durableSpoolBenches,
  ...overloadBenches,
  monitorBench,
  fleetBench,
  headToHead,
  wireBench,
];

function select(names: readonly string[]): readonly Bench[] {
  if (names.length === 0) return ALL;
  const isMeant = (bench: Bench, name: string) => bench.name === name || bench.name.startsWith(`${name}/`);
  const unknown = names.find((name) => !ALL.some((bench) => isMeant(bench, name)));
  if (unknown !== undefined) {
    throw new Error(`Unknown benchmark ${unknown}; choose from ${ALL.map(({ name }) => name).join(', ')}.`);
  }
  return ALL.filter((bench) => names.some((name) => isMeant(bench, name)));
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { write: { type: 'boolean' }, quick: { type: 'boolean' } },
    allowPositionals: true,
  });
  const { write = false, quick: isQuick = false } = values;
  const benches = select(positionals);
  // Builds the package if its sources have changed since.
  await packThisPackage();
  const sections: Section[] = [];
  for (const { name, title, run } of benches) {
    console.error(`${name} (load ${loadavg()[0]?.toFixed(1)})`);
    sections.push(measuredHere({ title, text: await run({ isQuick }) }));
  }
  console.log(toMarkdown(sections));
  if (write) writeReport(resolve(__dirname, '../docs/benchmarks.md'), sections, ALL);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
