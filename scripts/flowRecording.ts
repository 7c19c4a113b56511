/**
 * Presses the buttons of the examples of 0.1.0 and records the results:
 * `npx tsx scripts/flowRecording.ts <folder of a built package> <new file>`.
 * This produced test/fixtures/flows-0.1.0/shown.json, with the build of 0.1.0; the README there says how.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Recording, SavedExamples } from '../test/harness/examples/savedExamples';
import { nodeRed4 } from '../test/harness/nodeRed/installations';
import { startNodeRed } from '../test/harness/nodeRed/nodeRed';

async function main(packageFolder: string, file: string): Promise<void> {
  const installation = nodeRed4.find();
  if (!installation) throw new Error('Node-RED 4.1 is not installed');
  const red = await startNodeRed({ red: installation, packageFolder: resolve(packageFolder) });
  try {
    const examples = await SavedExamples.deploy(red);
    const recording: Record<string, Recording[string]> = {};
    for (const name of examples.names) recording[name] = await examples.record(name);
    examples.close();
    writeFileSync(file, `${JSON.stringify(recording, null, 2)}\n`, { flag: 'wx' });
  } finally {
    await red.stop();
  }
}

const [packageFolder, file] = process.argv.slice(2);
if (packageFolder === undefined || file === undefined) {
  console.error('Usage: npx tsx scripts/flowRecording.ts <folder of a built package> <new file>');
  process.exitCode = 1;
} else {
  void main(packageFolder, file);
}
