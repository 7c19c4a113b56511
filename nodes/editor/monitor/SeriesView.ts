import type { ActivityOfNode } from '../../runtime/seriesActivity';
import { countText, shortPercent } from '../amounts';
import { askForRule } from '../askedRule';
import { plainTable, tableRow } from '../plainTable';
import { shortText } from '../shortText';
import { actionButton } from './actionButton';
import { askRuntime, tellRuntime } from './monitorApi';
import { monitorText } from './monitorText';
import { emptyNote } from './panel';

interface FallenBack {
  readonly topic: string;
  readonly count: number;
}

/** Milliseconds between requests for the counts while they are visible. */
const REFRESH_MS = 2000;

/** Topics shown per classify node. */
const MOST_TOPICS = 50;

/** The busiest series of the change filters, and the topics that no rule recognizes. */
export class SeriesView {
  readonly element = $('<div>');
  private readonly series = $('<div>');
  private readonly topics = $('<div>');
  private timer: number | undefined;

  constructor() {
    this.element.append(
      $('<h5>').text(monitorText('series.busiest')),
      $('<p>', { class: 'wireband-empty' }).text(monitorText('series.note')),
      this.series,
      $('<h5>').text(monitorText('series.unclassified')),
      this.topics,
    );
  }

  start(): void {
    window.clearInterval(this.timer);
    this.timer = window.setInterval(() => void this.loadSeries(), REFRESH_MS);
    void this.loadSeries();
    void this.loadTopics();
  }

  stop(): void {
    window.clearInterval(this.timer);
  }

  private async loadSeries(): Promise<void> {
    const answer = await tellRuntime('series').catch(() => undefined);
    const { nodes = [] }: { readonly nodes?: readonly ActivityOfNode[] } = Object(answer);
    const rows = nodes.flatMap(({ id, name, series }) =>
      series.map((each) =>
        tableRow([
          shortText(each.series),
          name || id,
          countText(each.messages),
          shortPercent(each.messages === 0 ? 0 : each.suppressed / each.messages),
        ]),
      ),
    );
    const headings = ['series', 'node', 'messages', 'suppressed'].map((key) => monitorText(`series.${key}`));
    this.series
      .empty()
      .append(rows.length === 0 ? emptyNote(monitorText('series.none')) : plainTable(headings, rows));
  }

  private async loadTopics(): Promise<void> {
    const nodes: { readonly id: string; readonly type: string; readonly name?: string }[] = [];
    RED.nodes.eachNode((node) => {
      if (node.type === 'wireband-classify') nodes.push(node);
    });
    const rows = await Promise.all(
      nodes.map(async (node) => {
        const path = `classify/${encodeURIComponent(node.id)}/unclassified`;
        const answer = await askRuntime(path).catch(() => undefined);
        const { unclassified = [] }: { readonly unclassified?: readonly FallenBack[] } = Object(answer);
        return unclassified.slice(0, MOST_TOPICS).map(({ topic, count }) => {
          const rule = actionButton(monitorText('series.rule'), () => {
            askForRule(node.id, topic);
            RED.view.reveal(node.id);
            RED.editor.edit(node);
          }).attr('aria-label', `${monitorText('series.rule')}: ${topic}`);
          rule.prop('disabled', topic === '' || !RED.user.hasPermission('flows.write'));
          return tableRow([shortText(topic), node.name || node.id, countText(count), rule]);
        });
      }),
    );
    const headings = [...['topic', 'node', 'messages'].map((key) => monitorText(`series.${key}`)), ''];
    const all = rows.flat();
    this.topics
      .empty()
      .append(all.length === 0 ? emptyNote(monitorText('series.all-classified')) : plainTable(headings, all));
  }
}
