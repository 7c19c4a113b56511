import { type PreviewRun, type PreviewSeries, previewRun } from '../../../src/delta/preview/previewRun';
import type { RecentSeries, RecentSeriesName } from '../../../src/delta/preview/RecentReadings';
import { sampleSignal } from '../../../src/delta/preview/sampleSignal';
import { countText, shortNumber, shortPercent } from '../amounts';
import { limitText, reasonText } from '../delta/limitWords';
import { fieldText, onEdit } from '../fields';
import { type CurvePlot, curvePlot, inOrderOfTime } from '../plot/curvePlot';
import { text } from '../text';
import { neighbourTable } from './neighbourTable';
import type { PreviewSettings } from './previewSettings';
import { addPreviewStyle } from './previewStyle';
import { type KeptSeries, type ReadingsFault, RecentSeriesOfNode } from './recentSeries';
import { nameOf } from './seriesNames';

/** What the dialog and its preview tell each other. */
export interface PreviewSource {
  /** The settings for a series as currently in the fields, or why they are invalid. */
  settingsFor(series: PreviewSeries): PreviewSettings | { readonly reason: string };
  /** Called with the series that the node has received. */
  onSeries(list: readonly RecentSeries[]): void;
}

/** Milliseconds from the last edit until the preview updates: 10,000 readings take a moment. */
const PAUSE_MS = 120;

/** Milliseconds from the last edit until the search for a series, and between searches while none is found. */
const SEARCH_PAUSE_MS = 300;
const SEARCH_AGAIN_MS = 2000;

const SAMPLE = 'sample';

/** If fewer than this share of the passing messages would pass for a value alone, the preview says so. */
const MUCH_FEWER = 0.8;

/** Shows what the settings in a dialog would forward of a series, before they are saved. */
export class DeltaPreview {
  private readonly plot: CurvePlot;
  private readonly recent: RecentSeriesOfNode;
  private readonly search = $('#wireband-preview-search');
  private readonly select = $('#wireband-preview-series');
  private readonly note = $('#wireband-preview-note');
  private readonly result = $('#wireband-preview-result');
  private readonly table = $('#wireband-preview-table');
  private list: readonly RecentSeries[] = [];
  private series: PreviewSeries;
  private timer: number | undefined;
  private searchTimer: number | undefined;
  private searched = '';
  private closed = false;

  constructor(
    private readonly node: EditorNode,
    private readonly source: PreviewSource,
  ) {
    addPreviewStyle();
    const box = document.getElementById('wireband-preview-plot');
    if (!box) throw new Error('The dialog has no place for the curve.');
    this.plot = curvePlot(box);
    this.recent = new RecentSeriesOfNode(node.id);
    this.series = this.sample();
    this.select.on('change', () => this.load());
    $('#wireband-preview-refresh')
      .attr({ 'aria-label': text(node, 'preview.refresh'), title: text(node, 'preview.refresh') })
      .on('click', () => this.refresh());
    this.search.attr({
      'aria-label': text(node, 'preview.search'),
      placeholder: text(node, 'preview.search'),
    });
    onEdit(this.search, () => {
      if (fieldText(this.search) !== this.searched) this.refreshIn(SEARCH_PAUSE_MS);
    });
    this.offer([]);
    this.show();
    this.refresh();
  }

  /** To be called after every edit. */
  update(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.show(), PAUSE_MS);
  }

  close(): void {
    this.closed = true;
    window.clearTimeout(this.timer);
    window.clearTimeout(this.searchTimer);
    this.plot.close();
  }

  /** Requests the series that match the search, and shows the one chosen before, or else the longest. */
  private refresh(): void {
    const searched = fieldText(this.search);
    this.searched = searched;
    this.recent.list(
      searched,
      (kept) => {
        if (!this.closed && searched === this.searched) this.take(kept);
      },
      (fault) => this.tell(fault),
    );
  }

  private refreshIn(ms: number): void {
    window.clearTimeout(this.searchTimer);
    this.searchTimer = window.setTimeout(() => this.refresh(), ms);
  }

  private take({ series, isFull }: KeptSeries): void {
    const isSearch = this.searched !== '';
    if (series.length === 0) {
      this.note.text(text(this.node, isSearch ? 'preview.not-found' : 'preview.no-readings'));
      if (isSearch) {
        this.refreshIn(SEARCH_AGAIN_MS);
        return;
      }
    } else this.note.text(isFull && !isSearch ? text(this.node, 'preview.more') : '');
    this.offer(series);
    this.source.onSeries(series);
    this.load();
  }

  private offer(list: readonly RecentSeries[]): void {
    const chosen = String(this.select.val() ?? '');
    const isFirst = this.list.length === 0;
    this.list = [...list].sort((a, b) => b.count - a.count);
    this.select.empty();
    for (const [index, series] of this.list.entries()) {
      $('<option>', { value: keyOf(series) })
        .text(
          text(this.node, 'preview.series', { name: nameOf(this.node, series), n: countText(series.count) }),
        )
        .prop('selected', isFirst ? index === 0 : keyOf(series) === chosen)
        .appendTo(this.select);
    }
    $('<option>', { value: SAMPLE })
      .text(text(this.node, 'preview.sample'))
      .prop('selected', this.list.length === 0 || (!isFirst && chosen === SAMPLE))
      .appendTo(this.select);
  }

  /** Loads the readings of the chosen series. */
  private load(): void {
    const chosen = String(this.select.val() ?? '');
    const found = this.list.find((series) => keyOf(series) === chosen);
    if (!found) {
      this.series = this.sample();
      this.show();
      return;
    }
    this.recent.readings(
      found,
      (readings, beside) => {
        if (this.closed || String(this.select.val()) !== chosen) return;
        this.series = { ...found, readings, beside };
        this.show();
      },
      (fault) => this.tell(fault),
    );
  }

  private show(): void {
    if (this.closed) return;
    const settings = this.source.settingsFor(this.series);
    const { readings, facts: about } = this.series;
    const signal = inOrderOfTime(readings);
    if ('reason' in settings) {
      this.plot.draw({
        signal,
        forwarded: { times: [], values: [] },
        joins: 'steps',
        description: text(this.node, 'preview.describe-signal', { name: nameOf(this.node, this.series) }),
      });
      this.result.text(settings.reason).addClass('wireband-bad');
      this.table.empty();
      return;
    }
    const { reconstruction } = settings;
    const run = previewRun(this.series, settings.options, reconstruction);
    const facts = this.factsOf(run, settings, about?.unit);
    this.plot.draw({
      signal,
      forwarded: {
        times: run.forwarded.map(({ time }) => time),
        values: run.forwarded.map(({ value }) => value),
      },
      joins: reconstruction === 'line' ? 'lines' : 'steps',
      description: `${nameOf(this.node, this.series)}. ${facts.join(' ')}`,
    });
    this.result
      .empty()
      .removeClass('wireband-bad')
      .append(facts.map((fact) => $('<div>').text(fact)));
    $('#wireband-preview-rebuilt').text(text(this.node, `preview.rebuilt-${reconstruction}`));
    neighbourTable(this.node, this.table, this.series, settings);
  }

  private factsOf(run: PreviewRun, settings: PreviewSettings, givenUnit: string | undefined): string[] {
    const { rule, limit } = settings;
    const unit = givenUnit ?? limit?.unit ?? '';
    const { maxError, meanError } = run.fidelity;
    const withUnit = (error: number) => `${shortNumber(error)} ${unit}`.trim();
    return [
      ...this.passes(run, settings),
      text(this.node, 'preview.errors', { most: withUnit(maxError), mean: withUnit(meanError) }),
      ...(limit ? [`${limitText(this.node, limit)}: ${reasonText(this.node, limit)}.`] : []),
      ...(rule === undefined ? [] : [text(this.node, 'preview.by-rule', { n: rule + 1 })]),
    ];
  }

  /** How many messages pass; if they have several numbers, also how many would pass for this one alone. */
  private passes({ messages, forwarded, fidelity }: PreviewRun, settings: PreviewSettings): string[] {
    const { samples } = fidelity;
    const { beside = [], ...alone } = this.series;
    const shown = {
      forwarded: countText(messages),
      samples: countText(samples),
      suppressed: shortPercent(1 - messages / samples),
    };
    if (beside.length === 0) return [text(this.node, 'preview.forwards', shown)];
    const told = [text(this.node, 'preview.messages', { ...shown, n: countText(beside.length + 1) })];
    if (settings.options.partial === true) {
      return [...told, text(this.node, 'preview.parts', { forwarded: countText(forwarded.length) })];
    }
    const run = previewRun(alone, settings.options, settings.reconstruction);
    const isWorse = run.messages < MUCH_FEWER * messages;
    return isWorse
      ? [...told, text(this.node, 'preview.alone', { forwarded: countText(run.messages) })]
      : told;
  }

  private sample(): PreviewSeries {
    return {
      topic: '',
      keys: [],
      facts: { quantity: 'temperature', family: 'sensor', name: 'SENSOR_TEMP', unit: 'Cel' },
      readings: sampleSignal(Date.now() - 3_600_000),
    };
  }

  private tell(fault: ReadingsFault): void {
    if (this.closed) return;
    this.note.text(
      fault.kind === 'not-deployed'
        ? text(this.node, 'preview.not-deployed')
        : text(this.node, 'preview.failed', { status: fault.status }),
    );
  }
}

/** A unique key per series, for the options of the select. */
function keyOf({ topic, device, field, keys }: RecentSeriesName): string {
  return JSON.stringify([topic, device, field, keys]);
}
