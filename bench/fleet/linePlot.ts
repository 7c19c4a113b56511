/** Values at 0, 1, 2 … of the x axis. */
export interface PlotLine {
  readonly name: string;
  readonly values: readonly number[];
}

export interface LinePlot {
  readonly title: string;
  readonly xLabel: string;
  readonly lines: readonly PlotLine[];
}

const WIDTH = 760;
const HEIGHT = 320;
const LEFT = 46;
const RIGHT = 16;
const TOP = 54;
const BOTTOM = 44;

/** Distinguishable by people who cannot tell red from green, on light and dark pages alike. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73'] as const;

/** Steps that read well between the marks of an axis. */
const STEPS = [0.5, 1, 2, 5, 10, 20, 50, 100] as const;

/** Draws lines as an SVG picture, for the documentation. */
export function linePlot({ title, xLabel, lines }: LinePlot): string {
  const most = Math.max(1, ...lines.flatMap(({ values }) => values));
  const length = Math.max(2, ...lines.map(({ values }) => values.length));
  const x = (index: number): number => LEFT + (index / (length - 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM);
  const text = (at: readonly [number, number], content: string, rest = ''): string =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" ${rest}>${content}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    text([LEFT, 20], title, 'font-size="14"'),
    ...lines.map(({ name }, i) =>
      text([LEFT + i * 220, 40], `— ${name}`, `fill="${COLOURS[i % COLOURS.length]}"`),
    ),
    ...marks(most).flatMap((value) => [
      `<path d="M${LEFT} ${y(value).toFixed(1)}H${WIDTH - RIGHT}" stroke="#ddd"/>`,
      text([LEFT - 6, y(value) + 4], String(value), 'text-anchor="end"'),
    ]),
    ...marks(length - 1).map((index) =>
      text([x(index), HEIGHT - BOTTOM + 16], String(index), 'text-anchor="middle"'),
    ),
    text([WIDTH / 2, HEIGHT - 8], xLabel, 'text-anchor="middle"'),
    ...lines.map(({ values }, i) => {
      const points = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
      return `<polyline points="${points.join(' ')}" fill="none" stroke="${COLOURS[i % COLOURS.length]}" stroke-width="1.5"/>`;
    }),
    '</svg>',
    '',
  ].join('\n');
}

function marks(most: number): number[] {
  const step = STEPS.find((each) => most / each <= 8) ?? most;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
}
