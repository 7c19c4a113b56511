import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../network/listening';
import { onPath, type Requirement } from '../requirements';
import { RunningProgram } from '../runningProgram';
import { until } from '../until';

export const influxd: Requirement<string> = {
  name: 'influxd',
  find: () => onPath('influxd'),
  install: 'install InfluxDB (Debian: apt-get install influxdb)',
};

export const victoriaMetrics: Requirement<string> = {
  name: 'victoria-metrics',
  find: () => onPath('victoria-metrics', 'victoria-metrics-prod'),
  install: 'install VictoriaMetrics (Debian: apt-get install victoria-metrics)',
};

/** A database in its own process, with its files in a folder that is removed with it. */
export interface Engine {
  readonly url: string;
  /** What it has written since its last start. */
  output(): string;
  /** Stops it as a service is stopped, and keeps its files. */
  pause(): Promise<void>;
  /** Restarts it in the same place, with its files. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

/** An InfluxDB 1 on free ports, with its usual settings except for these. */
export async function startInfluxdb(program: string): Promise<Engine> {
  const [port, rpc] = [await freePort(), await freePort()];
  return start(program, port, '/ping', (folder) => {
    const config = [
      'reporting-disabled = true',
      `bind-address = "127.0.0.1:${rpc}"`,
      `[meta]\n  dir = "${join(folder, 'meta')}"`,
      `[data]\n  dir = "${join(folder, 'data')}"\n  wal-dir = "${join(folder, 'wal')}"`,
      `[http]\n  bind-address = "127.0.0.1:${port}"\n  log-enabled = false`,
      '[monitor]\n  store-enabled = false',
    ];
    writeFileSync(join(folder, 'influxdb.conf'), `${config.join('\n')}\n`);
    return ['-config', join(folder, 'influxdb.conf')];
  });
}

/**
 * A VictoriaMetrics that keeps only one of several samples with the same time.
 * @param more further arguments.
 * @param givenPort a free one if absent.
 */
export async function startVictoriaMetrics(
  program: string,
  more: readonly string[] = [],
  givenPort?: number,
): Promise<Engine> {
  const port = givenPort ?? (await freePort());
  return start(program, port, '/health', (folder) => [
    `-storageDataPath=${join(folder, 'data')}`,
    `-httpListenAddr=127.0.0.1:${port}`,
    '-retentionPeriod=100y',
    '-dedup.minScrapeInterval=1ms',
    // So that what was written is found at once.
    '-search.latencyOffset=0s',
    '-search.disableCache',
    '-memory.allowedBytes=64MB',
    ...more,
  ]);
}

async function start(
  program: string,
  port: number,
  health: string,
  argumentsIn: (folder: string) => readonly string[],
): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'wireband-engine-'));
  const args = argumentsIn(folder);
  const url = `http://127.0.0.1:${port}`;
  let running: RunningProgram;
  const launch = (): Promise<unknown> => {
    running = new RunningProgram(program, args);
    return until(
      () => `${program} answers; it wrote:\n${running.output}`,
      () => isUp(`${url}${health}`),
    );
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    running.signal(signal);
    await running.ended;
  };
  const stop = async (): Promise<void> => {
    await end('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await launch();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    output: () => running.output,
    pause: () => end('SIGTERM'),
    resume: async () => {
      await launch();
    },
    stop,
  };
}

async function isUp(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** A row of a response of InfluxDB: column → value. */
export type InfluxRow = Readonly<Record<string, unknown>>;

/**
 * Queries InfluxDB 1. Whole numbers in the first column are returned as text: it is the time in nanoseconds, too large
 * for a JavaScript number.
 */
export async function queryInflux({ url }: Engine, query: string, database = 'plant'): Promise<InfluxRow[]> {
  const parameters = new URLSearchParams({ q: query, db: database, epoch: 'ns' });
  const response = await fetch(`${url}/query`, { method: 'POST', body: parameters });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  const answer = JSON.parse(text.replace(/\[(-?\d+)(?=[,\]])/g, '["$1"'));
  const [result] = answer.results;
  if (result.error) throw new Error(result.error);
  return (result.series ?? []).flatMap(({ columns, values }: { columns: string[]; values: unknown[][] }) =>
    values.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]]))),
  );
}

/** One sample of VictoriaMetrics, with the labels of its series. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** Everything that VictoriaMetrics has stored for the series of a selector. */
export async function exportSamples({ url }: Engine, selector: string): Promise<Sample[]> {
  await fetch(`${url}/internal/force_flush`);
  const parameters = new URLSearchParams({ 'match[]': selector });
  const response = await fetch(`${url}/api/v1/export?${parameters}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const { metric, values, timestamps } = JSON.parse(
        line.replace(
          /([[,])([+-]?)Inf(?=[,\]])/g,
          (_, before, sign) => `${before}${sign === '-' ? '-' : ''}1e999`,
        ),
      );
      return values.map((value: number, i: number) => ({ labels: metric, value, time: timestamps[i] }));
    });
}
