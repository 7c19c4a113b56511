import type { FormatName } from '../../../src/frame/formatTable';

/** What a backend's settings are for an engine; what is absent keeps its default. */
export interface EnginePreset {
  readonly format: FormatName;
  /** Where the engine listens by default. */
  readonly url: string;
  readonly path?: string;
  readonly query?: string;
  readonly precision?: string;
  readonly textValues?: string;
}

export const ENGINES = [
  'influxdb1',
  'influxdb2',
  'influxdb3',
  'victoriametrics',
  'questdb',
  'telegraf',
  'otelcol',
] as const;
export type Engine = (typeof ENGINES)[number];

/** By docs/formats.md, which also says what each engine makes of it. */
export const ENGINE_PRESETS: Readonly<Record<Engine, EnginePreset>> = {
  influxdb1: { format: 'influx', url: 'http://localhost:8086', query: 'db=plant' },
  influxdb2: {
    format: 'influx',
    url: 'http://localhost:8086',
    path: '/api/v2/write',
    query: 'org=my-org&bucket=plant',
  },
  influxdb3: { format: 'influx', url: 'http://localhost:8181', path: '/api/v3/write_lp', query: 'db=plant' },
  victoriametrics: {
    format: 'influx',
    url: 'http://localhost:8428',
    precision: 'ms',
    textValues: 'omit',
  },
  questdb: { format: 'influx', url: 'http://localhost:9000' },
  telegraf: { format: 'influx', url: 'http://localhost:8186' },
  otelcol: { format: 'otlp', url: 'http://localhost:4318' },
};

/** Addresses that the user did not choose: a preset may put its own in their place. */
export const UNCHOSEN_URLS: readonly string[] = [
  '',
  'http://localhost:8000',
  ...ENGINES.map((engine) => ENGINE_PRESETS[engine].url),
];
