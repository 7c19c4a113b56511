/** A small button. @param steers whether it changes something, which not every user may. */
export function actionButton(label: string, onPress: () => void): JQuery {
  return $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small' })
    .text(label)
    .on('click', onPress);
}
