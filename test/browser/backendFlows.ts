import type { FormatName } from '../../src/frame';
import type { FlowNode } from '../harness/nodeRed/nodeRed';

const TAB = 'b000000000000001';
export const NEW = { uplink: 'b000000000000002', backend: 'b000000000000003' };
export const OLD = { uplink: 'b000000000000004', backend: 'b000000000000005' };
export const FLEET = { uplink: 'b000000000000006', backend: 'b000000000000007' };
export const BENT = { uplink: 'b000000000000009', backend: 'b00000000000000a' };
export const BUTTON = 'b000000000000008';

/** What release 0.1.0 saved for a backend. */
export const savedBy010 = {
  name: 'of an earlier release',
  url: 'http://127.0.0.1:9',
  deviceId: 'edge-node',
  path: '/iot/v1/ingest/batch',
  format: 'wireband',
  envelope: 'array',
  compression: 'gzip',
  timeout: 30,
  tls: '',
  catalog: '{}',
};

/** Settings that are known only when the node starts, as in a fleet. */
export const fromEnvironment = {
  url: `\${BACKEND_URL}`,
  deviceId: `\${DEVICE}`,
  path: `\${INGEST_PATH}`,
  format: `\${FORMAT}`,
  envelope: `\${ENVELOPE}`,
  compression: `\${COMPRESSION}`,
  precision: `\${PRECISION}`,
  textValues: `\${TEXT}`,
};

/** Where the requests of each format begin, with the address http://127.0.0.1:9 and no path of the user's. */
export const FIRST_LINES: Readonly<Record<FormatName, readonly string[]>> = {
  wireband: ['POST http://127.0.0.1:9/iot/v1/ingest/batch', 'Content-Type: application/json'],
  columnar: [
    'POST http://127.0.0.1:9/iot/v1/ingest/batch',
    'Content-Type: application/vnd.wireband.columnar+json',
  ],
  json: ['POST http://127.0.0.1:9/', 'Content-Type: application/json'],
  ndjson: ['POST http://127.0.0.1:9/', 'Content-Type: application/x-ndjson'],
  influx: ['POST http://127.0.0.1:9/write?precision=ns', 'Content-Type: text/plain; charset=utf-8'],
  otlp: ['POST http://127.0.0.1:9/v1/metrics', 'Content-Type: application/json'],
};

function uplinkTo(ids: { uplink: string; backend: string }, y: number): FlowNode {
  const { uplink: id, backend } = ids;
  return { id, type: 'wireband-uplink', z: TAB, storage: 'memory', backend, x: 400, y, wires: [[], []] };
}

export function flows(url: string): FlowNode[] {
  return [
    { id: TAB, type: 'tab', label: 'Backends' },
    { id: NEW.backend, type: 'wireband-backend', name: 'new', url },
    { id: OLD.backend, type: 'wireband-backend', ...savedBy010 },
    { id: FLEET.backend, type: 'wireband-backend', name: 'fleet', ...fromEnvironment },
    { id: BENT.backend, type: 'wireband-backend', ...savedBy010, name: 'bent', format: 'json' },
    uplinkTo(NEW, 100),
    uplinkTo(OLD, 200),
    uplinkTo(FLEET, 300),
    uplinkTo(BENT, 400),
    {
      id: BUTTON,
      type: 'inject',
      z: TAB,
      name: 'reading',
      props: [{ p: 'payload' }, { p: 'topic', vt: 'str' }],
      topic: 'cellar/<b>pump</b>/temp',
      payload: '47.25',
      payloadType: 'num',
      repeat: '',
      crontab: '',
      once: false,
      onceDelay: 0.1,
      x: 150,
      y: 100,
      wires: [[NEW.uplink]],
    },
  ];
}
