import { countText } from '../amounts';
import { text } from '../text';
import type { Sample, SampleRequest } from './sampleRequest';

/** Shows what would be sent, and what would not. @param isReal whether the events come from a real batch. */
export function showSample(node: EditorNode, box: JQuery, sample: Sample, isReal: boolean): void {
  const note = (words: string) => $('<p>', { class: 'wireband-note' }).text(words);
  const requests = sample.requests.flatMap((request) => [
    requestBox(node, request),
    note(sizeOf(node, request)),
  ]);
  const { events, values } = sample.leftOut;
  box
    .empty()
    .append(
      note(text(node, isReal ? 'sample.source-last' : 'sample.source-made-up')),
      ...requests,
      ...(requests.length === 0 ? [note(text(node, 'sample.nothing'))] : []),
      ...events.map(({ topic, reason }) =>
        note(text(node, 'sample.event-left-out', { topic, reason: text(node, `reason.${reason}`) })),
      ),
      ...values.map(({ count, reason }) =>
        note(text(node, 'sample.values-left-out', { count, reason: text(node, `reason.${reason}`) })),
      ),
      ...sample.unknown.map((name) =>
        note(text(node, 'sample.unknown', { label: text(node, `label.${name}`) })),
      ),
    );
}

function requestBox(node: EditorNode, { line, headers, body, isCut }: SampleRequest): JQuery {
  const head = [line, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n');
  return $('<pre>', { class: 'wireband-sample', tabindex: 0, 'aria-label': text(node, 'sample.title') })
    .append($('<span>', { class: 'wireband-sample-head' }).text(head))
    .append(document.createTextNode(`\n\n${body}${isCut ? ' …' : ''}`));
}

function sizeOf(node: EditorNode, { bytes, isCut }: SampleRequest): string {
  return text(node, isCut ? 'sample.size-cut' : 'sample.size', { bytes: countText(bytes) });
}
