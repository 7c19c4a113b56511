/** Benchmarks of the whole pack: `npm run bench` prints tables; `npm run bench -- --write` also puts them in docs/. */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { benchMessagePath } from './message-path';

async function main(): Promise<void> {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node.js ${process.version}`;
  const report = [
    '# Benchmarks',
    '',
    `Made by \`npm run bench -- --write\` on ${machine}. Compare the ratios: absolute figures vary with the machine.`,
    '',
    await benchMessagePath(),
  ].join('\n');
  console.log(report);
  if (process.argv.includes('--write'))
    writeFileSync(resolve(__dirname, '../docs/benchmarks.md'), `${report}\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
