import type { Context } from 'mocha';
import type { Locator } from 'playwright-core';
import { type HttpBackend, startHttpBackend } from '../harness/backend/httpBackend';
import { Editor } from '../harness/editor/editor';
import type { RedInstallation } from '../harness/nodeRed/installations';
import { type FlowNode, type NodeRed, startNodeRed } from '../harness/nodeRed/nodeRed';
import { packThisPackage, repository } from '../harness/package/packedPackage';
import { chromium, need, type Requirement } from '../harness/requirements';

/** The page's own objects. */
declare const RED: { sidebar: { show(id: string): void } };

export const TAB = 'd000000000000001';

/** Messages per second of the load. */
export const LOAD = 10;

function inject(id: string, more: object): FlowNode {
  const props = [{ p: 'payload' }, { p: 'topic', vt: 'str' }];
  return {
    id,
    type: 'inject',
    z: TAB,
    props,
    repeat: '',
    once: false,
    onceDelay: 0.1,
    x: 120,
    y: 60,
    ...more,
  };
}

/** The flow of the tests: a steady load into one uplink, a series that never changes, and buttons. */
export function monitorFlow(backend: string, more: readonly FlowNode[] = []): FlowNode[] {
  return [
    { id: TAB, type: 'tab', label: 'Monitor' },
    { id: 'b', type: 'wireband-backend', url: backend, path: '/in', format: 'json', compression: 'none' },
    inject('load', {
      ...{ name: 'load', topic: 'hall/temperature', payload: '21', payloadType: 'num' },
      ...{ repeat: String(1 / LOAD), wires: [['u']] },
    }),
    inject('reject', {
      name: 'reject',
      payload: '',
      payloadType: 'date',
      topic: '',
      y: 140,
      wires: [['three']],
    }),
    {
      ...{ id: 'three', type: 'function', z: TAB, name: 'three', outputs: 1, timeout: 0, noerr: 0 },
      ...{ initialize: '', finalize: '', libs: [], x: 300, y: 140, wires: [['u']] },
      func: `for (const n of [1, 2, 3]) {
        node.send({ topic: 'bad/' + n, payload: { why: 'bad', text: '=1+1,"q"' } });
      }`,
    },
    {
      ...{ id: 'u', type: 'wireband-uplink', z: TAB, name: 'Plant', backend: 'b', storage: 'disk' },
      ...{ flushBatch: 5, flushInterval: 0.5, x: 500, y: 60, wires: [[], []] },
    },
    inject('unknown', {
      ...{ name: 'unknown', topic: 'dc1/rack4/qzx', payload: '{"v":5}', payloadType: 'json' },
      ...{ repeat: '0.2', y: 300, wires: [['c']] },
    }),
    {
      ...{ id: 'c', type: 'wireband-classify', z: TAB, name: 'Words', x: 300, y: 300, wires: [['d']] },
      ...{ topicProperty: 'topic', payloadProperty: 'payload', fallback: 'SENSOR_POLL' },
      ...{ topicSymbols: [], keywordSymbols: [] },
    },
    { id: 'd', type: 'wireband-delta', z: TAB, name: 'Filter', mode: 'change', x: 500, y: 300, wires: [[]] },
    ...more,
  ];
}

/** A second uplink, whose backend is not there. */
export function lonelyUplink(): FlowNode[] {
  const settings = { backend: 'b2', storage: 'disk', backoffMax: 1 };
  return [
    { id: 'b2', type: 'wireband-backend', url: 'http://127.0.0.1:1', path: '/in', format: 'json' },
    inject('send2', {
      name: 'send2',
      topic: 'cellar/pump',
      payload: '7',
      payloadType: 'num',
      y: 220,
      wires: [['u2']],
    }),
    {
      id: 'u2',
      type: 'wireband-uplink',
      z: TAB,
      name: 'Cellar',
      ...settings,
      x: 500,
      y: 220,
      wires: [[], []],
    },
  ];
}

/** Node-RED with the flow of the tests, its editor with the tab of the monitor, and the backend. */
export class MonitorPage {
  private constructor(
    readonly red: NodeRed,
    readonly editor: Editor,
    readonly backend: HttpBackend,
  ) {}

  static async open(context: Context, version: Requirement<RedInstallation>): Promise<MonitorPage> {
    const installation = need(context, version);
    const program = need(context, chromium);
    await packThisPackage();
    const backend = await startHttpBackend();
    const red = await startNodeRed({
      red: installation,
      packageFolder: repository,
      flows: monitorFlow(backend.url, lonelyUplink()),
    });
    return new MonitorPage(red, await Editor.open(program, red.url), backend);
  }

  async close(): Promise<void> {
    await this.editor[Symbol.asyncDispose]();
    await this.red.stop();
    await this.backend.stop();
  }

  get tab(): Locator {
    return this.editor.page.locator('.wireband-monitor');
  }

  async show(): Promise<void> {
    await this.editor.page.evaluate(() => RED.sidebar.show('wireband-monitor'));
    await this.tab.locator('.wireband-uplink').first().waitFor();
  }

  card(name: string): Locator {
    return this.tab.locator('.wireband-uplink').filter({
      has: this.editor.page.locator('.wireband-uplink-name', { hasText: new RegExp(`^${name}$`) }),
    });
  }

  /** The card of an uplink, unfolded. */
  async unfold(name: string): Promise<Locator> {
    const card = this.card(name);
    const head = card.locator('.wireband-uplink-head');
    if ((await head.getAttribute('aria-expanded')) !== 'true') await head.click();
    return card;
  }

  /** A figure of an unfolded uplink, as it is shown. */
  async figure(name: string, label: string): Promise<string> {
    const figure = this.card(name).locator('.wireband-figures > div').filter({ hasText: label });
    return (await figure.locator('dd').first().textContent()) ?? '';
  }

  /** A collapsible part of an uplink, such as its quarantine, unfolded. */
  async panel(name: string, title: string): Promise<Locator> {
    const card = await this.unfold(name);
    const panel = card.locator('.wireband-panel').filter({ hasText: title });
    if ((await panel.getAttribute('open')) === null) await panel.locator('summary').click();
    return panel;
  }

  /** Events of a topic that arrived at the backend. */
  arrived(topic: string): number {
    return this.backend.requests.filter(({ body }) => String(body).includes(topic)).length;
  }
}
