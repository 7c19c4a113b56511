import { monitorText } from './monitorText';

/** Something that unfolds, and asks the runtime for its content each time. */
export interface Panel {
  readonly element: JQuery;
  readonly title: JQuery;
  readonly body: JQuery;
  /** Asks again, if it is unfolded. */
  reload(): void;
}

/**
 * @param load fills the body; what it throws is shown in its place.
 * @param controls are above the body.
 */
export function makePanel(title: string, load: (body: JQuery) => Promise<void>, controls?: JQuery): Panel {
  const heading = $('<span>').text(title);
  const body = $('<div>', { class: 'wireband-panel-body' });
  const refresh = $('<button>', {
    type: 'button',
    class: 'red-ui-button red-ui-button-small wireband-refresh',
    'aria-label': `${monitorText('button.refresh')}: ${title}`,
    title: monitorText('button.refresh'),
  }).append($('<i>', { class: 'fa fa-refresh', 'aria-hidden': 'true' }));
  const element = $('<details>', { class: 'wireband-panel' }).append(
    $('<summary>').append(heading),
    $('<div>', { class: 'wireband-panel-controls' }).append(controls ?? '', refresh),
    body,
  );
  const fill = (): void => {
    load(body).catch((error: Error) => {
      body.empty().append($('<p>', { class: 'wireband-fault', role: 'alert' }).text(error.message));
    });
  };
  refresh.on('click', fill);
  element.on('toggle', () => {
    if (element.prop('open')) fill();
  });
  return {
    element,
    title: heading,
    body,
    reload: () => {
      if (element.prop('open')) fill();
    },
  };
}

/** A line in place of a list that is empty. */
export function emptyNote(text: string): JQuery {
  return $('<p>', { class: 'wireband-empty' }).text(text);
}
