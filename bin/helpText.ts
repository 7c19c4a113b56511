import { OPTION_SPECS, type OptionSpec } from './options';

const EXAMPLE = `wireband-edge --broker mqtt://broker.example.com:1883 \\
                --topics "sensors/#" "machines/#" \\
                --device-id factory-rpi4 --delta-threshold 0.02 \\
                --backend http://my-wireband-server:8000`;

/** The text of --help. */
export function helpText(): string {
  const heads = OPTION_SPECS.map((option) => `--${option.name}${option.value ? ` ${option.value}` : ''}`);
  const width = Math.max(...heads.map((head) => head.length));
  const lines = OPTION_SPECS.map((option, index) => {
    return `  ${(heads[index] ?? '').padEnd(width)}  ${option.help}${origin(option)}`;
  });
  return `Usage: wireband-edge [options]
       wireband-edge spool list|inspect|verify|export|discard    (see wireband-edge spool --help)

Runs Node-RED as an edge gateway: receives messages from an MQTT broker, classifies them, drops readings
that have not changed, and forwards compressed batches to a Wire.Band backend.

${lines.join('\n')}

Other users of this machine can read the command line until the gateway has started: pass secrets
in the environment instead.

Example:
  ${EXAMPLE}
`;
}

function origin(option: OptionSpec): string {
  if (option.env) return ` [environment: ${option.env}]`;
  return option.default === undefined ? '' : ` [default: ${option.default}]`;
}
