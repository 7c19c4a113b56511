import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../../test/harness/network/listening';
import { onPath, type Requirement } from '../../test/harness/requirements';
import { RunningProgram } from '../../test/harness/runningProgram';
import { until } from '../../test/harness/until';
import type { Contender, RunningContender, Target } from './Contender';

export interface VictoriaMetrics {
  readonly agent: string;
  readonly server: string;
}

export const victoriaMetrics: Requirement<VictoriaMetrics> = {
  name: 'vmagent',
  find: () => {
    const agent = onPath('vmagent');
    const server = onPath('victoria-metrics');
    return agent === undefined || server === undefined ? undefined : { agent, server };
  },
  install: 'install VictoriaMetrics (Debian: apt-get install victoria-metrics)',
};

const METRIC = 'reading';
const SERIES = 100;
const SAMPLES_SINCE_MS = 3_600_000;
const START_TIMEOUT_MS = 30_000;

/** The flags we found that make it write to its disk soonest and most often: it does so when memory is short. */
const EAGER = [
  '-remoteWrite.flushInterval=10ms',
  '-remoteWrite.queues=1',
  '-remoteWrite.maxRowsPerBlock=100',
  '-memory.allowedBytes=16KB',
];

/** vmagent with its persistent queue in front of a VictoriaMetrics server, with its defaults or tuned for this test. */
export function vmagent({ agent, server }: VictoriaMetrics, tuning: 'default' | 'eager'): Contender {
  const flags = tuning === 'eager' ? EAGER : [];
  return {
    name: tuning === 'eager' ? 'vmagent, tuned' : 'vmagent',
    description: `vmagent ${packageVersion()}, ${flags.length === 0 ? 'default flags' : `flags\n  \`${flags.join(' ')}\``}`,
    start: (folder, targetPort) => startAgent(agent, flags, folder, targetPort),
    startTarget: (folder, port) => startServer(server, folder, port),
  };
}

/** Debian's version: the program was built without reporting its own. */
function packageVersion(): string {
  try {
    return (
      execFileSync('dpkg-query', ['-W', 'victoria-metrics'], { encoding: 'utf8' }).trim().split(/\s+/)[1] ??
      ''
    );
  } catch {
    return 'of unknown version';
  }
}

async function startAgent(
  program: string,
  flags: readonly string[],
  folder: string,
  targetPort: number,
): Promise<RunningContender> {
  const port = await freePort();
  const running = new RunningProgram(program, [
    `-httpListenAddr=127.0.0.1:${port}`,
    `-remoteWrite.url=http://127.0.0.1:${targetPort}/api/v1/write`,
    `-remoteWrite.tmpDataPath=${join(folder, 'queue')}`,
    ...flags,
  ]);
  await untilHealthy(running, port);
  const begin = Date.now() - SAMPLES_SINCE_MS;
  return {
    request: (sample) => ({
      url: `http://127.0.0.1:${port}/api/v1/import/prometheus`,
      body: `${METRIC}{sensor="${sample % SERIES}"} ${sample} ${begin + sample}\n`,
      type: 'text/plain',
    }),
    async kill() {
      running.signal('SIGKILL');
      await running.ended;
    },
  };
}

async function startServer(program: string, folder: string, port: number): Promise<Target> {
  const running = new RunningProgram(program, [
    `-httpListenAddr=127.0.0.1:${port}`,
    `-storageDataPath=${join(folder, 'stored')}`,
  ]);
  await untilHealthy(running, port);
  const url = `http://127.0.0.1:${port}`;
  return {
    async arrived() {
      // Without this, the latest samples cannot be read yet.
      await fetch(`${url}/internal/force_flush`);
      const response = await fetch(`${url}/api/v1/export?match[]=${METRIC}&start=-1d`);
      const lines = (await response.text()).split('\n').filter((line) => line !== '');
      const values = lines.flatMap((line) => {
        const series: { readonly values: readonly number[] } = JSON.parse(line);
        return series.values;
      });
      return new Set(values).size;
    },
    close: () => running.kill(),
  };
}

async function untilHealthy(running: RunningProgram, port: number): Promise<void> {
  const isHealthy = () =>
    fetch(`http://127.0.0.1:${port}/health`)
      .then(({ ok }) => ok)
      .catch(() => false);
  await until(() => `it is ready; it wrote ${running.output}`, isHealthy, START_TIMEOUT_MS);
}
