import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { helpText } from '../../../bin/helpText';
import { OPTION_SPECS, OWN_NUMBERS, optionsOfNode } from '../../../bin/options';
import { parseArguments, type RunCommand } from '../../../bin/parseArguments';
import { UsageError } from '../../../bin/UsageError';
import { readUplinkSettings } from '../../../src/uplink';

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunCommand {
  const command = parseArguments(args, env);
  if (command.kind !== 'run') throw new Error(`not a run but ${command.kind}`);
  return command;
}

function refusal(args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  try {
    parseArguments(args, env);
  } catch (error) {
    assert.ok(error instanceof UsageError, `${error}`);
    return error.message;
  }
  throw new Error(`${args.join(' ')} was accepted`);
}

describe('the command-line arguments', () => {
  it('default to the values that the help prints', () => {
    const { gateway, secrets, editor, userDir, given } = run([]);
    assert.deepEqual(gateway, {
      broker: { url: 'mqtt://localhost:1883', tls: false, webSocket: false, host: 'localhost', port: 1883 },
      topics: ['#'],
      backend: { url: 'http://localhost:8000', deviceId: 'edge-node' },
      delta: { threshold: 0.02 },
      qos: '1',
      acknowledge: 'arrival',
      keepalive: 60,
      uplink: { flushInterval: 1, flushBatch: 200, bufferSize: 50_000 },
      statsInterval: 60,
    });
    assert.deepEqual(secrets, {});
    assert.deepEqual(editor, { host: '127.0.0.1', port: 1880 });
    assert.equal(userDir, join(homedir(), '.wireband-edge'));
    assert.equal(given.size, 0);
    const help = helpText();
    const ofNodes = [...optionsOfNode('wireband-uplink'), ...optionsOfNode('wireband-delta')];
    const numbers = [
      ...Object.entries(OWN_NUMBERS).map(([name, rule]) => ({ name, usual: rule.default })),
      ...ofNodes.map(({ name, setting }) => ({ name, usual: setting.default })),
    ];
    for (const { name, usual } of numbers) {
      assert.match(help, new RegExp(`--${name} .*\\[default: ${usual}\\]`), name);
    }
    for (const text of ['mqtt://localhost:1883', '#', 'http://localhost:8000', 'edge-node', '127.0.0.1']) {
      assert.ok(help.includes(`[default: ${text}]`), text);
    }
  });

  it('allow --acknowledge stored only for QoS 1 and 2', () => {
    const { gateway } = run(['--acknowledge', 'stored', '--qos', '2']);
    assert.deepEqual([gateway.acknowledge, gateway.qos], ['stored', '2']);
    assert.match(refusal(['--acknowledge', 'stored', '--qos', '0']), /needs --qos 1 or 2/);
    assert.match(refusal(['--acknowledge', 'never']), /--acknowledge/);
  });

  it('accept the command line of the Python package unchanged', () => {
    const { gateway } = run([
      ...['--broker', 'mqtt://broker.example.com:1883', '--topics', 'sensors/#', 'machines/#'],
      ...[
        '--device-id',
        'factory-rpi4',
        '--delta-threshold',
        '0.05',
        '--backend',
        'http://my-wireband-server:8000',
      ],
    ]);
    assert.equal(gateway.broker.host, 'broker.example.com');
    assert.deepEqual(gateway.topics, ['sensors/#', 'machines/#']);
    assert.equal(gateway.backend.deviceId, 'factory-rpi4');
    assert.equal(gateway.delta.threshold, 0.05);
    assert.equal(gateway.backend.url, 'http://my-wireband-server:8000');
  });

  it('accept --topics more than once, with values separated by spaces or joined by an equals sign', () => {
    assert.deepEqual(run(['--topics', 'a', 'b/+', '--topics=c', '--topics', 'd']).gateway.topics, [
      'a',
      'b/+',
      'c',
      'd',
    ]);
  });

  it('drop topics that another one covers, so that no message arrives twice', () => {
    const topicsOf = (...topics: string[]) => run(['--topics', ...topics]).gateway.topics;
    assert.deepEqual(topicsOf('a', 'a'), ['a']);
    assert.deepEqual(topicsOf('a/#', 'a/b', 'a', 'a/+/c', 'b'), ['a/#', 'b']);
    assert.deepEqual(topicsOf('a/b', 'a/+'), ['a/+']);
    assert.deepEqual(topicsOf('a/+', '+/b'), ['a/+', '+/b']);
    assert.deepEqual(topicsOf('#', '$SYS/#', '+/x'), ['#', '$SYS/#']);
    assert.deepEqual(topicsOf('a/+', 'a/#'), ['a/#']);
    assert.deepEqual(topicsOf('a/b/c', 'a/+'), ['a/b/c', 'a/+']);
  });

  it('use the last value of a repeated option', () => {
    assert.equal(run(['--device-id', 'a', '--device-id=b']).gateway.backend.deviceId, 'b');
  });

  it('use the usual broker port if the address has none', () => {
    const portOf = (broker: string) => run(['--broker', broker]).gateway.broker.port;
    assert.deepEqual(
      ['mqtt://b', 'mqtts://b', 'ws://b/mqtt', 'wss://b/mqtt'].map(portOf),
      [1883, 8883, 80, 443],
    );
    assert.equal(run(['--broker', 'mqtt://[::1]:1884']).gateway.broker.host, '::1');
    assert.equal(run(['--broker', 'wss://b/mqtt?x=1']).gateway.broker.url, 'wss://b:443/mqtt?x=1');
  });

  it("take the user name and password from the broker's address", () => {
    const { gateway, secrets } = run(['--broker', 'mqtt://plant%40home:p%2Fw@broker:1884/']);
    assert.deepEqual(secrets, { username: 'plant@home', password: 'p/w' });
    assert.equal(gateway.broker.url, 'mqtt://broker:1884');
  });

  it('take precedence over the address, and the address over the environment', () => {
    const env = { WIREBAND_API_KEY: 'key-env', MQTT_USERNAME: 'user-env', MQTT_PASSWORD: 'pass-env' };
    assert.deepEqual(run([], env).secrets, { apiKey: 'key-env', username: 'user-env', password: 'pass-env' });
    assert.deepEqual(
      run(['--broker', 'mqtt://user-url:pass-url@b', '--username', 'user-arg', '--api-key=key-arg'], env)
        .secrets,
      {
        apiKey: 'key-arg',
        username: 'user-arg',
        password: 'pass-url',
      },
    );
    assert.deepEqual(run([], { WIREBAND_API_KEY: '', MQTT_USERNAME: '' }).secrets, {});
  });

  it('accept for the nodes what the nodes accept, at both ends of each range', () => {
    for (const end of ['min', 'max'] as const) {
      const numbers = optionsOfNode('wireband-uplink').flatMap(({ name, property, setting }) =>
        setting.kind === 'number' ? [{ name, property, value: setting[end] ?? setting.min }] : [],
      );
      assert.ok(numbers.length >= 3);
      const { uplink } = run(numbers.map(({ name, value }) => `--${name}=${value}`)).gateway;
      readUplinkSettings(uplink);
      for (const { property, value } of numbers) assert.equal(uplink[property], value, property);
    }
    assert.equal(run(['--delta-threshold', '0']).gateway.delta.threshold, 0);
  });

  it('resolve files and folders against the working directory', () => {
    const { gateway, userDir } = run(['--broker=mqtts://b', '--ca', 'package.json', '--user-dir', 'x']);
    assert.equal(gateway.ca, resolve('package.json'));
    assert.equal(userDir, resolve('x'));
  });

  it('are refused with a message that says what to do', () => {
    const cases: [args: string[], message: RegExp][] = [
      [['--brokr', 'x'], /^Unknown option --brokr/],
      [['-x'], /^Unknown option -x/],
      [['sensors/#'], /argument before the first option/],
      [['--device-id', 'a', 'b'], /Unexpected argument after --device-id; put values/],
      [['--help=yes'], /--help takes no value/],
      [['--topics'], /--topics needs a value: put it in quotes/],
      [['--topics', '--backend', 'http://x'], /--topics needs a value/],
      [['--device-id'], /--device-id needs a value: write --device-id ID/],
      [['--device-id', ' '], /--device-id needs a value/],
      [['--port='], /--port needs a value/],
      [['--port', 'x'], /--port: "x" cannot be used; use a whole number from 0 to 65535/],
      [['--port', '1.5'], /use a whole number/],
      [['--flush-interval', '-1'], /--flush-interval: "-1" cannot be used/],
      [['--flush-batch', '0'], /--flush-batch: "0"/],
      [['--delta-threshold', 'NaN'], /--delta-threshold: "NaN"/],
      [['--broker', 'localhost'], /Give --broker an address such as/],
      [['--broker', 'localhost:1883'], /Give --broker an address such as/],
      [['--broker', 'http://b'], /mqtt, mqtts, ws or wss/],
      [['--broker', 'mqtt://b/sensors'], /give topics with --topics/],
      [['--broker', 'mqtt://a%:b@c'], /stray %/],
      [['--backend', 'my-server:8000'], /Give --backend an address such as/],
      [['--backend', 'http://u:p@b'], /give the key with --api-key/],
      [['--topics', 'a/#/b'], /--topics: "a\/#\/b" is not a valid MQTT topic filter: # must be alone/],
      [['--ca', 'package.json'], /begin --broker with mqtts/],
      [['--broker', 'mqtts://b', '--ca', 'none.pem'], /--ca: file .*none\.pem does not exist/],
      [['--password', 'x'], /A password needs a user name/],
    ];
    for (const [args, message] of cases) assert.match(refusal(args), message, args.join(' '));
  });

  it('never appear in a message if they are secret', () => {
    const secret = 's3cret';
    const wrong = [
      [`--apikey=${secret}`],
      ['--apikey', secret],
      ['--api-key', `-${secret}`],
      ['--api-key', 'x', secret],
      [`--api-key=${secret} ${secret}`],
      ['--password', secret],
      ['--backend', `http://u:${secret}@b`],
      ['--broker', `http://u:${secret}@b`],
      ['--broker', `mqtt://u:${secret}%@b`],
      ['--broker', `mqtt://u:${secret}@b/x`],
      ['--broker', `u:${secret}@b`],
    ];
    for (const args of wrong) assert.ok(!refusal(args).includes(secret), args.join(' '));
    assert.ok(!refusal([], { WIREBAND_API_KEY: `${secret}\n` }).includes(secret));
  });

  it('show the help, the version or the flow whatever the other options', () => {
    assert.equal(parseArguments(['--port', 'x', '--help'], {}).kind, 'help');
    assert.equal(parseArguments(['-h'], {}).kind, 'help');
    assert.equal(parseArguments(['--version'], {}).kind, 'version');
    assert.equal(parseArguments(['--flow-only'], {}).kind, 'print-flow');
  });

  it('all appear in the help, with no line wider than a terminal', () => {
    const help = helpText();
    for (const { name } of OPTION_SPECS) assert.ok(help.includes(`--${name}`), name);
    for (const line of help.split('\n')) assert.ok(line.length <= 110, line);
  });
});
