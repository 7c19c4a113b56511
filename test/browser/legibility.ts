import type { Locator } from 'playwright-core';

/** The minimum contrast of text that WCAG 2.2 calls legible (level AA). */
export const LEAST_CONTRAST = 4.5;

/** The small part of an element that is read inside the page. */
interface PageElement {
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string | null }>;
  readonly parentElement: PageElement | null;
  readonly value?: unknown;
  readonly tagName: string;
  readonly disabled?: boolean;
  checkVisibility(options: { opacityProperty: boolean; visibilityProperty: boolean }): boolean;
}

declare const getComputedStyle: (element: PageElement) => { color: string; backgroundColor: string };

interface PaintedText {
  readonly text: string;
  readonly color: string;
  /** Background colors from the element itself up to the page. */
  readonly backgrounds: readonly string[];
}

interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

/** Texts below an element with too little contrast to what is behind them, each with its contrast. */
export async function illegibleTexts(container: Locator): Promise<string[]> {
  const texts = await paintedTexts(container.locator('*'));
  if (texts.length === 0) throw new Error('there is no text to check');
  return texts
    .map(({ text, color, backgrounds }) => ({ text, ratio: contrast(color, backgrounds) }))
    .filter(({ ratio }) => ratio < LEAST_CONTRAST)
    .map(({ text, ratio }) => `${ratio.toFixed(1)}: ${text}`);
}

function paintedTexts(elements: Locator): Promise<PaintedText[]> {
  return elements.evaluateAll((all: PageElement[]) => {
    const texts: PaintedText[] = [];
    for (const element of all) {
      const isField = ['INPUT', 'SELECT', 'TEXTAREA'].includes(element.tagName);
      const own = [...element.childNodes].filter((child) => child.nodeType === 3);
      const written = own.map((child) => child.textContent ?? '').join('');
      const text = (isField ? String(element.value ?? '') : written).trim();
      const visible = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      if (text === '' || !visible || element.disabled === true || element.tagName === 'OPTION') continue;
      const backgrounds: string[] = [];
      for (let behind: PageElement | null = element; behind !== null; behind = behind.parentElement) {
        backgrounds.push(getComputedStyle(behind).backgroundColor);
      }
      texts.push({ text, color: getComputedStyle(element).color, backgrounds });
    }
    return texts;
  });
}

function contrast(color: string, backgrounds: readonly string[]): number {
  const white: Colour = { red: 255, green: 255, blue: 255, alpha: 1 };
  const behind = backgrounds.map(parse).reduceRight((below, above) => over(above, below), white);
  const lights = [luminance(over(parse(color), behind)), luminance(behind)].sort((a, b) => b - a);
  return ((lights[0] ?? 0) + 0.05) / ((lights[1] ?? 0) + 0.05);
}

/** Parses a computed color, which browsers give as rgb(…) or rgba(…). */
function parse(color: string): Colour {
  const [red, green, blue, alpha = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
  if (!color.startsWith('rgb') || red === undefined || green === undefined || blue === undefined) {
    throw new Error(`${color} is not a computed color`);
  }
  return { red, green, blue, alpha };
}

function over(above: Colour, below: Colour): Colour {
  const mix = (a: number, b: number): number => a * above.alpha + b * (1 - above.alpha);
  return {
    red: mix(above.red, below.red),
    green: mix(above.green, below.green),
    blue: mix(above.blue, below.blue),
    alpha: 1,
  };
}

/** Relative luminance as WCAG defines it. */
function luminance({ red, green, blue }: Colour): number {
  const linear = (channel: number): number => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
