import type { Page } from 'playwright-core';

declare const axe: {
  run(
    context: object,
    options: object,
  ): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
};

/** Invisible fields that Node-RED puts before a form, for password managers to fill in. */
const TRAPS = '[id^="red-ui-trap-"]';

/** Maximum characters shown of an element. */
const MAX_HTML = 200;

/** Faults below an element that keep somebody from using it, as axe-core finds them, each with its location. */
export async function seriousFaults(page: Page, selector: string): Promise<string[]> {
  await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
  return page.evaluate(
    async ([include, exclude, max]) => {
      const { violations } = await axe.run({ include, exclude }, { resultTypes: ['violations'] });
      return violations
        .filter(({ impact }) => ['serious', 'critical'].includes(impact))
        .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, max)}`));
    },
    [selector, TRAPS, MAX_HTML] as const,
  );
}
