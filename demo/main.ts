import { packageRoot } from '../bin/packageInfo';
import { UsageError } from '../bin/UsageError';
import { buildIfStale } from './buildIfStale';
import { DEMO_HELP, demoArguments } from './demoArguments';
import { runDemo } from './runDemo';

async function main(): Promise<void> {
  const command = demoArguments(process.argv.slice(2), process.env);
  if (command.kind === 'help') {
    process.stdout.write(DEMO_HELP);
    return;
  }
  buildIfStale(packageRoot, console.log);
  process.exitCode = await runDemo(command);
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const wrongUse = error instanceof UsageError;
  console.error(wrongUse ? `${message}\nSee npm start -- --help.` : message);
  process.exitCode = wrongUse ? 2 : 1;
});
