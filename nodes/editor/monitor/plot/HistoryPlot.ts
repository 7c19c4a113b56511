import uPlot from 'uplot';
import type { HistoryColumns, HistoryFigure, HistorySpan } from '../../../../src/monitor/FallingHistory';
import { bytesText, durationText, NOTHING, rateText } from '../figureText';
import { askRuntime } from '../monitorApi';
import { monitorText } from '../monitorText';

interface Curve {
  readonly figure: HistoryFigure;
  /** Distinguishable on a light and a dark background. */
  readonly stroke: string;
  readonly text: (value: number) => string;
  /** Key of the scale. */
  readonly scale: 'y' | 'bytes';
}

const count = (value: number): string => new Intl.NumberFormat(RED.i18n.lang()).format(Math.round(value));
const curve = (
  figure: HistoryFigure,
  stroke: string,
  text: Curve['text'],
  scale: Curve['scale'] = 'y',
): Curve => {
  return { figure, stroke, text, scale };
};

/** What can be plotted, by a key below `plot`. */
const PLOTS: Readonly<Record<'rates' | 'backlog' | 'latency', readonly Curve[]>> = {
  rates: [
    curve('in', '#3d85c6', rateText),
    curve('out', '#2f9e5f', rateText),
    curve('suppressed', '#a07fd0', rateText),
    curve('dropped', '#d9534f', rateText),
  ],
  backlog: [curve('waiting', '#3d85c6', count), curve('bytes', '#c27d1a', bytesText, 'bytes')],
  latency: [curve('p50', '#2f9e5f', durationText), curve('p99', '#c27d1a', durationText)],
};

const SPANS: readonly HistorySpan[] = ['15m', '24h', '7d'];

/** Milliseconds between requests for the curve: one slot for the shortest span, a minute for longer ones. */
const REFRESH_MS: Readonly<Record<HistorySpan, number>> = { '15m': 5000, '24h': 60_000, '7d': 60_000 };

const HEIGHT = 150;

/** The recent minutes, hours or days of an uplink as curves, with a red background where events were dropped. */
export class HistoryPlot {
  readonly element = $('<div>', { class: 'wireband-plot' });
  private readonly place = $('<div>', { class: 'wireband-plot-place', role: 'img' });
  private readonly what: JQuery;
  private readonly span: JQuery;
  private plot: { readonly drawn: uPlot; readonly what: string; readonly ground: string } | undefined;
  private timer: number | undefined;
  private columns: HistoryColumns | undefined;
  private readonly resize = new ResizeObserver(() => this.fit());

  constructor(private readonly uplink: string) {
    this.what = choice(monitorText('plot.what'), Object.keys(PLOTS), 'plot');
    this.span = choice(monitorText('plot.span'), SPANS, 'span');
    this.what.on('change', () => this.draw());
    this.span.on('change', () => this.start());
    this.element.append(
      $('<div>', { class: 'wireband-buttons' }).append(this.what, ' ', this.span),
      this.place,
    );
  }

  start(): void {
    window.clearInterval(this.timer);
    this.resize.observe(this.place[0] ?? document.body);
    const span = this.chosenSpan;
    this.timer = window.setInterval(() => {
      if (this.place.is(':visible')) void this.load();
    }, REFRESH_MS[span]);
    void this.load();
  }

  stop(): void {
    window.clearInterval(this.timer);
    this.resize.disconnect();
  }

  private get chosenSpan(): HistorySpan {
    return SPANS.find((span) => span === this.span.val()) ?? '15m';
  }

  private get chosenPlot(): keyof typeof PLOTS {
    const chosen = this.what.val();
    return chosen === 'backlog' || chosen === 'latency' ? chosen : 'rates';
  }

  private async load(): Promise<void> {
    const span = this.chosenSpan;
    const path = `uplinks/${encodeURIComponent(this.uplink)}/history`;
    const answer = await askRuntime(path, { span }).catch(() => undefined);
    const { times, figures }: Partial<HistoryColumns> = Object(answer);
    if (!times || !figures || span !== this.chosenSpan) return;
    this.columns = { times, figures };
    this.draw();
  }

  private draw(): void {
    const { columns, chosenPlot } = this;
    const width = this.place.width() ?? 0;
    if (!columns || width === 0) return;
    const curves = PLOTS[chosenPlot];
    const data: uPlot.AlignedData = [
      [...columns.times],
      ...curves.map(({ figure }) => [...columns.figures[figure]]),
    ];
    this.place.attr('aria-label', describe(curves, columns));
    const ground = getComputedStyle(this.place[0] ?? document.body).color;
    if (this.plot?.what === chosenPlot && this.plot.ground === ground) {
      this.plot.drawn.setData(data);
      showLatest(this.plot.drawn);
      return;
    }
    this.plot?.drawn.destroy();
    const element = this.place[0];
    if (!element) return;
    const drawn = new uPlot(this.options(curves, width, ground), data, element);
    this.plot = { drawn, what: chosenPlot, ground };
    showLatest(drawn);
  }

  private options(curves: readonly Curve[], width: number, colour: string): uPlot.Options {
    const grid = { stroke: 'rgba(128, 128, 128, 0.2)', width: 1 };
    const axis = { stroke: colour, grid, ticks: { ...grid, size: 4 }, font: '11px sans-serif' };
    const scales = [...new Set(curves.map(({ scale }) => scale))];
    return {
      width,
      height: HEIGHT,
      cursor: { y: false },
      scales: Object.fromEntries(scales.map((scale) => [scale, { range: fromZero }])),
      axes: [
        {
          ...axis,
          space: 60,
          size: 28,
          values: (_, times) => times.map((time) => axisTime(time, this.chosenSpan)),
        },
        ...scales.map((scale, i) => {
          const text = curves.find((each) => each.scale === scale)?.text ?? String;
          const values = (_: uPlot, ticks: number[]) => ticks.map((tick) => text(tick));
          return { ...axis, scale, values, size: 62, side: i === 0 ? (3 as const) : (1 as const) };
        }),
      ],
      series: [
        {
          label: monitorText('plot.time'),
          value: (_, time) => (time === null ? NOTHING : axisTime(time, '24h')),
        },
        ...curves.map(({ figure, stroke, scale, text }) => ({
          label: monitorText(`plot.${figure}`),
          stroke,
          scale,
          width: 1.5,
          points: { show: false },
          value: (_: uPlot, value: number | null) => (value === null ? NOTHING : text(value)),
        })),
      ],
      hooks: { drawClear: [(plot) => this.markGaps(plot)], setCursor: [showLatest] },
    };
  }

  /** Colors the background where events were dropped. */
  private markGaps(plot: uPlot): void {
    const { times, figures } = this.columns ?? { times: [], figures: { dropped: [] } };
    const step = (times[1] ?? 0) - (times[0] ?? 0);
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.fillStyle = 'rgba(217, 83, 79, 0.22)';
    for (const [i, dropped] of figures.dropped.entries()) {
      const time = times[i];
      if (!dropped || time === undefined) continue;
      const from = plot.valToPos(time, 'x', true);
      const to = plot.valToPos(time + step, 'x', true);
      ctx.fillRect(from, bbox.top, Math.max(1, to - from), bbox.height);
    }
    ctx.restore();
  }

  private fit(): void {
    const width = this.place.width() ?? 0;
    if (width === 0) return;
    if (this.plot) this.plot.drawn.setSize({ width, height: HEIGHT });
    else this.draw();
  }
}

/** A select with its own label. @param group key above the texts of its options. */
function choice(label: string, values: readonly string[], group: string): JQuery {
  return $('<select>', { 'aria-label': label }).append(
    values.map((value) => $('<option>', { value }).text(monitorText(`${group}.${value}`))),
  );
}

/** Shows the latest values in the legend, unless the cursor points at others. */
function showLatest(plot: uPlot): void {
  if (typeof plot.cursor.idx === 'number') return;
  const [times, ...curves] = plot.data;
  for (let idx = times.length - 1; idx >= 0; idx--) {
    if (curves.every((curve) => typeof curve[idx] !== 'number')) continue;
    plot.setLegend({ idx });
    return;
  }
}

function fromZero(_: uPlot, _lowest: number, highest: number): [number, number] {
  return [0, highest > 0 ? highest * 1.1 : 1];
}

function axisTime(seconds: number, span: HistorySpan): string {
  const date = new Date(seconds * 1000);
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  const day = { weekday: 'short', day: 'numeric' } as const;
  return span === '7d'
    ? date.toLocaleDateString(RED.i18n.lang(), day)
    : date.toLocaleTimeString(RED.i18n.lang(), time);
}

/** The latest value of each curve, for screen readers. */
function describe(curves: readonly Curve[], { figures }: HistoryColumns): string {
  const parts = curves.map(({ figure, text }) => {
    const latest = figures[figure].filter((value) => value !== null).at(-1);
    const shown = typeof latest === 'number' ? text(latest) : NOTHING;
    return `${monitorText(`plot.${figure}`)}: ${shown}`;
  });
  return parts.join(', ');
}
