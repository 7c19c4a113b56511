import { fieldText, onEdit } from './fields';

/** Keeps a hint next to a field in step with what is typed, as in `0.02` `= 2%`. Returns the update itself. */
export function liveHint(field: JQuery, hint: JQuery, describe: (setting: string) => string): () => void {
  const update = () => {
    const description = describe(fieldText(field) || (field.attr('placeholder') ?? ''));
    hint.text(description);
  };
  onEdit(field, update);
  update();
  return update;
}

/** For descriptions that say the same amount in another unit. */
export function equals(amount: string): string {
  return amount === '' ? '' : `= ${amount}`;
}
