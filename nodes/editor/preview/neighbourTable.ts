import { type PreviewSeries, previewRun } from '../../../src/delta/preview/previewRun';
import { countText, shortNumber, shortPercent } from '../amounts';
import { plainTable, tableRow } from '../plainTable';
import { text } from '../text';
import type { PreviewSettings } from './previewSettings';

/** The thresholds around the chosen one, as multiples of it. */
const FACTORS = [0.25, 0.5, 1, 2, 4] as const;

/** Shows what other thresholds would forward of a series, with a button to use each. */
export function neighbourTable(
  node: EditorNode,
  box: JQuery,
  series: PreviewSeries,
  settings: PreviewSettings,
): void {
  const { threshold } = settings;
  box.empty();
  if (threshold === undefined || threshold === 0) return;
  const headings = ['threshold', 'forwarded', 'suppressed', 'max-error', 'mean-error'].map((column) =>
    text(node, `table.${column}`),
  );
  const rows = FACTORS.map((factor) => {
    const other = rounded(threshold * factor);
    const { fidelity } = previewRun(series, settings.withThreshold(other), settings.reconstruction);
    const cells = [
      String(other),
      countText(fidelity.forwarded),
      shortPercent(fidelity.suppression),
      shortNumber(fidelity.maxError),
      shortNumber(fidelity.meanError),
    ];
    if (factor === 1) return tableRow([...cells, text(node, 'table.current')]).addClass('wireband-current');
    const button = $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small' })
      .text(text(node, 'table.use'))
      .attr('aria-label', text(node, 'table.use-threshold', { threshold: String(other) }))
      .on('click', () => settings.useThreshold(other));
    return tableRow([...cells, button]);
  });
  box.append(plainTable([...headings, ''], rows).addClass('wireband-neighbours'));
}

/** Removes the noise of binary fractions: 0.006, not 0.006000000000000001. */
function rounded(threshold: number): number {
  return Number(threshold.toPrecision(6));
}
