import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVictoriaMetrics, victoriaMetrics } from '../harness/backend/engines';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import { promtool } from '../harness/backend/promtool';
import { nodeRedVersions } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { need } from '../harness/requirements';
import { until } from '../harness/until';

/** `secret`, as bcrypt. */
const PASSWORD = '$2b$08$DDbH1RCvxV/gwx0vljHhZObIrHtvi70D1ZSj0yjTy6XBy1exTtd1K';

const EVENTS = 30;

function flowOf(backend: string): FlowNode[] {
  return [
    { id: 'tab', type: 'tab', label: 'T' },
    { id: 'b', type: 'wireband-backend', url: backend, path: '/in', format: 'json', deviceId: 'edge-1' },
    {
      ...{
        id: 'many',
        type: 'inject',
        z: 'tab',
        props: [{ p: 'payload' }],
        payload: '1',
        payloadType: 'num',
      },
      ...{ once: true, onceDelay: 0.1, repeat: '', wires: [['f']] },
    },
    {
      ...{
        id: 'f',
        type: 'function',
        z: 'tab',
        outputs: 1,
        timeout: 0,
        noerr: 0,
        initialize: '',
        finalize: '',
      },
      ...{ libs: [], wires: [['u']] },
      func: `for (let i = 0; i < ${EVENTS}; i++) node.send({ topic: 't/' + i, payload: i });`,
    },
    {
      id: 'u',
      type: 'wireband-uplink',
      z: 'tab',
      name: 'Main',
      backend: 'b',
      flushInterval: 0.1,
      wires: [[], []],
    },
  ];
}

for (const version of nodeRedVersions) {
  describe(`Metrics, health and permissions in ${version.name}`, () => {
    let backend: HttpBackend;
    let red: NodeRed;

    beforeEach(async () => {
      backend = await startHttpBackend();
    });

    afterEach(async () => {
      await red?.stop();
      await backend.stop();
    });

    async function start(
      context: Mocha.Context,
      settings: Readonly<Record<string, unknown>>,
      more: readonly FlowNode[] = [],
    ): Promise<void> {
      const installation = need(context, version);
      await packThisPackage();
      const flows = [...flowOf(backend.url), ...more];
      red = await startNodeRed({ red: installation, packageFolder: repository, flows, settings });
    }

    const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
      fetch(`${red.url}${path}`, { headers });

    const metrics = async (): Promise<string> => (await get('/wireband/metrics')).text();

    it('VictoriaMetrics scrapes the counters, under names that promtool accepts', async function () {
      const database = need(this, victoriaMetrics);
      const checker = need(this, promtool);
      await start(this, { wireband: { metrics: 'public' } });
      const delivered = `wireband_events_delivered_total{uplink="u",name="Main",device="edge-1"} ${EVENTS}`;
      await until('all events are counted', async () => (await metrics()).includes(delivered));
      const checked = spawnSync(checker, ['check', 'metrics'], { input: await metrics(), encoding: 'utf8' });
      assert.deepEqual([checked.status, `${checked.stdout}${checked.stderr}`], [0, '']);

      const folder = mkdtempSync(join(tmpdir(), 'wireband-scrape-'));
      const config = join(folder, 'scrape.yml');
      const host = new URL(red.url).host;
      writeFileSync(
        config,
        `scrape_configs:\n- job_name: gateway\n  scrape_interval: 1s\n  metrics_path: /wireband/metrics\n  static_configs:\n  - targets: ['${host}']\n`,
      );
      const engine = await startVictoriaMetrics(database, [`-promscrape.config=${config}`]);
      try {
        const query = async (text: string): Promise<number> => {
          const response = await fetch(`${engine.url}/api/v1/query?query=${encodeURIComponent(text)}`);
          const { data } = Object(await response.json());
          return Number(data?.result?.[0]?.value?.[1]);
        };
        // The database does not show all of a scrape at once.
        const becomes = (text: string, isRight: (value: number) => boolean): Promise<true> => {
          let value = Number.NaN;
          return until(
            () => `${text} is right, it is ${value}`,
            async () => {
              value = await query(text);
              return isRight(value) || undefined;
            },
          );
        };
        await becomes('wireband_events_delivered_total{uplink="u"}', (value) => value === EVENTS);
        await becomes('wireband_backend_up', (value) => value === 1);
        await becomes('wireband_delivery_latency_seconds_count', (value) => value === EVENTS);
        const p99 = 'histogram_quantile(0.99, wireband_delivery_latency_seconds_bucket)';
        await becomes(p99, (value) => value > 0 && value < 60);
      } finally {
        await engine.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    });

    it('health is good until the backend refuses, then bad with the reason', async function () {
      await start(this, { wireband: { health: 'public' } });
      const health = async () => {
        const response = await get('/wireband/health');
        return { status: response.status, ...Object(await response.json()) };
      };
      await until('health is good', async () => (await health()).uplinks?.[0]?.state === 'online');
      assert.equal((await health()).status, 'ok');
      assert.equal((await get('/wireband/health')).status, 200);
      backend.reply = () => 401;
      await red.inject('many');
      await until('health is bad', async () => (await get('/wireband/health')).status === 503);
      assert.match((await health()).uplinks[0].reason, /refuses.*401/);
      assert.equal((await get('/wireband/metrics')).status, 404, 'metrics are not enabled');
    });

    it('health is bad while a setting keeps an uplink from starting', async function () {
      const broken = { id: 'broken', type: 'wireband-uplink', z: 'tab', name: 'Second', wires: [[], []] };
      await start(this, { wireband: { health: 'public' } }, [broken]);
      const response = await get('/wireband/health');
      assert.equal(response.status, 503);
      const { uplinks } = Object(await response.json());
      assert.match(uplinks.find(({ state }: { state: string }) => state === 'stopped')?.reason, /backend/);
    });

    it('a token is required if one is set, and invalid settings are reported and serve nothing', async function () {
      await start(this, { wireband: { metrics: { token: 's3cret' }, health: 'everybody' } });
      assert.equal((await get('/wireband/metrics')).status, 401);
      assert.equal((await get('/wireband/metrics', { Authorization: 'Bearer s3cre' })).status, 401);
      assert.equal((await get('/wireband/metrics', { Authorization: 'Bearer s3cret' })).status, 200);
      assert.equal((await get('/wireband/health')).status, 404);
      assert.match(red.output(), /wireband\.health in Node-RED's settings file is "everybody"; use 'admin'/);
    });

    it('users who may read can look, users who may write can control, and others can do nothing', async function () {
      const users = [
        { username: 'owner', password: PASSWORD, permissions: '*' },
        { username: 'reader', password: PASSWORD, permissions: 'read' },
        { username: 'watcher', password: PASSWORD, permissions: ['status.read'] },
      ];
      await start(this, { adminAuth: { type: 'credentials', users }, wireband: { metrics: 'admin' } });
      const logIn = async (username: string): Promise<string> => {
        const login = { client_id: 'node-red-editor', grant_type: 'password', username, password: 'secret' };
        const response = await fetch(`${red.url}/auth/token`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ ...login, scope: '' }),
        });
        return String(Object(await response.json()).access_token);
      };
      const statuses = async (token: string | undefined): Promise<Record<string, number>> => {
        const headers = {
          'Content-Type': 'application/json',
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        };
        const post = (path: string, body: object) =>
          fetch(`${red.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
        const read = ['/wireband/uplinks/u/quarantine', '/wireband/spools', '/wireband/metrics'];
        const seen = await Promise.all(read.map((path) => fetch(`${red.url}${path}`, { headers })));
        const watched = await post('/wireband/watch', {});
        const steered = await Promise.all([
          post('/wireband/uplinks/u/command', { command: 'flush' }),
          post('/wireband/uplinks/u/quarantine/discard', {}),
          post('/wireband/uplinks/u/quarantine/retry', {}),
        ]);
        const highest = (responses: readonly Response[]) =>
          Math.max(...responses.map(({ status }) => status));
        const lowest = (responses: readonly Response[]) => Math.min(...responses.map(({ status }) => status));
        return {
          see: token === undefined ? lowest(seen) : highest(seen),
          watch: watched.status,
          steer: steered.every(({ status }) => status === steered[0]?.status) ? (steered[0]?.status ?? 0) : 0,
        };
      };
      assert.deepEqual(await statuses(await logIn('owner')), { see: 200, watch: 200, steer: 200 });
      assert.deepEqual(await statuses(await logIn('reader')), { see: 200, watch: 200, steer: 401 });
      assert.deepEqual(await statuses(await logIn('watcher')), { see: 401, watch: 401, steer: 401 });
      assert.deepEqual(await statuses(undefined), { see: 401, watch: 401, steer: 401 });
    });
  });
}
