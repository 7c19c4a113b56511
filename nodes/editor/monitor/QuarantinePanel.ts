import { unparse } from 'papaparse';
import type { EdgeEvent } from '../../../src/frame/event';
import { countText } from '../amounts';
import { plainTable, tableRow } from '../plainTable';
import { actionButton } from './actionButton';
import { eventCells } from './eventCells';
import { eventsText } from './figureText';
import { askRuntime, maySteer, tellRuntime } from './monitorApi';
import { monitorText } from './monitorText';
import { emptyNote, makePanel, type Panel } from './panel';
import { askQuestion } from './question';
import { saveFile } from './saveFile';

interface Quarantined {
  readonly id: string;
  readonly event: EdgeEvent;
  readonly error: string;
}

/** The events that the backend rejects, grouped by what it said. */
export class QuarantinePanel {
  private readonly panel: Panel;
  private events: readonly Quarantined[] = [];
  private shown = 0;
  /** Stays where it is, with its focus, when the events are loaded anew. */
  private readonly question = $('<div>');
  /** Ids of the events that are chosen. */
  private readonly chosen = new Set<string>();

  constructor(private readonly uplink: string) {
    this.panel = makePanel(monitorText('quarantine.title'), (body) => this.load(body));
  }

  get element(): JQuery {
    return this.panel.element;
  }

  /** How many there are now. */
  show(count: number): void {
    const title = monitorText('quarantine.title');
    this.panel.title.text(count > 0 ? `${title} (${countText(count)})` : title);
    if (count !== this.shown) this.panel.reload();
    this.shown = count;
  }

  private get path(): string {
    return `uplinks/${encodeURIComponent(this.uplink)}/quarantine`;
  }

  private async load(body: JQuery): Promise<void> {
    const { events = [] }: { readonly events?: readonly Quarantined[] } = Object(await askRuntime(this.path));
    this.events = events;
    const there = new Set(events.map(({ id }) => id));
    for (const id of this.chosen) if (!there.has(id)) this.chosen.delete(id);
    if (events.length === 0) {
      this.question.empty();
      body.empty().append(emptyNote(monitorText('quarantine.none')));
      return;
    }
    const causes = [...new Set(events.map(({ error }) => error))];
    const tables = causes.map((cause) => {
      const own = events.filter(({ error }) => error === cause);
      const heading = $('<h5>', { class: 'wireband-cause' }).text(cause);
      heading.append($('<small>').text(` ${eventsText(own.length)}`));
      const headings = ['', monitorText('waiting.event'), monitorText('waiting.time'), ''];
      return $('<div>').append(
        heading,
        plainTable(
          headings,
          own.map((each) => this.rowOf(each, body)),
        ),
      );
    });
    if (!this.question.parent().is(body)) body.append(this.question);
    body.children().not(this.question).remove();
    this.question.before(this.toolbar(body)).after(...tables);
  }

  private rowOf(each: Quarantined, body: JQuery): JQuery {
    const { id, event } = each;
    const box = $('<input>', {
      type: 'checkbox',
      'aria-label': monitorText('quarantine.choose', { topic: event.topic }),
    });
    box.prop('checked', this.chosen.has(id)).on('change', () => {
      if (box.prop('checked')) this.chosen.add(id);
      else this.chosen.delete(id);
    });
    const retry = this.steering(monitorText('button.retry'), () => this.act('retry', [id], body));
    retry.attr('aria-label', `${monitorText('button.retry')}: ${event.topic}`);
    return tableRow([box, ...eventCells(event), retry]);
  }

  private toolbar(body: JQuery): JQuery {
    /** Those that are chosen; all where none is. */
    const meant = (): readonly string[] | undefined => (this.chosen.size > 0 ? [...this.chosen] : undefined);
    const retry = this.steering(monitorText('quarantine.retry'), () => this.act('retry', meant(), body));
    const discard = this.steering(monitorText('quarantine.discard'), () => {
      const ids = meant();
      const n = eventsText(ids?.length ?? this.events.length);
      const yes = monitorText('button.discard');
      askQuestion(this.question, monitorText('quarantine.question', { n }), yes, () => {
        this.act('discard', ids, body);
      });
    });
    const json = actionButton(monitorText('button.export-json'), () => this.save('json'));
    const csv = actionButton(monitorText('button.export-csv'), () => this.save('csv'));
    const note = $('<p>', { class: 'wireband-empty' }).text(monitorText('quarantine.note'));
    return $('<div>', { class: 'wireband-buttons' }).append(retry, ' ', discard, ' ', json, ' ', csv, note);
  }

  private steering(label: string, onPress: () => void): JQuery {
    return actionButton(label, onPress).prop('disabled', !maySteer());
  }

  private act(action: 'retry' | 'discard', ids: readonly string[] | undefined, body: JQuery): void {
    tellRuntime(`${this.path}/${action}`, ids === undefined ? {} : { ids }).then(
      () => {
        for (const id of ids ?? [...this.chosen]) this.chosen.delete(id);
        this.panel.reload();
      },
      (error: Error) => {
        body.prepend($('<p>', { class: 'wireband-fault', role: 'alert' }).text(error.message));
      },
    );
  }

  private save(format: 'json' | 'csv'): void {
    const chosen = this.events.filter(({ id }) => this.chosen.size === 0 || this.chosen.has(id));
    const name = `quarantine-${this.uplink}.${format}`;
    if (format === 'csv') {
      const rows = chosen.map(({ event: { topic, data, time }, error }) => {
        return { topic, payload: data, time: new Date(time).toISOString(), error };
      });
      saveFile(name, 'text/csv', unparse(rows, { escapeFormulae: true }));
      return;
    }
    const events = chosen.map(({ event: { topic, data, time }, error }) => {
      return `${JSON.stringify({ topic, time, error }).slice(0, -1)},"payload":${data}}`;
    });
    saveFile(name, 'application/json', `[\n${events.join(',\n')}\n]\n`);
  }
}
