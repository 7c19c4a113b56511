import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkTopicFilter, TopicFilterError } from '../src/classify/topics/topicFilter';
import { choiceSetting, numberSetting } from '../src/settings/checkedValues';
import type { NodeType } from '../src/settings/nodeSettings';
import { SettingError } from '../src/settings/SettingError';
import { type GivenBroker, parseBroker } from './brokerAddress';
import { type OptionName, OWN_NUMBERS, optionsOfNode } from './options';
import { type GivenOptions, readOptions } from './readOptions';
import type { EditorAddress, GatewaySettings, NodeValues, Secrets } from './settings';
import { withoutCovered } from './topicFilters';
import { UsageError } from './UsageError';

export interface RunCommand {
  readonly kind: 'run' | 'print-flow';
  readonly gateway: GatewaySettings;
  readonly secrets: Secrets;
  readonly editor: EditorAddress;
  /** Absolute path. */
  readonly userDir: string;
  /** Options given by the user, as opposed to defaults. */
  readonly given: ReadonlySet<string>;
}

export type Command = { readonly kind: 'help' } | { readonly kind: 'version' } | RunCommand;

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
    throw new UsageError('--ca needs a broker with TLS: begin --broker with mqtts:// or wss://.');
  }
  const clientId = options.one('client-id');
  const qos = readChoice(options, 'qos', ['1', '0', '2']);
  const acknowledge = readChoice(options, 'acknowledge', ['arrival', 'stored']);
  if (acknowledge === 'stored' && qos === '0') {
    throw new UsageError('--acknowledge stored needs --qos 1 or 2: with 0 nothing is acknowledged.');
  }
  return {
    broker: address,
    topics: readTopics(options.many('topics')),
    backend: readBackend(options),
    delta: readNodeOptions(options, 'wireband-delta'),
    uplink: readNodeOptions(options, 'wireband-uplink'),
    ...(ca === undefined ? {} : { ca: existingFile('--ca', ca) }),
    ...(clientId === undefined ? {} : { clientId }),
    qos,
    acknowledge,
    keepalive: readNumber(options, 'keepalive'),
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

function readBackend(options: GivenOptions): NodeValues {
  const values = readNodeOptions(options, 'wireband-backend');
  const given = String(values.url);
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new UsageError('Give --backend an address such as http://localhost:8000.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(
      '--backend: leave user name and password out of the address; give the key with --api-key.',
    );
  }
  return values;
}

/** An option takes precedence over the broker's address, and that over the environment. */
function readSecrets(options: GivenOptions, broker: GivenBroker, env: Readonly<NodeJS.ProcessEnv>): Secrets {
  const apiKey = options.one('api-key') ?? (env.WIREBAND_API_KEY || undefined);
  const username = options.one('username') ?? broker.username ?? (env.MQTT_USERNAME || undefined);
  const password = options.one('password') ?? broker.password ?? (env.MQTT_PASSWORD || undefined);
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw new UsageError(
      'The API key contains a space, a line break or another character that an HTTP header cannot carry.',
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

/** The settings of a node, each from its option or its default. */
function readNodeOptions(options: GivenOptions, type: NodeType): NodeValues {
  const values = optionsOfNode(type).map((option) => {
    const { name, property, setting } = option;
    return [property, orUsageError(() => setting.read(`--${name}`, options.ofNode(option)))] as const;
  });
  return Object.fromEntries(values);
}

function readNumber(options: GivenOptions, name: keyof typeof OWN_NUMBERS): number {
  return orUsageError(() => numberSetting(`--${name}`, options.one(name), OWN_NUMBERS[name]));
}

/** The first choice is the default. */
function readChoice<C extends string>(
  options: GivenOptions,
  name: OptionName,
  choices: readonly [C, ...C[]],
): C {
  return orUsageError(() => choiceSetting(`--${name}`, options.one(name), choices, choices[0]));
}

function orUsageError<V>(read: () => V): V {
  try {
    return read();
  } catch (error) {
    if (error instanceof SettingError) throw new UsageError(error.message);
    throw error;
  }
}

function existingFile(option: string, path: string): string {
  const file = resolve(path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new UsageError(`${option}: file ${file} does not exist.`);
  }
  return file;
}
