import { unparse } from 'papaparse';
import type { EdgeEvent } from '../../../src/frame/event';
import { countText } from '../amounts';
import { plainTable, tableRow } from '../plainTable';
import { saveTextFile } from '../saveTextFile';
import { actionButton } from './actionButton';
import { eventCells } from './eventCells';
import { eventsText } from './figureText';
import { askRuntime, maySteer, tellRuntime } from './monitorApi';
import { monitorText } from './monitorText';
import { emptyNote, makePanel, type Panel } from './panel';
import { askQuestion } from './question';

interface Quarantined {
  readonly id: string;
  readonly event: EdgeEvent;
  readonly error: string;
}

/** Events listed per cause; thousands of rows would make the page slow. */
const MOST_ROWS = 100;

/** The events that the backend rejected, grouped by its error. */
export class QuarantinePanel {
  private readonly panel: Panel;
  private events: readonly Quarantined[] = [];
  private shown = 0;
  /** Not recreated with the list, so the buttons keep the focus. */
  private readonly retry = this.steering(() => this.act('retry', this.meant));
  private readonly discard = this.steering(() => this.askToDiscard());
  private readonly tools = $('<div>', { class: 'wireband-buttons' });
  private readonly fault = $('<p>', { class: 'wireband-fault', role: 'alert' });
  private readonly question = $('<div>');
  private readonly list = $('<div>');
  /** IDs of the selected events. */
  private readonly chosen = new Set<string>();

  constructor(private readonly uplink: string) {
    const json = actionButton(monitorText('button.export-json'), () => this.save('json'));
    const csv = actionButton(monitorText('button.export-csv'), () => this.save('csv'));
    this.tools.append(this.retry, ' ', this.discard, ' ', json, ' ', csv).prop('hidden', true);
    this.panel = makePanel(monitorText('quarantine.title'), () => this.load());
    this.panel.body.append(this.tools, this.fault, this.question, this.list);
  }

  get element(): JQuery {
    return this.panel.element;
  }

  /** @param count of the events in quarantine now. */
  show(count: number): void {
    const title = monitorText('quarantine.title');
    this.panel.title.text(count > 0 ? `${title} (${countText(count)})` : title);
    if (count !== this.shown) this.panel.reload();
    this.shown = count;
  }

  private get path(): string {
    return `uplinks/${encodeURIComponent(this.uplink)}/quarantine`;
  }

  /** IDs of the selected events; undefined, for all, if none is selected. */
  private get meant(): readonly string[] | undefined {
    return this.chosen.size > 0 ? [...this.chosen] : undefined;
  }

  private async load(): Promise<void> {
    const { events = [] }: { readonly events?: readonly Quarantined[] } = Object(await askRuntime(this.path));
    this.events = events;
    const there = new Set(events.map(({ id }) => id));
    for (const id of this.chosen) if (!there.has(id)) this.chosen.delete(id);
    this.tools.prop('hidden', events.length === 0);
    if (events.length === 0) this.question.empty();
    this.showChoice();
    const causes = [...new Set(events.map(({ error }) => error))];
    const controls = (): JQuery => this.list.find('input, button');
    const focused = controls().index(this.list.find(':focus'));
    const scrolled = this.panel.body.scrollTop() ?? 0;
    this.list
      .empty()
      .append(
        events.length === 0
          ? emptyNote(monitorText('quarantine.none'))
          : causes.map((cause) => this.groupOf(cause)),
      );
    this.panel.body.scrollTop(scrolled);
    if (focused >= 0) (controls()[focused] ?? this.panel.body[0])?.focus();
  }

  private groupOf(cause: string): JQuery {
    const own = this.events.filter(({ error }) => error === cause);
    const all = $('<input>', { type: 'checkbox' }).prop(
      'checked',
      own.every(({ id }) => this.chosen.has(id)),
    );
    const rows = own.slice(0, MOST_ROWS).map((each) => this.rowOf(each));
    const group = $('<div>');
    all.on('change', () => {
      this.choose(own, all.prop('checked') === true);
      group.find('td input').prop('checked', all.prop('checked'));
    });
    group.on('change', 'td input', () => {
      all.prop(
        'checked',
        own.every(({ id }) => this.chosen.has(id)),
      );
    });
    const heading = $('<h5>').append(
      $('<label>', { class: 'wireband-cause' }).append(all, ' ', $('<span>').text(cause)),
      $('<small>').text(eventsText(own.length)),
    );
    const headings = ['', monitorText('waiting.event'), monitorText('waiting.time'), ''];
    group.append(heading, plainTable(headings, rows));
    const more = own.length - rows.length;
    if (more > 0) group.append(emptyNote(monitorText('waiting.skipped', { n: countText(more) })));
    return group;
  }

  private rowOf(each: Quarantined): JQuery {
    const { id, event } = each;
    const box = $('<input>', {
      type: 'checkbox',
      'aria-label': monitorText('quarantine.choose', { topic: event.topic }),
    });
    box.prop('checked', this.chosen.has(id)).on('change', () => {
      this.choose([each], box.prop('checked') === true);
    });
    const retry = this.steering(() => this.act('retry', [id])).text(monitorText('button.retry'));
    retry.attr('aria-label', `${monitorText('button.retry')}: ${event.topic}`);
    return tableRow([box, ...eventCells(event), retry]);
  }

  private choose(events: readonly Quarantined[], isChosen: boolean): void {
    for (const { id } of events) {
      if (isChosen) this.chosen.add(id);
      else this.chosen.delete(id);
    }
    this.showChoice();
  }

  /** The labels of the buttons say what they will do. */
  private showChoice(): void {
    const n = countText(this.chosen.size);
    const isSome = this.chosen.size > 0;
    const retry = isSome ? monitorText('quarantine.retry-some', { n }) : monitorText('quarantine.retry-all');
    this.retry.text(retry);
    this.discard.text(
      isSome ? monitorText('quarantine.discard-some', { n }) : monitorText('quarantine.discard-all'),
    );
  }

  private askToDiscard(): void {
    // Only the events that the user saw: one that arrives while the question is open is not discarded.
    const ids = this.meant ?? this.events.map(({ id }) => id);
    const n = eventsText(ids.length);
    const yes = monitorText('button.discard');
    askQuestion(this.question, monitorText('quarantine.question', { n }), yes, () => {
      this.act('discard', ids);
    });
  }

  private steering(onPress: () => void): JQuery {
    return actionButton('', onPress).prop('disabled', !maySteer());
  }

  private act(action: 'retry' | 'discard', ids: readonly string[] | undefined): void {
    tellRuntime(`${this.path}/${action}`, ids === undefined ? {} : { ids }).then(
      () => {
        this.fault.text('');
        for (const id of ids ?? [...this.chosen]) this.chosen.delete(id);
        this.panel.reload();
      },
      (error: Error) => this.fault.text(error.message),
    );
  }

  private save(format: 'json' | 'csv'): void {
    const chosen = this.events.filter(({ id }) => this.chosen.size === 0 || this.chosen.has(id));
    const name = `quarantine-${this.uplink}.${format}`;
    if (format === 'csv') {
      const rows = chosen.map(({ event: { topic, data, time }, error }) => {
        return { topic, payload: data, time: new Date(time).toISOString(), error };
      });
      saveTextFile(name, 'text/csv', unparse(rows, { escapeFormulae: true }));
      return;
    }
    const events = chosen.map(({ event: { topic, data, time }, error }) => {
      return `${JSON.stringify({ topic, time, error }).slice(0, -1)},"payload":${data}}`;
    });
    saveTextFile(name, 'application/json', `[\n${events.join(',\n')}\n]\n`);
  }
}
