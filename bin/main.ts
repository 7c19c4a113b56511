import { gatewayCredentials, gatewayFlow } from './gatewayFlow';
import { helpText } from './helpText';
import { packageVersion } from './packageInfo';
import { parseArguments, type RunCommand } from './parseArguments';
import type { NodeRedRun } from './runNodeRed';
import { runSpoolCommand } from './spoolMain';
import { startGateway } from './startGateway';
import { startMessage } from './startMessage';
import { UsageError } from './UsageError';

/** Exit code for an invalid command line. */
const USAGE_EXIT_CODE = 2;

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs the command line. Resolves with the exit code: Node-RED's own if it ran. */
export async function main(args: readonly string[]): Promise<number> {
  const [first, ...others] = args;
  const isSpoolCommand = first === 'spool';
  try {
    return isSpoolCommand ? await runSpoolCommand(others) : await runGatewayCommand(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(
      `wireband-edge: ${error.message}\nSee wireband-edge ${isSpoolCommand ? 'spool ' : ''}--help.`,
    );
    return USAGE_EXIT_CODE;
  }
}

async function runGatewayCommand(args: readonly string[]): Promise<number> {
  const command = parseArguments(args, process.env);
  switch (command.kind) {
    case 'help':
      process.stdout.write(helpText());
      return 0;
    case 'version':
      console.log(packageVersion);
      return 0;
    case 'print-flow':
      console.log(JSON.stringify(gatewayFlow(command.gateway), null, 2));
      return 0;
    case 'run':
      return runUntilEnd(command);
  }
}

async function runUntilEnd({ gateway: settings, secrets, editor, userDir }: RunCommand): Promise<number> {
  const gateway = await startGateway({
    flow: gatewayFlow(settings),
    credentials: gatewayCredentials(secrets),
    secrets,
    editor,
    userDir,
    output: 'inherit',
  });
  process.stdout.write(startMessage(settings, gateway));
  return untilSignal(gateway.run);
}

/** Waits for Node-RED to end, and stops it on a signal. A terminal signals both processes, which does no harm. */
async function untilSignal(run: NodeRedRun): Promise<number> {
  const stop = () => {
    run.stop().catch(() => undefined);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  try {
    return await run.ended;
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, stop);
  }
}
