import type { UplinkRow } from '../../../src/monitor/UplinkRow';
import { countText, shortNumber } from '../amounts';
import { actionButton } from './actionButton';
import { bytesText, durationText, eventsText, NOTHING, rateText, timeText } from './figureText';
import { gapsPanel } from './gapsPanel';
import { maySteer, tellRuntime } from './monitorApi';
import { monitorText } from './monitorText';
import type { Panel } from './panel';
import { HistoryPlot } from './plot/HistoryPlot';
import { QuarantinePanel } from './QuarantinePanel';
import { waitingPanel } from './waitingPanel';

type Figure = readonly [name: string, read: (row: UplinkRow) => string];

/** The figures shown for an uplink, in this order; names are keys below `figure`. */
const FIGURES: readonly Figure[] = [
  ['in', (row) => rateText(row.in)],
  ['out', (row) => rateText(row.out)],
  ['suppressed', (row) => rateText(row.suppressed)],
  ['dropped', (row) => rateText(row.dropped)],
  ['waiting', (row) => `${eventsText(row.waiting)}, ${bytesText(row.bytes)}`],
  ['oldest', (row) => (row.waiting === 0 ? NOTHING : durationText(row.oldest))],
  ['room', (row) => durationText(row.roomLeft)],
  ['latency', ({ p50, p99 }) => (p50 === null ? NOTHING : `${durationText(p50)} / ${durationText(p99)}`)],
  ['ratio', ({ ratio }) => (ratio === 0 ? NOTHING : `${shortNumber(ratio)} : 1`)],
  ['quarantined', ({ quarantined }) => countText(quarantined)],
  ['dropped-in-all', ({ droppedInAll }) => countText(droppedInAll)],
];

/** Colors of a status; for any other, the dot is grey. */
const FILLS = ['red', 'green', 'yellow', 'blue', 'grey'];

let cards = 0;

/** One uplink in the list: a line that is always visible, and details that unfold below it. */
export class UplinkCard {
  readonly element = $('<li>', { class: 'wireband-uplink' });
  private readonly head = $('<button>', { type: 'button', class: 'wireband-uplink-head' });
  private readonly details = $('<div>', {
    class: 'wireband-uplink-details',
    id: `wireband-uplink-${++cards}`,
  });
  private readonly dot = $('<span>', { class: 'wireband-dot', 'aria-hidden': 'true' });
  private readonly name = $('<span>', { class: 'wireband-uplink-name' });
  private readonly status = $('<span>', { class: 'wireband-uplink-status' });
  private readonly rates = $('<span>', { class: 'wireband-uplink-rates' });
  private readonly bar = $('<div>', { class: 'wireband-drain', role: 'progressbar' });
  private readonly barFill = $('<div>');
  private readonly barText = $('<span>', { class: 'wireband-drain-text' });
  private readonly cells = FIGURES.map(() => $('<dd>'));
  private readonly lastError = $('<p>', { class: 'wireband-last-error' });
  private readonly buttons = $('<div>', { class: 'wireband-buttons', role: 'group' });
  private readonly fault = $('<p>', { class: 'wireband-fault', role: 'alert' });
  private readonly pause: JQuery;
  private content:
    | { readonly plot: HistoryPlot; readonly quarantine: QuarantinePanel; readonly gaps: Panel }
    | undefined;
  private gapAt: number | null = null;
  private row: UplinkRow;

  /** @param onToggle called when the user asks to unfold or fold it. */
  constructor(row: UplinkRow, onToggle: () => void) {
    this.row = row;
    this.pause = actionButton('', () => this.command(this.row.isPaused ? 'resume' : 'pause'));
    const flush = actionButton(monitorText('button.flush'), () => this.command('flush'));
    this.buttons.append(this.pause, ' ', flush);
    for (const button of [this.pause, flush]) button.prop('disabled', !maySteer());
    const title = $('<span>', { class: 'wireband-uplink-title' }).append(this.dot, this.name, this.status);
    this.head.append(title, this.rates).attr('aria-controls', this.details.attr('id') ?? '');
    this.head.on('click', onToggle);
    this.bar.append(this.barFill);
    this.element.append(this.head, this.bar, this.barText, this.details);
    this.fold();
    this.show(row);
  }

  get isOpen(): boolean {
    return this.head.attr('aria-expanded') === 'true';
  }

  unfold(): void {
    this.head.attr('aria-expanded', 'true');
    this.details.prop('hidden', false);
    this.content ??= this.build();
    this.content.plot.start();
  }

  fold(): void {
    this.head.attr('aria-expanded', 'false');
    this.details.prop('hidden', true);
    this.content?.plot.stop();
  }

  /** The uplink is gone. */
  close(): void {
    this.content?.plot.stop();
    this.element.remove();
  }

  show(row: UplinkRow): void {
    this.row = row;
    const { status, name, id, isPaused } = row;
    const fill = FILLS.includes(status.fill ?? '') ? status.fill : 'grey';
    this.dot.css({
      borderColor: `var(--red-ui-node-status-colors-${fill})`,
      background: status.shape === 'ring' ? 'transparent' : `var(--red-ui-node-status-colors-${fill})`,
    });
    write(this.name, name || id);
    write(this.status, status.text ?? '');
    write(
      this.rates,
      monitorText('uplink.rates', {
        in: rateText(row.in),
        out: rateText(row.out),
        waiting: countText(row.waiting),
      }),
    );
    write(this.pause, monitorText(isPaused ? 'button.resume' : 'button.pause'));
    this.showDrain(row);
    if (!this.isOpen) return;
    for (const [i, [, read]] of FIGURES.entries()) {
      const cell = this.cells[i];
      if (cell) write(cell, read(row));
    }
    write(
      this.lastError,
      row.lastError === null
        ? ''
        : monitorText('uplink.last-error', { time: timeText(row.lastErrorAt), error: row.lastError }),
    );
    this.content?.quarantine.show(row.quarantined);
    if (row.gapAt !== this.gapAt) this.content?.gaps.reload();
    this.gapAt = row.gapAt;
  }

  private showDrain({ waiting, highest, drainLeft }: UplinkRow): void {
    const isShown = drainLeft !== null && highest > 0;
    this.bar.prop('hidden', !isShown);
    this.barText.prop('hidden', !isShown);
    if (!isShown) return;
    const done = Math.round(100 * (1 - waiting / highest));
    const left = monitorText('uplink.drain-left', { time: durationText(drainLeft), n: countText(waiting) });
    this.barFill.css('width', `${done}%`);
    this.bar.attr({ 'aria-valuenow': done, 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-label': left });
    write(this.barText, left);
  }

  private build() {
    const figures = $('<dl>', { class: 'wireband-figures' });
    for (const [i, [name]] of FIGURES.entries()) {
      figures.append($('<div>').append($('<dt>').text(monitorText(`figure.${name}`)), this.cells[i] ?? ''));
    }
    const { id } = this.row;
    const plot = new HistoryPlot(id);
    const quarantine = new QuarantinePanel(id);
    const parts = [figures, this.lastError, this.buttons, this.fault, plot.element];
    const gaps = gapsPanel(id);
    this.details.append(...parts, quarantine.element, waitingPanel(id), gaps.element);
    return { plot, quarantine, gaps };
  }

  private command(command: 'pause' | 'resume' | 'flush'): void {
    tellRuntime(`uplinks/${encodeURIComponent(this.row.id)}/command`, { command }).then(
      (answer) => {
        this.fault.text('');
        const { rows }: { readonly rows?: readonly UplinkRow[] } = Object(answer);
        const own = rows?.find(({ id }) => id === this.row.id);
        if (own) this.show(own);
      },
      (error: Error) => this.fault.text(error.message),
    );
  }
}

/** Writes only changes, to avoid laying out the page again. */
function write(element: JQuery, text: string): void {
  if (element.text() !== text) element.text(text);
}
