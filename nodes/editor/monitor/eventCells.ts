import type { EdgeEvent } from '../../../src/frame/event';
import { shortText } from '../shortText';
import { timeText } from './figureText';

/** Characters of a payload to show. */
const MAX_DATA = 200;

/** The cells of an event in a table: topic with payload, and time. */
export function eventCells({ topic, data, time }: EdgeEvent): readonly JQuery[] {
  const what = $('<div>').append(
    $('<span>', { class: 'wireband-topic' }).text(topic),
    $('<code>', { title: data.slice(0, 2000) }).append(shortText(data, MAX_DATA)),
  );
  return [what, $('<span>').text(timeText(time))];
}
