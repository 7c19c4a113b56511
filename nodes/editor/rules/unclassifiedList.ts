import { ruleFilter, type UnclassifiedTopic } from '../../../src/classify';
import { takeAskedRule } from '../askedRule';
import { isDeployed } from '../isDeployed';
import { plainTable, tableRow } from '../plainTable';
import { shortText } from '../shortText';
import { text } from '../text';

/** Characters of a sample to show. */
const MAX_SAMPLE = 60;

/** Called with the filter of a requested rule, and the topic that it is for. */
type OnPick = (filter: string, topic: UnclassifiedTopic) => void;

/** Shows the topics for which a deployed node used the fallback, each with a button that makes a rule. */
export function unclassifiedList(node: EditorNode, onPick: OnPick): void {
  const list = $('#wireband-unclassified-list');
  const note = $('#wireband-unclassified-note');
  const refresh = $('#wireband-unclassified-refresh');
  const clear = $('#wireband-unclassified-clear');
  const address = `wireband/classify/${encodeURIComponent(node.id)}/unclassified`;
  /** The topic for which the monitor requested a rule. */
  let asked = takeAskedRule(node.id);

  const tell = (message: string) => {
    list.empty();
    note.text(message);
    clear.prop('hidden', true);
  };
  const show = (topics: readonly UnclassifiedTopic[]) => {
    if (topics.length === 0) {
      tell(text(node, 'unclassified.none'));
      return;
    }
    note.text('');
    clear.prop('hidden', false);
    const headings = [text(node, 'unclassified.topic'), text(node, 'unclassified.count'), ''];
    list.empty().append(
      plainTable(
        headings,
        topics.map((each) => topicRow(node, each, onPick)),
      ).addClass('wireband-topics'),
    );
    const each = topics.find(({ topic }) => topic === asked);
    asked = undefined;
    const filter = each && ruleFilter(each.topic);
    if (each && filter !== undefined) onceOpen(list.closest('.red-ui-tray'), () => onPick(filter, each));
  };
  const fail = (answer: JQuery.jqXHR) => {
    tell(
      answer.status === 404
        ? text(node, 'unclassified.not-deployed')
        : text(node, 'unclassified.failed', { status: answer.status || answer.statusText }),
    );
  };
  const load = () => {
    $.getJSON(address)
      .done((answer) => show(readTopics(answer)))
      .fail(fail);
  };
  if (!isDeployed(node.id)) {
    tell(text(node, 'unclassified.not-deployed'));
    refresh.prop('hidden', true);
    return;
  }
  refresh.on('click', load);
  clear.on('click', () => {
    $.post(`${address}/clear`).done(load).fail(fail);
  });
  load();
}

function topicRow(node: EditorNode, each: UnclassifiedTopic, onPick: OnPick): JQuery {
  const { topic, count, last, sample } = each;
  const shown = topic === '' ? text(node, 'unclassified.no-topic') : topic;
  const name = $('<div>').append(
    shortText(shown).attr('title', shown),
    $('<small>').append(shortText(sample, MAX_SAMPLE)),
  );
  const number = $('<div>').text(new Intl.NumberFormat(RED.i18n.lang()).format(count));
  const time = new Date(last);
  if (last > 0 && !Number.isNaN(time.getTime())) {
    const isToday = time.toDateString() === new Date().toDateString();
    const shownTime = isToday
      ? time.toLocaleTimeString(RED.i18n.lang())
      : time.toLocaleDateString(RED.i18n.lang());
    number.append($('<small>').text(shownTime));
  }
  const filter = ruleFilter(topic);
  if (filter === undefined) return tableRow([name, number, '']);
  const button = $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small' })
    .text(text(node, 'unclassified.make-rule'))
    .attr('aria-label', `${text(node, 'unclassified.make-rule')}: ${topic}`)
    .on('click', () => onPick(filter, each));
  return tableRow([name, number, button]);
}

/** Once a tray is open, it focuses its first field: to focus another, wait for that. */
function onceOpen(tray: JQuery, act: () => void): void {
  if (tray.find(':focus').length > 0) act();
  else tray.one('focusin', () => setTimeout(act));
}

function readTopics(answer: unknown): UnclassifiedTopic[] {
  const { unclassified }: { readonly unclassified?: unknown } = Object(answer);
  if (!Array.isArray(unclassified)) return [];
  return unclassified.map((row) => {
    const { topic, count, last, sample }: Readonly<Record<string, unknown>> = Object(row);
    return {
      topic: String(topic ?? ''),
      count: Number(count ?? 0),
      last: Number(last ?? 0),
      sample: String(sample ?? ''),
    };
  });
}
