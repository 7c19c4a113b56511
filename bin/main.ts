import { gatewayCredentials, gatewayFlow } from './gatewayFlow';
import { helpText } from './helpText';
import { packageVersion } from './packageInfo';
import { parseArguments, type RunCommand } from './parseArguments';
import type { NodeRedRun } from './runNodeRed';
import { startGateway } from './startGateway';
import { startMessage } from './startMessage';
import { UsageError } from './UsageError';

/** Exit code for a command line that cannot be used. */
const USAGE_EXIT_CODE = 2;

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs the command line. Resolves with the exit code; Node-RED's own where it ran. */
export async function main(args: readonly string[]): Promise<number> {
  let command: ReturnType<typeof parseArguments>;
  try {
    command = parseArguments(args, process.env);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`wireband-edge: ${error.message}\nSee wireband-edge --help.`);
    return USAGE_EXIT_CODE;
  }
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

/** Waits for Node-RED to end, and ends it when this process is told to. A terminal tells both, which is no harm. */
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
