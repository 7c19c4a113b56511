import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseBroker } from '../bin/brokerAddress';
import { EditorAddressError, editorUrl, reserveEditor } from '../bin/editorPort';
import { gatewayCredentials, gatewayFlow } from '../bin/gatewayFlow';
import type { RunCommand } from '../bin/parseArguments';
import type { EditorAddress, GatewaySettings } from '../bin/settings';
import { startGateway } from '../bin/startGateway';
import { DemoReport } from './DemoReport';
import type { DemoCommand } from './demoArguments';
import { simulatedDevices } from './devices';
import { startEmbeddedBroker } from './embeddedBroker';
import { onKeys } from './keys';
import { OutageShow } from './OutageShow';
import { Plug } from './Plug';
import { publishDevices } from './publishDevices';
import { receivingFlow } from './receivingFlow';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Undoes what was started, in reverse order; each step runs even if another one fails. */
class Cleanup {
  private readonly steps: (() => Promise<unknown>)[] = [];

  add(step: () => Promise<unknown>): void {
    this.steps.push(step);
  }

  async run(): Promise<void> {
    for (const step of this.steps.reverse()) {
      await step().catch((error: unknown) => console.error('While stopping:', error));
    }
  }
}

/** Runs the demo until a signal, the end of its time, or the end of Node-RED. Resolves with the exit code. */
export async function runDemo(command: DemoCommand): Promise<number> {
  const asked = stopRequest(command.seconds);
  const cleanup = new Cleanup();
  try {
    return await runUntil(asked, command, cleanup);
  } finally {
    await cleanup.run();
    asked.dispose();
  }
}

async function runUntil(
  asked: StopRequest,
  { run, ...command }: DemoCommand,
  cleanup: Cleanup,
): Promise<number> {
  const editor = await findEditor(run);
  const plug = run.given.has('backend') ? undefined : await startPlug(editor, cleanup);
  const settings = await withEmbedded(run, plug, cleanup);
  const userDir = await demoUserDir(run, cleanup);
  const say = (line: string): void => console.log(line);
  const hasKey = plug !== undefined && process.stdin.isTTY === true;
  const show = plug && new OutageShow(plug, say, command.outage, hasKey);
  const report = new DemoReport(say, command.verbose, (figures) => show?.onFigures(figures));

  const gateway = await startGateway({
    flow: [...gatewayFlow(settings), ...(plug ? receivingFlow() : [])],
    credentials: gatewayCredentials(run.secrets),
    secrets: run.secrets,
    editor,
    userDir,
    output: 'pipe',
    env: plug ? withoutProxy(editor.host) : {},
  });
  cleanup.add(() => gateway.run.stop());
  for (const stream of [gateway.run.child.stdout, gateway.run.child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => report.take(text));
  }
  if (show) {
    cleanup.add(async () => show.close());
    const endKeys = onKeys(process.stdin, { p: () => void show.toggle() }, asked.stop);
    if (endKeys) cleanup.add(async () => endKeys());
  }
  say(
    [
      `Node-RED ${gateway.nodeRed.version} is starting. Open the editor: ${editorUrl(editor)}`,
      '  monitor  the tab Wire.Band in the sidebar of the editor',
      `  broker   ${settings.broker.url}, ${command.devices ? 'simulated devices' : 'its own messages (--devices adds simulated ones)'}`,
      `  backend  ${plug ? 'the second tab of the editor' : settings.backend.url}`,
      ...(hasKey
        ? ['p pulls the plug of the backend, and plugs it in again. Ctrl-C stops.']
        : ['Ctrl-C stops.']),
    ].join('\n'),
  );

  if (command.devices) {
    const devices = await publishDevices(settings.broker.url, clientOptions(run), simulatedDevices());
    cleanup.add(() => devices.stop());
  }

  const code = await Promise.race([asked.promise.then(() => 0), gateway.run.ended.then(failure)]);
  if (code === 0) say(`Stopping. Total: ${report.summary}`);
  else console.error(`Node-RED stopped unexpectedly. Its last lines:\n${report.lastLines}`);
  return code;
}

/** The user's port; if none was given, port 1880, or a free one if that is taken. */
async function findEditor({ editor, given }: RunCommand): Promise<EditorAddress> {
  try {
    return await reserveEditor(editor);
  } catch (error) {
    if (given.has('port') || !(error instanceof EditorAddressError)) throw error;
    return reserveEditor({ ...editor, port: 0 });
  }
}

/** The line to the backend on the second tab of the editor. */
async function startPlug(editor: EditorAddress, cleanup: Cleanup): Promise<Plug> {
  const host = new URL(editorUrl(editor)).hostname.replace(/^\[|\]$/g, '');
  const plug = new Plug({ host, port: editor.port });
  await plug.putIn();
  cleanup.add(() => plug.pull());
  return plug;
}

/** Maximum delay between attempts, in seconds: the demo's outages are short. */
const TRIES_AFTER = 4;

/** The settings, with the embedded broker and backend unless the user gave others. */
async function withEmbedded(
  { gateway, given }: RunCommand,
  plug: Plug | undefined,
  cleanup: Cleanup,
): Promise<GatewaySettings> {
  const settings = plug
    ? {
        ...gateway,
        backend: { ...gateway.backend, url: plug.url },
        uplink: { ...gateway.uplink, backoffMax: TRIES_AFTER },
      }
    : gateway;
  if (given.has('broker')) return settings;
  const broker = await startEmbeddedBroker();
  cleanup.add(() => broker.stop());
  return { ...settings, broker: parseBroker(broker.url).address };
}

async function demoUserDir({ userDir, given }: RunCommand, cleanup: Cleanup): Promise<string> {
  if (given.has('user-dir')) return userDir;
  const temporary = await mkdtemp(join(tmpdir(), 'wireband-demo-'));
  cleanup.add(() => rm(temporary, { recursive: true, force: true, maxRetries: 3 }));
  return temporary;
}

/** Node-RED sends to itself, which must not go through a proxy that the environment may set. */
function withoutProxy(host: string): Record<string, string> {
  const exceptions = [process.env.no_proxy || process.env.NO_PROXY, host, 'localhost', '127.0.0.1']
    .filter(Boolean)
    .join(',');
  return { no_proxy: exceptions, NO_PROXY: exceptions };
}

function clientOptions({ secrets, gateway }: RunCommand): object {
  const { username, password } = secrets;
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(gateway.ca === undefined ? {} : { ca: readFileSync(gateway.ca) }),
  };
}

/** An unrequested end is a failure, whatever the exit code. */
function failure(code: number): number {
  return code === 0 ? 1 : code;
}

interface StopRequest {
  readonly promise: Promise<void>;
  readonly stop: () => void;
  dispose(): void;
}

/** Resolves on a signal, on stop(), or when the time is up. Until it is disposed of, signals do nothing else. */
function stopRequest(seconds: number | undefined): StopRequest {
  let stop: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    stop = resolve;
  });
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  const timer = seconds === undefined ? undefined : setTimeout(stop, seconds * 1000);
  return {
    promise,
    stop: () => stop(),
    dispose() {
      clearTimeout(timer);
      for (const signal of STOP_SIGNALS) process.off(signal, stop);
    },
  };
}
