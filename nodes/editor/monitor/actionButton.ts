/** A small button. */
export function actionButton(label: string, onPress: () => void): JQuery {
  return $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small' })
    .text(label)
    .on('click', onPress);
}
