import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkTopicFilter, TopicFilterError } from '../src/classify/topics/topicFilter';
import { type NumberRule, numberSetting, SettingError } from '../src/settings/settings';
import { type GivenBroker, parseBroker } from './brokerAddress';
import type { OptionName } from './options';
import { type GivenOptions, readOptions } from './readOptions';
import type { EditorAddress, GatewaySettings, Secrets } from './settings';
import { withoutCovered } from './topicFilters';
import { UsageError } from './UsageError';

export interface RunCommand {
  readonly kind: 'run' | 'print-flow';
  readonly gateway: GatewaySettings;
  readonly secrets: Secrets;
  readonly editor: EditorAddress;
  /** Absolute path. */
  readonly userDir: string;
  /** Options that the user gave, as against defaults. */
  readonly given: ReadonlySet<OptionName>;
}

export type Command = { readonly kind: 'help' } | { readonly kind: 'version' } | RunCommand;

/** Ranges as the nodes have them, where an option becomes a node's setting. */
export const NUMBERS = {
  'delta-threshold': { default: 0.02, min: 0 },
  keepalive: { default: 60, min: 0, max: 65_535, integer: true },
  'buffer-size': { default: 50_000, min: 1, max: 10_000_000, integer: true },
  'flush-interval': { default: 1, min: 0.01, max: 86_400 },
  'flush-batch': { default: 200, min: 1, max: 10_000, integer: true },
  'stats-interval': { default: 60, min: 0, max: 86_400 },
  port: { default: 1880, min: 0, max: 65_535, integer: true },
} as const satisfies Partial<Record<OptionName, NumberRule>>;

/**
 * Reads a command line (without program names) and the environment.
 * @throws {UsageError} with a message that says what to do.
 */
export function parseArguments(args: readonly string[], env: Readonly<NodeJS.ProcessEnv>): Command {
  const options = readOptions(args);
  if (options.has('help')) return { kind: 'help' };
  if (options.has('version')) return { kind: 'version' };
  const broker = parseBroker(options.one('broker') ?? 'mqtt://localhost:1883');
  return {
    kind: options.has('flow-only') ? 'print-flow' : 'run',
    gateway: readGateway(options, broker),
    secrets: readSecrets(options, broker, env),
    editor: { host: options.one('host') ?? '127.0.0.1', port: readNumber(options, 'port') },
    userDir: resolve(options.one('user-dir') ?? join(homedir(), '.wireband-edge')),
    given: options.names,
  };
}

function readGateway(options: GivenOptions, { address }: GivenBroker): GatewaySettings {
  const ca = options.one('ca');
  if (ca !== undefined && !address.tls) {
    throw new UsageError(
      '--ca needs a broker that is reached by TLS: begin --broker with mqtts:// or wss://.',
    );
  }
  const clientId = options.one('client-id');
  return {
    broker: address,
    topics: readTopics(options.many('topics')),
    backend: readBackend(options.one('backend') ?? 'http://localhost:8000'),
    deviceId: options.one('device-id') ?? 'edge-node',
    deltaThreshold: readNumber(options, 'delta-threshold'),
    ...(ca === undefined ? {} : { ca: existingFile('--ca', ca) }),
    ...(clientId === undefined ? {} : { clientId }),
    keepalive: readNumber(options, 'keepalive'),
    bufferSize: readNumber(options, 'buffer-size'),
    flushInterval: readNumber(options, 'flush-interval'),
    flushBatch: readNumber(options, 'flush-batch'),
    statsInterval: readNumber(options, 'stats-interval'),
  };
}

function readTopics(given: readonly string[]): string[] {
  try {
    given.forEach(checkTopicFilter);
  } catch (error) {
    if (error instanceof TopicFilterError) throw new UsageError(`--topics: ${error.message}`);
    throw error;
  }
  return given.length === 0 ? ['#'] : withoutCovered(given);
}

function readBackend(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new UsageError('Give --backend an address such as http://localhost:8000.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(
      '--backend: leave user name and password out of the address; the key goes to --api-key.',
    );
  }
  return given;
}

/** An option wins over the broker's address, and that over the environment. */
function readSecrets(options: GivenOptions, broker: GivenBroker, env: Readonly<NodeJS.ProcessEnv>): Secrets {
  const apiKey = options.one('api-key') ?? (env.WIREBAND_API_KEY || undefined);
  const username = options.one('username') ?? broker.username ?? (env.MQTT_USERNAME || undefined);
  const password = options.one('password') ?? broker.password ?? (env.MQTT_PASSWORD || undefined);
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new UsageError(
      'The API key holds a space, a line break or another character that no HTTP header can carry.',
    );
  }
  if (password !== undefined && username === undefined) {
    throw new UsageError('A password needs a user name: give --username or MQTT_USERNAME as well.');
  }
  return {
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}

function readNumber(options: GivenOptions, name: keyof typeof NUMBERS): number {
  try {
    return numberSetting(`--${name}`, options.one(name), NUMBERS[name]);
  } catch (error) {
    if (error instanceof SettingError) throw new UsageError(error.message);
    throw error;
  }
}

function existingFile(option: string, path: string): string {
  const file = resolve(path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new UsageError(`${option}: there is no file ${file}.`);
  }
  return file;
}
