import { parseArguments, type RunCommand } from '../bin/parseArguments';
import { UsageError } from '../bin/UsageError';

export interface DemoCommand {
  readonly kind: 'demo';
  readonly run: RunCommand;
  /** Seconds after which the demo ends by itself; without it on Ctrl-C. */
  readonly seconds?: number;
  /** Whether the simulated devices publish. */
  readonly devices: boolean;
  /** Whether to show Node-RED's own log. */
  readonly verbose: boolean;
}

export const DEMO_HELP = `Usage: npm start -- [options]

Shows the gateway at work: simulated devices publish over MQTT, Node-RED classifies, filters and forwards, and
a second flow in the same Node-RED receives. Everything is embedded and removed afterwards.

  --seconds N   stop after N seconds
  --devices     with --broker: publish the simulated devices there too
  --verbose     show Node-RED's log

and the options of wireband-edge, of which --broker and --backend replace the embedded ones:
  npm start -- --broker mqtt://broker.example.com:1883 --topics "sensors/#"
`;

/** Seconds: a summary line at each, and so few devices need a moment for a batch that is worth compressing. */
const DEFAULTS = ['--stats-interval', '2', '--flush-interval', '2'];

/** Reads the demo's command line. @throws {UsageError} */
export function demoArguments(
  args: readonly string[],
  env: Readonly<NodeJS.ProcessEnv>,
): DemoCommand | { readonly kind: 'help' } {
  const rest: string[] = [];
  let seconds: number | undefined;
  let devices = false;
  let verbose = false;
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    if (argument === '--devices') devices = true;
    else if (argument === '--verbose') verbose = true;
    else if (argument === '--seconds') seconds = readSeconds(args[++index]);
    else if (argument.startsWith('--seconds=')) seconds = readSeconds(argument.slice('--seconds='.length));
    else rest.push(argument);
  }
  const run = parseArguments([...DEFAULTS, ...rest], env);
  if (run.kind === 'help') return { kind: 'help' };
  if (run.kind !== 'run') throw new UsageError('The demo does not support --version or --flow-only.');
  return {
    kind: 'demo',
    run,
    ...(seconds === undefined ? {} : { seconds }),
    devices: devices || !run.given.has('broker'),
    verbose,
  };
}

function readSeconds(text: string | undefined): number {
  const seconds = Number(text);
  if (text === undefined || text.trim() === '' || !(seconds > 0 && seconds <= 86_400)) {
    throw new UsageError('--seconds needs a number of seconds above 0, such as --seconds 20.');
  }
  return seconds;
}
