import type { IncomingTopic } from '../../../runtime/incomingTopics';
import { countText } from '../../amounts';
import { plainTable, tableRow } from '../../plainTable';
import { shortText } from '../../shortText';
import { monitorText } from '../monitorText';
import { emptyNote } from '../panel';

/** Incoming messages by topic: the value, and its meaning according to classify. */
export class TopicList {
  readonly element = $('<div>', { class: 'wireband-topics' });
  private shown = '';

  show(topics: readonly IncomingTopic[]): void {
    const key = JSON.stringify(topics);
    if (key === this.shown) return;
    this.shown = key;
    this.element
      .empty()
      .append(topics.length === 0 ? emptyNote(monitorText('start.nothing')) : table(topics));
  }
}

function table(topics: readonly IncomingTopic[]): JQuery {
  const headings = [
    monitorText('start.topic'),
    monitorText('start.value'),
    monitorText('start.symbol'),
    monitorText('start.messages'),
  ];
  const sorted = [...topics].sort((a, b) => a.topic.localeCompare(b.topic));
  return plainTable(
    headings,
    sorted.map(({ topic, value, symbol, quantity, unit, count }) => {
      const meaning = $('<div>').append($('<span>', { class: 'wireband-symbol' }).text(symbol));
      const more = [quantity, unit].filter((part) => part !== undefined).join(', ');
      if (more !== '') meaning.append($('<small>').text(` ${more}`));
      return tableRow([shortText(topic), shortText(value), meaning, countText(count)]);
    }),
  );
}
