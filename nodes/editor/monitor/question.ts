import { actionButton } from './actionButton';
import { monitorText } from './monitorText';

/** Asks below a button whether to do what cannot be undone. @param place is emptied, and again once it is answered. */
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
