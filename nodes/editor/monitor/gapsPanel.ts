import type { LoggedGap } from '../../../src/monitor/LoggedGap';
import { countText } from '../amounts';
import { plainTable, tableRow } from '../plainTable';
import { shortText } from '../shortText';
import { timeText } from './figureText';
import { askRuntime } from './monitorApi';
import { monitorText } from './monitorText';
import { emptyNote, makePanel, type Panel } from './panel';

/** Which series were dropped, from when to when, and why. */
export function gapsPanel(uplink: string): Panel {
  return makePanel(monitorText('gaps.title'), async (body) => {
    const answer = await askRuntime(`uplinks/${encodeURIComponent(uplink)}/gaps`);
    const { gaps = [] }: { readonly gaps?: readonly LoggedGap[] } = Object(answer);
    if (gaps.length === 0) {
      body.empty().append(emptyNote(monitorText('gaps.none')));
      return;
    }
    const columns = ['series', 'events', 'from', 'to', 'reason'];
    const headings = columns.map((column) => monitorText(`gaps.${column}`));
    const rows = gaps.map(({ series, count, from, to, reason }) => {
      const why = monitorText(`reason.${reason}`);
      return tableRow([
        series === null ? monitorText('gaps.several') : shortText(series),
        countText(count),
        timeText(from),
        timeText(to),
        why,
      ]);
    });
    body.empty().append(plainTable(headings, rows));
  });
}
