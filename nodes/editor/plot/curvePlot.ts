import { roundTicks, timeFormat } from './axisTicks';
import { distinctPixels, type Polyline, thinCurve } from './thinCurve';

/** Readings in order of time, in milliseconds since the epoch. */
export interface Curve {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

export interface PlotContent {
  /** What was measured. */
  readonly signal: Curve;
  /** What would be forwarded. */
  readonly forwarded: Curve;
  /** How a receiver fills the time between two forwarded points. */
  readonly joins: 'steps' | 'lines';
  /** What the plot shows, in words for screen readers. */
  readonly description: string;
}

export interface CurvePlot {
  draw(content: PlotContent): void;
  /** Stops redrawing when the size of the box changes. */
  close(): void;
}

const NAMESPACE = 'http://www.w3.org/2000/svg';

/** Pixels around the curve: for the numbers on its left and the times below it. */
const MARGIN = { left: 52, right: 10, top: 8, bottom: 20 } as const;
const HEIGHT = 200;
const LEAST_WIDTH = 160;

/** A curve and what would be forwarded of it, drawn as wide as the box and redrawn when its width changes. */
export function curvePlot(box: HTMLElement): CurvePlot {
  let content: PlotContent | undefined;
  let width = 0;
  const redraw = () => {
    width = box.clientWidth;
    if (content && width > 0) box.replaceChildren(picture(content, Math.max(width, LEAST_WIDTH)));
  };
  const observer = new ResizeObserver(() => {
    if (box.clientWidth !== width) redraw();
  });
  observer.observe(box);
  return {
    draw(next) {
      content = next;
      redraw();
    },
    close() {
      observer.disconnect();
    },
  };
}

/** The same curve in order of time: some readings arrive late. */
export function inOrderOfTime(curve: Curve): Curve {
  const { times, values } = curve;
  if (times.every((time, i) => time >= (times[i - 1] ?? time))) return curve;
  const order = times.map((_, i) => i).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0));
  return { times: order.map((i) => times[i] ?? 0), values: order.map((i) => values[i] ?? 0) };
}

interface Scale {
  readonly x: (time: number) => number;
  readonly y: (value: number) => number;
  readonly from: number;
  readonly to: number;
  readonly low: number;
  readonly high: number;
  readonly width: number;
}

function picture(content: PlotContent, width: number): SVGElement {
  const { signal, forwarded, joins, description } = content;
  const scale = scaleOf(signal, forwarded, width);
  const svg = element('svg', {
    class: 'wireband-plot',
    viewBox: `0 0 ${width} ${HEIGHT}`,
    width,
    height: HEIGHT,
    role: 'img',
    'aria-label': description,
  });
  const points = distinctPixels(placed(forwarded, scale));
  svg.append(
    ...valueAxis(scale),
    ...timeAxis(scale),
    element('path', { class: 'wireband-plot-signal', d: linePath(thinCurve(placed(signal, scale))) }),
    element('path', {
      class: 'wireband-plot-rebuilt',
      d: linePath(thinCurve(rebuilt(forwarded, joins, scale))),
    }),
    element('path', { class: 'wireband-plot-points', d: dotPath(points) }),
  );
  return svg;
}

function scaleOf(signal: Curve, forwarded: Curve, width: number): Scale {
  const from = signal.times[0] ?? 0;
  const to = signal.times.at(-1) ?? from;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const values of [signal.values, forwarded.values]) {
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) [low, high] = [0, 1];
  const padding = (high - low) * 0.06 || Math.abs(high) * 0.01 || 1;
  low -= padding;
  high += padding;
  const inner = { width: width - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
  return {
    x: (time) => MARGIN.left + (to > from ? ((time - from) / (to - from)) * inner.width : inner.width / 2),
    y: (value) => MARGIN.top + ((high - value) / (high - low)) * inner.height,
    from,
    to,
    low,
    high,
    width,
  };
}

function placed({ times, values }: Curve, { x, y }: Scale): Polyline {
  return { xs: times.map(x), ys: values.map(y) };
}

/** The line that a receiver gets: from point to point, and level after the last one. */
function rebuilt({ times, values }: Curve, joins: 'steps' | 'lines', { x, y, to }: Scale): Polyline {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const [i, time] of times.entries()) {
    const at = y(values[i] ?? 0);
    if (joins === 'steps' && i > 0) {
      xs.push(x(time));
      ys.push(ys.at(-1) ?? at);
    }
    xs.push(x(time));
    ys.push(at);
  }
  if (xs.length > 0) {
    xs.push(x(to));
    ys.push(ys.at(-1) ?? 0);
  }
  return { xs, ys };
}

function valueAxis({ y, low, high, width }: Scale): SVGElement[] {
  const ticks = roundTicks(low, high, 4);
  const step = (ticks[1] ?? 0) - (ticks[0] ?? 0);
  const digits = Math.min(Math.max(-Math.floor(Math.log10(Math.abs(step) || 1)), 0), 12);
  const format = new Intl.NumberFormat(RED.i18n.lang(), {
    ...(Math.max(Math.abs(low), Math.abs(high)) >= 1e6 ? { notation: 'compact' } : {}),
    maximumFractionDigits: digits,
  });
  return ticks.flatMap((tick) => [
    element('path', {
      class: 'wireband-plot-grid',
      d: `M${MARGIN.left} ${pixel(y(tick))}H${width - MARGIN.right}`,
    }),
    label(MARGIN.left - 6, y(tick) + 4, 'end', format.format(tick)),
  ]);
}

function timeAxis({ from, to, width }: Scale): SVGElement[] {
  const format = timeFormat(from, to, RED.i18n.lang());
  const bottom = HEIGHT - 5;
  const first = label(MARGIN.left, bottom, 'start', format.format(from));
  if (to === from) return [first];
  return [first, label(width - MARGIN.right, bottom, 'end', format.format(to))];
}

function label(x: number, y: number, anchor: string, content: string): SVGElement {
  const text = element('text', {
    class: 'wireband-plot-label',
    x: pixel(x),
    y: pixel(y),
    'text-anchor': anchor,
  });
  text.textContent = content;
  return text;
}

function linePath({ xs, ys }: Polyline): string {
  return xs.map((x, i) => `${i === 0 ? 'M' : 'L'}${pixel(x)} ${pixel(ys[i] ?? 0)}`).join('');
}

/** Each point as a line of zero length, which its round caps turn into a dot. */
function dotPath({ xs, ys }: Polyline): string {
  return xs.map((x, i) => `M${pixel(x)} ${pixel(ys[i] ?? 0)}h0`).join('');
}

/** Rounded to a tenth: a finer resolution is not visible. */
function pixel(position: number): number {
  return Math.round(position * 10) / 10;
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const created = document.createElementNS(NAMESPACE, name);
  for (const [attribute, value] of Object.entries(attributes)) created.setAttribute(attribute, String(value));
  if (!(created instanceof SVGElement)) throw new TypeError(`${name} is not an SVG element`);
  return created;
}
