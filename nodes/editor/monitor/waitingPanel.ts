import type { EdgeEvent } from '../../../src/frame/event';
import { countText } from '../amounts';
import { plainTable, tableRow } from '../plainTable';
import { eventCells } from './eventCells';
import { askRuntime } from './monitorApi';
import { monitorText } from './monitorText';
import { emptyNote, makePanel, type Panel } from './panel';

interface WaitingAnswer {
  readonly first?: readonly EdgeEvent[];
  readonly last?: readonly EdgeEvent[];
  readonly found?: number;
}

/** The first and the last waiting events, or those whose topic contains a text. */
export function waitingPanel(uplink: string): JQuery {
  const label = monitorText('waiting.search');
  const search = $('<input>', { type: 'search', placeholder: label, 'aria-label': label });
  const panel: Panel = makePanel(
    monitorText('waiting.title'),
    async (body) => {
      const query = { search: String(search.val() ?? '') };
      const answer = await askRuntime(`uplinks/${encodeURIComponent(uplink)}/waiting`, query);
      const { first = [], last = [], found = 0 }: WaitingAnswer = Object(answer);
      if (found === 0) {
        body.empty().append(emptyNote(monitorText('waiting.none')));
        return;
      }
      const rows = (events: readonly EdgeEvent[]) => events.map((event) => tableRow(eventCells(event)));
      const skipped = found - first.length - last.length;
      const gap = $('<tr>').append(
        $('<td>', { colspan: 2, class: 'wireband-empty' }).text(
          monitorText('waiting.skipped', { n: countText(skipped) }),
        ),
      );
      const headings = [monitorText('waiting.event'), monitorText('waiting.time')];
      body
        .empty()
        .append(plainTable(headings, [...rows(first), ...(skipped > 0 ? [gap] : []), ...rows(last)]));
    },
    search,
  );
  search.on('change', () => panel.reload());
  return panel.element;
}
