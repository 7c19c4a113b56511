import type { PreviewSeries } from '../../../src/delta/preview/previewRun';
import type { RecentSeries } from '../../../src/delta/preview/RecentReadings';
import { limitText, reasonText } from '../delta/limitWords';
import { plainTable, tableRow } from '../plainTable';
import { text } from '../text';
import { canBeRule, type PreviewSettings } from './previewSettings';
import { nameOf } from './seriesNames';

/** Rows to show; the preview's search finds more series. */
const MOST = 20;

export interface LimitSource {
  /** The settings for a series as currently in the fields, or why they are invalid. */
  settingsFor(series: PreviewSeries): PreviewSettings | { readonly reason: string };
  /** Adds a rule that does what mode auto does with a series. */
  takeOver(series: PreviewSeries): void;
}

/** Shows the threshold that mode auto uses for each series, and why; each can be turned into a rule. */
export function limitTable(
  node: EditorNode,
  box: JQuery,
  list: readonly RecentSeries[],
  source: LimitSource,
): void {
  const rows = list.slice(0, MOST).map((recent) => {
    const series: PreviewSeries = { ...recent, readings: { times: [0], values: [recent.latest] } };
    const settings = source.settingsFor(series);
    const name = nameOf(node, series);
    if ('reason' in settings) return tableRow([name, '', settings.reason, '']);
    const { limit, rule } = settings;
    if (!limit) {
      const why = rule === undefined ? '' : text(node, 'preview.by-rule', { n: rule + 1 });
      return tableRow([name, '', why, '']);
    }
    const button = $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small' })
      .text(text(node, 'limit.take-over'))
      .attr('aria-label', text(node, 'limit.take-over-of', { name }))
      .on('click', () => source.takeOver(series));
    const cell = limit.mode === 'auto' || !canBeRule(series) ? '' : button;
    return tableRow([name, limitText(node, limit), reasonText(node, limit), cell]);
  });
  box.empty();
  if (rows.length === 0) {
    box.append($('<p>', { class: 'wireband-note' }).text(text(node, 'limit.none')));
    return;
  }
  const headings = ['series', 'change', 'why'].map((column) => text(node, `limit.column-${column}`));
  box.append(plainTable([...headings, ''], rows).addClass('wireband-limits'));
}
