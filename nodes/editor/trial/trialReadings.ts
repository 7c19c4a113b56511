import type { Reading } from '../../../src/classify';
import { plainTable, tableRow } from '../plainTable';
import { shortText, valueText } from '../shortText';
import { text } from '../text';

/** Readings to show: a payload may have thousands. */
const MAX_READINGS = 40;

/** Characters of a value to show. */
const MAX_VALUE = 60;

/** Shows the messages into which a message is split, and the values that are left out. */
export function showReadings(
  node: EditorNode,
  { result, details }: { readonly result: JQuery; readonly details: JQuery },
  readings: readonly Reading[],
  keepMeta: boolean,
): void {
  const kept = readings.filter(({ isMeta }) => keepMeta || !isMeta).length;
  const left = readings.length - kept;
  $('<div>', { class: 'wireband-symbol' })
    .text(text(node, 'try.readings', { n: kept }))
    .appendTo(result);
  if (left > 0) {
    $('<div>')
      .text(text(node, 'try.left', { n: left }))
      .appendTo(result);
  }
  const headings = [text(node, 'try.topic'), text(node, 'try.value'), text(node, 'try.candidate')];
  const rows = readings.slice(0, MAX_READINGS).map((reading) => readingRow(node, reading, keepMeta));
  details.append(plainTable(headings, rows).addClass('wireband-readings'));
  if (readings.length > MAX_READINGS) {
    const n = readings.length - MAX_READINGS;
    details.append($('<p>', { class: 'wireband-note' }).text(text(node, 'try.more', { n })));
  }
}

function readingRow(node: EditorNode, reading: Reading, keepMeta: boolean): JQuery {
  const { topic, leaf, classification, isMeta } = reading;
  const { name, quantity, unit, by, match } = classification;
  const value = shortText(valueText(leaf.value), MAX_VALUE);
  if (isMeta && !keepMeta) {
    const row = tableRow([shortText(topic), value, text(node, 'try.left-out')]);
    return row.addClass('wireband-left-out');
  }
  const why = text(node, `because.${by}`, { match: match.slice(0, MAX_VALUE) });
  const what = $('<div>', { title: why }).append(shortText(name));
  const details = [quantity, unit, timeText(leaf.time)].filter((detail) => detail !== undefined);
  if (details.length > 0) what.append($('<small>').append(shortText(details.join(' · '))));
  return tableRow([shortText(topic).attr('title', topic.slice(0, 1000)), value, what]);
}

function timeText(time: number | undefined): string | undefined {
  const date = new Date(time ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toLocaleString(RED.i18n.lang());
}
