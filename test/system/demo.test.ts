import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { DemoReport, type Figures } from '../../demo/DemoReport';
import { demoArguments } from '../../demo/demoArguments';
import { simulatedDevices } from '../../demo/devices';
import { onKeys } from '../../demo/keys';
import { BackendServer } from '../harness/backend/backendServer';
import { python } from '../harness/frame/python';
import { TestBroker } from '../harness/network/broker';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { need } from '../harness/requirements';
import {
  descendants,
  type ListedProcess,
  listProcesses,
  type ProgramOptions,
  RunningProgram,
} from '../harness/runningProgram';
import { until } from '../harness/until';

const SUMMARY = /received (\d+) \| filtered (\d+) \| buffered \d+ \| delivered (\d+) \| ratio (\d+\.\d+)/;

/** A program in its own terminal, which Python's standard library provides. */
class Terminal {
  readonly program: RunningProgram;
  private readonly keys: string;

  /** @param folder of the test, for a pipe. */
  constructor(python: string, folder: string, command: readonly string[], settings: ProgramOptions) {
    this.keys = join(folder, 'keys');
    execFileSync('mkfifo', [this.keys]);
    // What is written into the pipe is typed; it is open at both ends, so that it never ends.
    const script = [
      'import os, pty, sys',
      'os.dup2(os.open(sys.argv[1], os.O_RDWR), 0)',
      'sys.exit(os.WEXITSTATUS(pty.spawn(sys.argv[2:])))',
    ].join('\n');
    this.program = new RunningProgram(python, ['-c', script, this.keys, ...command], settings);
  }

  type(text: string): void {
    writeFileSync(this.keys, text);
  }
}

describe('npm start', () => {
  let temporary: string;
  let demo: RunningProgram | undefined;

  before(async () => {
    await packThisPackage();
  });
  beforeEach(() => {
    temporary = mkdtempSync(join(tmpdir(), 'wireband-npm-start-'));
  });
  afterEach(async () => {
    await demo?.kill();
    demo = undefined;
    rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  });

  const options = () => ({
    cwd: repository,
    env: { ...process.env, TMPDIR: temporary },
    ownGroup: true,
  });

  /** What npm start runs. npm itself ends with the signal that ends its command, not with the command's exit code. */
  function start(...args: string[]): RunningProgram {
    demo = new RunningProgram(
      process.execPath,
      [require.resolve('tsx/cli'), 'demo/main.ts', ...args],
      options(),
    );
    return demo;
  }

  function npmStart(...args: string[]): RunningProgram {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    demo = new RunningProgram(npm, ['start', '--silent', '--', ...args], options());
    return demo;
  }

  function stillThere(started: readonly ListedProcess[]): ListedProcess[] {
    const pids = new Set(started.map(({ pid }) => pid));
    return listProcesses().filter(({ pid }) => pids.has(pid));
  }

  it('shows decoded events and a summary, and Ctrl-C leaves nothing behind', async () => {
    const run = start('--port', '0');
    const [, editor] = await run.waitFor(/Open the editor: (http:\/\/127\.0\.0\.1:\d+\/)/);
    for (const line of [
      /event: sensors\/boiler\/temperature \d+(\.\d)? SENSOR_TEMP$/m,
      /event: machines\/press\/motor \{"running":.*\} ACTUATOR_MOTOR_START$/m,
      /event: building\/gpio\/17 [01] GPIO_STATE$/m,
      /event: fleet\/van-7\/gps \{"lat":52\..*\} GEO_POSITION$/m,
      /event: devices\/camera-3\/ota \{"phase":.*\} EDGE_OTA_START$/m,
      /event: hosts\/edge-1\/metrics \{"cpu":.*\} METRICS_GAUGE_SET$/m,
      /received [1-9]\d* \| filtered [1-9]\d* \| buffered \d+ \| delivered [1-9]\d* \| ratio /,
    ]) {
      await run.waitFor(line);
    }
    const nodes: { type: string; label?: string }[] = await (await fetch(`${editor}flows`)).json();
    assert.deepEqual(
      nodes.filter(({ type }) => type === 'tab').map(({ label }) => label),
      ['Edge gateway', 'Backend (this demo only)'],
    );
    assert.doesNotMatch(run.output, /\[(error|warn)\]/);

    const started = descendants(run.pid);
    assert.ok(started.length >= 2, String(started.length));
    run.signalGroup('SIGINT');
    assert.equal(await run.ended, 0);
    assert.match(run.output, /Stopping\. Total: received \d+/);
    assert.deepEqual(stillThere(started), []);
    assert.deepEqual(
      readdirSync(temporary).filter((name) => name.startsWith('wireband')),
      [],
    );
  });

  it('has an outage by itself without losing anything, explains its figures, and includes the monitor', async () => {
    const run = start('--port', '0', '--outage', '6');
    const [, editor] = await run.waitFor(/Open the editor: (http:\/\/127\.0\.0\.1:\d+\/)/);
    await run.waitFor(/monitor +the tab Wire\.Band/);
    for (const line of [
      /received +messages that came from the broker\n +filtered .*\n +buffered .*\n +delivered .*\n +ratio .*\n\nreceived \d/,
      /^-- The plug is pulled: .*; it is plugged in again after 6 seconds\.$/m,
      /\[wireband-uplink:[^\]]*\] Offline: .*ECONNREFUSED/,
      /^-- The plug is in again: /m,
      /^-- The backlog is delivered: up to [1-9]\d* events waited on disk, and none was lost\.$/m,
    ]) {
      await run.waitFor(line);
    }
    const plugins = await fetch(`${editor}plugins`, { headers: { Accept: 'application/json' } });
    assert.match(await plugins.text(), /wireband-monitor/);
    assert.doesNotMatch(run.output, /press p|p pulls/, 'nobody types here');
    run.signalGroup('SIGINT');
    assert.equal(await run.ended, 0);
  });

  it('pulls the plug and plugs it in again when p is pressed in a terminal, and stops on Ctrl-C', async function () {
    const terminal = new Terminal(
      need(this, python),
      temporary,
      [process.execPath, require.resolve('tsx/cli'), 'demo/main.ts', '--port', '0', '--outage', '0'],
      options(),
    );
    demo = terminal.program;
    await demo.waitFor(/p pulls the plug of the backend/);
    await demo.waitFor(/delivered [1-9]/);
    terminal.type('p');
    await demo.waitFor(/-- The plug is pulled: .*; press p to plug it in again\./);
    await demo.waitFor(/Offline: .*ECONNREFUSED/);
    terminal.type('p');
    await demo.waitFor(/-- The backlog is delivered: .* and none was lost\./);
    terminal.type('\u0003');
    assert.equal(await demo.ended, 0);
    assert.match(demo.output, /Stopping\. Total: received \d+/);
  });

  it('stops by itself after --seconds, with a summary', async () => {
    const run = npmStart('--port', '0', '--seconds', '15');
    await run.waitFor(/Open the editor/);
    const started = descendants(run.pid);
    assert.equal(await run.ended, 0);
    assert.match(run.output.trimEnd().split('\n').at(-1) ?? '', /^Stopping\. Total: /);
    assert.deepEqual(stillThere(started), []);
  });

  it('uses a given broker and backend, with their secrets', async () => {
    const user = { name: 'demo-user', password: 'demo-pass' };
    const broker = await TestBroker.start({ user });
    const backend = await BackendServer.start();
    try {
      const run = start(
        ...['--port', '0', '--broker', `mqtt://demo-user:demo-pass@127.0.0.1:${broker.port}`],
        ...['--backend', backend.url, '--api-key', 'demo-key', '--device-id', 'demo-device', '--devices'],
      );
      const [, , , delivered] = await run.waitFor(
        /received (\d+) \| filtered (\d+) \| buffered \d+ \| delivered ([1-9]\d*) \| ratio/,
      );
      assert.ok(Number(delivered) > 0);
      const events = backend.taken;
      // An alert may be there first: it does not wait for the flush interval.
      await until('a temperature of the boiler', () =>
        events.some(({ topic, symbol }) => topic === 'sensors/boiler/temperature' && symbol === 0xfc60),
      );
      assert.ok(events.every(({ device }) => device === 'demo-device'));
      assert.equal(backend.batches[0]?.authorization, 'Bearer demo-key');
      assert.doesNotMatch(run.output, /event: /);
      run.signalGroup('SIGINT');
      assert.equal(await run.ended, 0);
    } finally {
      await broker.close();
      await backend.close();
    }
  });

  it('rejects unknown options with code 2', async () => {
    const run = start('--second', '3');
    assert.equal(await run.ended, 2);
    assert.match(run.output, /Unknown option --second\.\nSee npm start -- --help\./);
  });
});

describe("the demo's parts", () => {
  it('publish the devices to the embedded broker, and to a given one only when asked', () => {
    const devicesFor = (...args: string[]) => {
      const command = demoArguments(args, {});
      return command.kind === 'demo' && command.devices;
    };
    assert.equal(devicesFor(), true);
    assert.equal(devicesFor('--broker', 'mqtt://b'), false);
    assert.equal(devicesFor('--broker', 'mqtt://b', '--devices'), true);
  });

  it('accept --seconds with a separate or joined value, and reject invalid values', () => {
    const secondsOf = (...args: string[]) => {
      const command = demoArguments(args, {});
      return command.kind === 'demo' ? command.seconds : undefined;
    };
    assert.equal(secondsOf('--seconds', '5'), 5);
    assert.equal(secondsOf('--seconds=0.5'), 0.5);
    for (const wrong of [['--seconds'], ['--seconds', '0'], ['--seconds', 'x'], ['--seconds=']]) {
      assert.throws(() => secondsOf(...wrong), /--seconds needs a number/);
    }
    assert.throws(() => secondsOf('--flow-only'), /does not support --version or --flow-only/);
  });

  it('have an outage as long as --outage says', () => {
    const outageOf = (...args: string[]) => {
      const command = demoArguments(args, {});
      return command.kind === 'demo' ? command.outage : undefined;
    };
    assert.equal(outageOf(), 12);
    assert.equal(outageOf('--outage=0'), 0);
    assert.equal(outageOf('--outage', '3'), 3);
    assert.throws(() => outageOf('--outage', '-1'), /--outage needs a number of seconds of 0 or more/);
  });

  it('read a terminal key by key, restore it, and leave other input alone', () => {
    const modes: boolean[] = [];
    const pressed: string[] = [];
    const terminal = Object.assign(new PassThrough(), {
      isTTY: true,
      setRawMode: (isRaw: boolean) => modes.push(isRaw),
    });
    const end = onKeys(terminal, { p: () => pressed.push('p') }, () => pressed.push('stop'));
    terminal.emit('data', Buffer.from('xPp\u0003'));
    assert.deepEqual(pressed, ['p', 'p', 'stop']);
    end?.();
    terminal.emit('data', Buffer.from('p'));
    assert.deepEqual([pressed.length, modes], [3, [true, false]]);
    assert.equal(
      onKeys(new PassThrough(), {}, () => undefined),
      undefined,
    );
  });

  it('read log lines that arrive in pieces, and show each topic once', () => {
    const shown: string[] = [];
    const figures: Figures[] = [];
    const report = new DemoReport(
      (line) => shown.push(line),
      false,
      (each) => figures.push(each),
    );
    const log = [
      '1 Jan 00:00:00 - [info] Server now running',
      '1 Jan 00:00:01 - [info] [function:Received] event a/b {"x": 1} SENSOR_POLL',
      '1 Jan 00:00:01 - [info] [function:Received] event a/b {"x": 2} SENSOR_POLL',
      '1 Jan 00:00:02 - [warn] [wireband-uplink:Uplink] Offline: gone',
      '1 Jan 00:00:02 - [error] [mqtt in:x] broken',
      '1 Jan 00:00:03 - [info] [function:Log] statistics received=9 filtered=4 buffered=1 delivered=4 dropped=0 quarantined=0 ratio=1.50 connected=true',
      '',
    ].join('\n');
    for (const character of log) report.take(character);
    const legend = shown.splice(3, 1);
    assert.match(legend.join(), /received .*\n.*filtered .*\n.*buffered .*\n.*delivered .*\n.*ratio /);
    assert.deepEqual(figures, [{ buffered: 1, delivered: 4, dropped: 0 }]);
    assert.deepEqual(shown, [
      '  event: a/b {"x": 1} SENSOR_POLL',
      '1 Jan 00:00:02 - [warn] [wireband-uplink:Uplink] Offline: gone',
      '1 Jan 00:00:02 - [error] [mqtt in:x] broken',
      'received 9 | filtered 4 | buffered 1 | delivered 4 | ratio 1.50',
    ]);
    assert.match(report.summary, SUMMARY);
    assert.ok(report.lastLines.startsWith('1 Jan 00:00:00'));
  });

  it('simulate each kind of device within two minutes', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const topics = new Map<string, Set<string>>();
    for (const device of simulatedDevices(random)) {
      for (let at = 0; at < 120_000; at += device.everyMs) {
        for (const { topic, payload } of device.next()) {
          JSON.parse(payload === 'on' || payload === 'off' ? 'null' : payload);
          topics.set(topic, (topics.get(topic) ?? new Set()).add(payload));
        }
      }
    }
    assert.deepEqual([...topics.keys()].sort(), [
      'building/gpio/17',
      'building/hall/alert',
      'devices/camera-3/ota',
      'fleet/van-7/gps',
      'hosts/edge-1/metrics',
      'machines/press/motor',
      'machines/press/relay',
      'sensors/boiler/temperature',
      'sensors/coldstore/temperature',
      'sensors/greenhouse/humidity',
      'sensors/line-1/voltage',
      'sensors/pump/pressure',
    ]);
    assert.deepEqual([...(topics.get('building/gpio/17') ?? [])].sort(), ['0', '1']);
    assert.deepEqual([...(topics.get('machines/press/relay') ?? [])].sort(), ['off', 'on']);
    assert.ok((topics.get('sensors/boiler/temperature')?.size ?? 0) > 10);
    assert.equal(topics.get('devices/camera-3/ota')?.size, 7);
  });
});
