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
import { publishDevices } from './publishDevices';
import { receivingFlow } from './receivingFlow';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Undoes, in reverse order, what was started; each step is tried even if another one fails. */
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

/** Runs the demo until a signal, its time or the end of Node-RED. Resolves with the exit code. */
export async function runDemo(command: DemoCommand): Promise<number> {
  const asked = stopRequest(command.seconds);
  const cleanup = new Cleanup();
  try {
    return await runUntil(asked.promise, command, cleanup);
  } finally {
    await cleanup.run();
    asked.dispose();
  }
}

async function runUntil(
  stop: Promise<void>,
  { run, ...command }: DemoCommand,
  cleanup: Cleanup,
): Promise<number> {
  const editor = await findEditor(run);
  const settings = await withEmbedded(run, editor, cleanup);
  const ownBackend = !run.given.has('backend');
  const userDir = await demoUserDir(run, cleanup);
  const report = new DemoReport(console.log, command.verbose);

  const gateway = await startGateway({
    flow: [...gatewayFlow(settings), ...(ownBackend ? receivingFlow() : [])],
    credentials: gatewayCredentials(run.secrets),
    secrets: run.secrets,
    editor,
    userDir,
    output: 'pipe',
    env: ownBackend ? withoutProxy(editor.host) : {},
  });
  cleanup.add(() => gateway.run.stop());
  for (const stream of [gateway.run.child.stdout, gateway.run.child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => report.take(text));
  }
  console.log(
    [
      `Node-RED ${gateway.nodeRed.version} is starting. Open the editor: ${editorUrl(editor)}`,
      `  broker   ${settings.broker.url}, ${command.devices ? 'simulated devices' : 'its own messages (--devices adds simulated ones)'}`,
      `  backend  ${ownBackend ? 'the second tab of the editor' : settings.backend}`,
      'Ctrl-C stops.',
    ].join('\n'),
  );

  if (command.devices) {
    const devices = await publishDevices(settings.broker.url, clientOptions(run), simulatedDevices());
    cleanup.add(() => devices.stop());
  }

  const code = await Promise.race([stop.then(() => 0), gateway.run.ended.then(failure)]);
  if (code === 0) console.log(`Stopping. Total: ${report.summary}`);
  else console.error(`Node-RED stopped unexpectedly. Its last lines:\n${report.lastLines}`);
  return code;
}

/** Port 1880 where the user named none, or a free one if that is taken. */
async function findEditor({ editor, given }: RunCommand): Promise<EditorAddress> {
  try {
    return await reserveEditor(editor);
  } catch (error) {
    if (given.has('port') || !(error instanceof EditorAddressError)) throw error;
    return reserveEditor({ ...editor, port: 0 });
  }
}

/** The settings with our own broker and backend for those that the user did not name. */
async function withEmbedded(
  run: RunCommand,
  editor: EditorAddress,
  cleanup: Cleanup,
): Promise<GatewaySettings> {
  const own = { ...run.gateway.backend, url: editorUrl(editor).replace(/\/$/, '') };
  const backend = run.given.has('backend') ? run.gateway.backend : own;
  if (run.given.has('broker')) return { ...run.gateway, backend };
  const broker = await startEmbeddedBroker();
  cleanup.add(() => broker.stop());
  return { ...run.gateway, backend, broker: parseBroker(broker.url).address };
}

async function demoUserDir({ userDir, given }: RunCommand, cleanup: Cleanup): Promise<string> {
  if (given.has('user-dir')) return userDir;
  const temporary = await mkdtemp(join(tmpdir(), 'wireband-demo-'));
  cleanup.add(() => rm(temporary, { recursive: true, force: true, maxRetries: 3 }));
  return temporary;
}

/** Node-RED sends to itself: not by way of a proxy that the environment may name. */
function withoutProxy(host: string): Record<string, string> {
  const exceptions = [process.env.no_proxy || process.env.NO_PROXY, host, 'localhost']
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

/** An end that nobody asked for is a failure, whatever code it comes with. */
function failure(code: number): number {
  return code === 0 ? 1 : code;
}

/** Fulfilled by a signal, or when the time is over. Signals do nothing else until it is disposed of. */
function stopRequest(seconds: number | undefined): { promise: Promise<void>; dispose(): void } {
  let stop: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => {
    stop = resolve;
  });
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  const timer = seconds === undefined ? undefined : setTimeout(stop, seconds * 1000);
  return {
    promise,
    dispose() {
      clearTimeout(timer);
      for (const signal of STOP_SIGNALS) process.off(signal, stop);
    },
  };
}
