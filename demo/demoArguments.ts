import { parseArguments, type RunCommand } from '../bin/parseArguments';
import { UsageError } from '../bin/UsageError';

export interface DemoCommand {
  readonly kind: 'demo';
  readonly run: RunCommand;
  /** Seconds after which the demo stops by itself; if absent, it runs until Ctrl-C. */
  readonly seconds?: number;
  /** Seconds of the automatic outage; 0 for none. */
  readonly outage: number;
  /** Whether the simulated devices publish. */
  readonly devices: boolean;
  /** Whether to show Node-RED's own log. */
  readonly verbose: boolean;
}

/** Long enough to show when the next retry is due, and for a visible backlog. */
const OUTAGE_SECONDS = 12;

export const DEMO_HELP = `Usage: npm start -- [options]

Shows the gateway at work: simulated devices publish over MQTT, Node-RED classifies, filters and forwards, and
a second flow in the same Node-RED receives. After a while the backend is away for some seconds; the key p pulls its
plug and plugs it in again. Everything is embedded and removed afterwards.

  --seconds N   stop after N seconds
  --outage N    seconds for which the backend is away, ${OUTAGE_SECONDS} by default; 0 for no outage by itself
  --devices     with --broker: publish the simulated devices there too
  --verbose     show Node-RED's log

and the options of wireband-edge, of which --broker and --backend replace the embedded ones:
  npm start -- --broker mqtt://broker.example.com:1883 --topics "sensors/#"
`;

/** Frequent summary lines; and with so few devices, a batch worth compressing takes a moment. In seconds. */
const DEFAULTS = ['--stats-interval', '2', '--flush-interval', '2'];

/** Reads the demo's command line. @throws {UsageError} */
export function demoArguments(
  args: readonly string[],
  env: Readonly<NodeJS.ProcessEnv>,
): DemoCommand | { readonly kind: 'help' } {
  const rest: string[] = [];
  let seconds: number | undefined;
  let outage = OUTAGE_SECONDS;
  let devices = false;
  let verbose = false;
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    if (argument === '--devices') devices = true;
    else if (argument === '--verbose') verbose = true;
    else if (argument === '--seconds') seconds = readSeconds('--seconds', args[++index]);
    else if (argument.startsWith('--seconds=')) seconds = readSeconds(...splitOption(argument));
    else if (argument === '--outage') outage = readSeconds('--outage', args[++index], true);
    else if (argument.startsWith('--outage=')) outage = readSeconds(...splitOption(argument), true);
    else rest.push(argument);
  }
  const run = parseArguments([...DEFAULTS, ...rest], env);
  if (run.kind === 'help') return { kind: 'help' };
  if (run.kind !== 'run') throw new UsageError('The demo does not support --version or --flow-only.');
  return {
    kind: 'demo',
    run,
    ...(seconds === undefined ? {} : { seconds }),
    outage,
    devices: devices || !run.given.has('broker'),
    verbose,
  };
}

/** `--name=value` as name and value. */
function splitOption(argument: string): [name: string, value: string] {
  const at = argument.indexOf('=');
  return [argument.slice(0, at), argument.slice(at + 1)];
}

/** @throws {UsageError} */
function readSeconds(option: string, text: string | undefined, mayBeNone = false): number {
  const seconds = Number(text);
  const isEnough = seconds > 0 || (mayBeNone && seconds === 0);
  if (text === undefined || text.trim() === '' || !(isEnough && seconds <= 86_400)) {
    const range = mayBeNone ? 'of 0 or more' : 'above 0';
    throw new UsageError(`${option} needs a number of seconds ${range}, such as ${option} 20.`);
  }
  return seconds;
}
