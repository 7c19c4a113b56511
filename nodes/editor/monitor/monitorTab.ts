import uplotStyle from 'uplot/dist/uPlot.min.css';
import type { UplinkRow } from '../../../src/monitor/UplinkRow';
import type { IncomingTopic } from '../../runtime/incomingTopics';
import { tellRuntime } from './monitorApi';
import { MONITOR_STYLE } from './monitorStyle';
import { monitorText } from './monitorText';
import { SeriesView } from './SeriesView';
import { SpoolsView } from './SpoolsView';
import { StartPanel } from './start/StartPanel';
import { UplinkList } from './UplinkList';

const VIEWS = ['uplinks', 'series', 'spools'] as const;
type View = (typeof VIEWS)[number];

/** Milliseconds between renewals: the runtime forgets its viewers after some seconds. */
const RENEW_MS = 5000;

/** Adds the tab to the sidebar. Its content is built once, and requests nothing while it is hidden. */
export function addMonitorTab(): void {
  $('<style>').text(`${uplotStyle}\n${MONITOR_STYLE}`).appendTo('head');
  const tab = new MonitorTab();
  RED.sidebar.addTab({
    id: 'wireband-monitor',
    label: 'Wire.Band',
    name: monitorText('title'),
    iconClass: 'fa fa-exchange',
    content: tab.element,
    enableOnEdit: true,
    action: 'wireband:show-monitor',
  });
  RED.actions.add('wireband:show-monitor', () => RED.sidebar.show('wireband-monitor'));
  RED.comms.subscribe('wireband/monitor', (_, data) => tab.onFigures(data));
}

/** What the runtime publishes or responds with. */
interface Figures {
  readonly rows?: readonly UplinkRow[];
  readonly topics?: readonly IncomingTopic[];
}

class MonitorTab {
  readonly element = $('<div>', { class: 'wireband-monitor' });
  private readonly uplinks = new UplinkList();
  private readonly start = new StartPanel();
  private readonly series = new SeriesView();
  private readonly spools = new SpoolsView(() => this.uplinks.rows);
  private readonly buttons = new Map<View, JQuery>();
  private readonly panels = new Map<View, JQuery>();
  private readonly fault = $('<p>', { class: 'wireband-fault', role: 'alert' });
  private view: View = 'uplinks';
  private timer: number | undefined;
  private isInSight = false;

  constructor() {
    const list = $('<div>', { role: 'tablist', class: 'wireband-views', 'aria-label': monitorText('title') });
    const contents = { uplinks: this.uplinks, series: this.series, spools: this.spools };
    for (const view of VIEWS) {
      const button = $('<button>', {
        type: 'button',
        role: 'tab',
        id: `wireband-view-${view}`,
        'aria-controls': `wireband-panel-${view}`,
      });
      button.text(monitorText(`view.${view}`)).on('click', () => this.choose(view));
      const panel = $('<div>', {
        role: 'tabpanel',
        id: `wireband-panel-${view}`,
        'aria-labelledby': `wireband-view-${view}`,
      }).append(contents[view].element);
      if (view === 'uplinks') panel.append(this.start.element);
      this.buttons.set(view, button);
      this.panels.set(view, panel);
      list.append(button);
    }
    list.on('keydown', (event) => this.onKey(event));
    const body = $('<div>', { class: 'wireband-monitor-body', tabindex: 0 }).append(...this.panels.values());
    this.element.append(list, this.fault, body);
    this.choose('uplinks');
    this.watchSight();
  }

  /** The runtime sends figures while someone is watching, in this window or another. */
  onFigures(data: unknown): void {
    if (!this.isInSight) return;
    const { rows, topics }: Figures = Object(data);
    if (rows) {
      this.uplinks.show(rows);
      const wanted = this.start.wantsTopics;
      this.start.update(rows.length > 0);
      // The panel has just begun to show topics: the first ones should not have to wait for the next renewal.
      if (!wanted && this.start.wantsTopics) void this.renew();
    }
    if (topics) this.start.showTopics(topics);
  }

  private choose(view: View): void {
    this.view = view;
    for (const each of VIEWS) {
      const isChosen = each === view;
      this.buttons.get(each)?.attr({ 'aria-selected': String(isChosen), tabindex: isChosen ? 0 : -1 });
      this.panels.get(each)?.prop('hidden', !isChosen);
    }
    this.series.stop();
    if (!this.isInSight) return;
    if (view === 'series') this.series.start();
    if (view === 'spools') this.spools.load();
  }

  /** Arrow keys move through the views, as with other tabs. */
  private onKey({ key }: JQuery.TriggeredEvent & { readonly key?: string }): void {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const next = VIEWS[(VIEWS.indexOf(this.view) + step + VIEWS.length) % VIEWS.length];
    if (step === 0 || !next) return;
    this.choose(next);
    this.buttons.get(next)?.trigger('focus');
  }

  private watchSight(): void {
    const [element] = this.element;
    if (!element) return;
    let isShown = false;
    const update = (): void => this.onSight(isShown && !document.hidden);
    new IntersectionObserver((entries) => {
      isShown = entries.at(-1)?.isIntersecting ?? false;
      update();
    }).observe(element);
    document.addEventListener('visibilitychange', update);
  }

  private onSight(isInSight: boolean): void {
    if (isInSight === this.isInSight) return;
    this.isInSight = isInSight;
    window.clearInterval(this.timer);
    if (isInSight) {
      this.timer = window.setInterval(() => void this.renew(), RENEW_MS);
      void this.renew();
    }
    this.choose(this.view);
  }

  private async renew(): Promise<void> {
    try {
      this.onFigures(await tellRuntime('watch'));
      if (this.start.wantsTopics) this.onFigures(await tellRuntime('topics'));
      this.fault.text('');
    } catch (error) {
      this.fault.text(monitorText('no-figures', { error: error instanceof Error ? error.message : '' }));
    }
  }
}
