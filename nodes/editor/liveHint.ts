import { fieldText, onEdit } from './fields';

/** Keeps a hint next to a field in step with the typed text, such as `= 2%` for `0.02`. Returns the update function. */
export function liveHint(field: JQuery, hint: JQuery, describe: (setting: string) => string): () => void {
  const update = () => {
    const description = describe(fieldText(field) || (field.attr('placeholder') ?? ''));
    hint.text(description);
  };
  onEdit(field, update);
  update();
  return update;
}

/** For hints that give the same amount in another unit. */
export function equals(amount: string): string {
  return amount === '' ? '' : `= ${amount}`;
}
