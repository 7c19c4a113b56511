import { actionButton } from './actionButton';
import { monitorText } from './monitorText';

/** Asks for confirmation of an action that cannot be undone. @param place emptied first, and again after the answer. */
export function askQuestion(place: JQuery, question: string, yes: string, onYes: () => void): void {
  const end = (): void => {
    place.empty();
  };
  const confirm = actionButton(yes, () => {
    end();
    onYes();
  }).addClass('primary');
  const box = $('<div>', { role: 'alertdialog', class: 'wireband-question', 'aria-label': question }).append(
    $('<p>').text(question),
    confirm,
    ' ',
    actionButton(monitorText('button.cancel'), end),
  );
  box.on('keydown', ({ key }) => {
    if (key === 'Escape') end();
  });
  place.empty().append(box);
  confirm.trigger('focus');
}
