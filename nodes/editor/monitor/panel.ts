import { monitorText } from './monitorText';

/** A section that loads its content from the runtime each time it is unfolded. */
export interface Panel {
  readonly element: JQuery;
  readonly title: JQuery;
  readonly body: JQuery;
  /** Loads the content again, if the section is unfolded. */
  reload(): void;
}

/**
 * @param load fills the body; if it throws, the error is shown above the body.
 * @param controls shown above the body.
 */
export function makePanel(title: string, load: (body: JQuery) => Promise<void>, controls?: JQuery): Panel {
  const heading = $('<span>').text(title);
  const fault = $('<p>', { class: 'wireband-fault', role: 'alert' });
  // It scrolls, and the keyboard can scroll only an element with the focus.
  const body = $('<div>', {
    class: 'wireband-panel-body',
    tabindex: 0,
    role: 'group',
    'aria-label': title,
  });
  const refresh = $('<button>', {
    type: 'button',
    class: 'red-ui-button red-ui-button-small wireband-refresh',
    'aria-label': `${monitorText('button.refresh')}: ${title}`,
    title: monitorText('button.refresh'),
  }).append($('<i>', { class: 'fa fa-refresh', 'aria-hidden': 'true' }));
  const element = $('<details>', { class: 'wireband-panel' }).append(
    $('<summary>').append(heading),
    refresh,
    ...(controls ? [$('<div>', { class: 'wireband-panel-controls' }).append(controls)] : []),
    fault,
    body,
  );
  const fill = oneAtATime(() =>
    load(body).then(
      () => {
        fault.text('');
      },
      (error: Error) => {
        fault.text(error.message);
      },
    ),
  );
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

/** A line in place of an empty list. */
export function emptyNote(text: string): JQuery {
  return $('<p>', { class: 'wireband-empty' }).text(text);
}

/** A call during a run causes one more run after it, so an older response never replaces a newer one. */
function oneAtATime(run: () => Promise<void>): () => void {
  let isRunning = false;
  let isAskedAgain = false;
  const start = (): void => {
    isAskedAgain = isRunning;
    if (isRunning) return;
    isRunning = true;
    void run().then(() => {
      isRunning = false;
      if (isAskedAgain) start();
    });
  };
  return start;
}
