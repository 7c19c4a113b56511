import type { OrphanedSpool } from '../../../src/monitor/OrphanedSpool';
import type { UplinkRow } from '../../../src/monitor/UplinkRow';
import { saveTextFile } from '../saveTextFile';
import { actionButton } from './actionButton';
import { bytesText, eventsText, timeText } from './figureText';
import { askRuntime, maySteer, tellRuntime } from './monitorApi';
import { monitorText } from './monitorText';
import { emptyNote } from './panel';
import { askQuestion } from './question';

/** The spools of nodes that are no longer in any flow. */
export class SpoolsView {
  readonly element = $('<div>');
  private readonly list = $('<ul>', { class: 'wireband-spools' });
  private readonly said = $('<p>', { role: 'status', class: 'wireband-empty' });

  /** @param uplinks that may adopt a spool. */
  constructor(private readonly uplinks: () => readonly UplinkRow[]) {
    const note = $('<p>', { class: 'wireband-empty' }).text(monitorText('spools.note'));
    this.element.append(
      note,
      actionButton(monitorText('button.refresh'), () => this.load()),
      this.said,
      this.list,
    );
  }

  load(): void {
    askRuntime('spools').then(
      (answer) => {
        const { spools = [] }: { readonly spools?: readonly OrphanedSpool[] } = Object(answer);
        this.list.empty().append(spools.map((spool) => this.item(spool)));
        if (spools.length === 0) this.list.append($('<li>').append(emptyNote(monitorText('spools.none'))));
      },
      (error: Error) => this.fail(error),
    );
  }

  private item(spool: OrphanedSpool): JQuery {
    const { key, node, name, device, directory, events, quarantined, bytes, oldest, error } = spool;
    const shown = name || node;
    const figures = [
      eventsText(events),
      bytesText(bytes),
      monitorText('spools.oldest', { time: timeText(oldest) }),
    ];
    if (quarantined > 0) figures.push(monitorText('spools.quarantined', { n: eventsText(quarantined) }));
    const choice = $('<select>', { 'aria-label': monitorText('spools.into', { name: shown }) }).append(
      this.uplinks().map((row) => $('<option>', { value: row.id }).text(row.name || row.id)),
    );
    const question = $('<div>');
    const adopt = actionButton(monitorText('button.adopt'), () => {
      this.act(`${key}/adopt`, { uplink: String(choice.val()) }, 'spools.adopted');
    });
    const discard = actionButton(monitorText('button.discard'), () => {
      const asked = monitorText('spools.question', { n: eventsText(events + quarantined), name: shown });
      askQuestion(question, asked, monitorText('button.discard'), () => {
        this.act(`${key}/discard`, {}, 'spools.discarded');
      });
    });
    const exported = actionButton(monitorText('button.export'), () => this.save(spool));
    adopt.prop('disabled', !maySteer() || this.uplinks().length === 0 || error !== undefined);
    discard.prop('disabled', !maySteer());
    exported.prop('disabled', error !== undefined);
    const buttons = $('<div>', { class: 'wireband-buttons' }).append(
      choice,
      ' ',
      adopt,
      ' ',
      exported,
      ' ',
      discard,
    );
    return $('<li>').append(
      $('<h5>').text(device ? `${shown} (${device})` : shown),
      $('<p>').text(error ?? figures.join(', ')),
      $('<p>', { class: 'wireband-path' }).text(directory),
      buttons,
      question,
    );
  }

  private act(path: string, body: object, done: string): void {
    this.said.text(monitorText('spools.working'));
    tellRuntime(`spools/${path}`, body).then(
      (answer) => {
        const { events = 0 }: { readonly events?: number } = Object(answer);
        this.said.text(monitorText(done, { n: eventsText(events) }));
        this.load();
      },
      (error: Error) => this.fail(error),
    );
  }

  private save({ key, node }: OrphanedSpool): void {
    askRuntime(`spools/${key}/events`).then(
      (answer) => {
        const { lines = '' }: { readonly lines?: string } = Object(answer);
        saveTextFile(`spool-${node}.ndjson`, 'application/x-ndjson', lines);
      },
      (error: Error) => this.fail(error),
    );
  }

  private fail(error: Error): void {
    this.said.text(error.message);
  }
}
