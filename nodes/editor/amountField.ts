import type { NumberSetting } from '../../src/settings/settingKinds';
import { unitName } from './amounts';
import {
  type AmountUnit,
  fittingUnit,
  inUnit,
  type Measure,
  storedAmount,
  storedUnit,
  unitsOf,
} from './amountUnits';
import { isEnvReference } from './envReference';
import { fieldText, markField, onEdit } from './fields';
import { text } from './text';

/**
 * Lets the user enter a size or duration in any unit. The setting's own field, which Node-RED fills, checks and reads,
 * is hidden and holds the stored number; an amount and a menu of units are shown instead.
 */
export function amountField(
  node: EditorNode,
  property: string,
  field: JQuery,
  setting: NumberSetting,
  measure: Measure,
): void {
  const units = unitsOf(measure, setting);
  const amount = $(`#wireband-${property}-amount`);
  const menu = $(`#wireband-${property}-unit`);
  for (const { name } of units) menu.append($('<option>', { value: name }).text(unitName(name)));
  menu.attr('aria-label', text(node, setting.label ?? `label.${property}`));
  const usual = setting.missing ?? setting.default;
  const chosen = (): AmountUnit => units.find(({ name }) => name === menu.val()) ?? storedUnit(units);
  const choose = (unit: AmountUnit): void => {
    menu.val(unit.name);
    amount.attr('placeholder', inUnit(usual, unit));
  };
  /** An environment variable holds the amount in the stored unit. */
  const followReference = (): void => {
    const isReference = isEnvReference(fieldText(amount));
    menu.prop('disabled', isReference);
    if (isReference) choose(storedUnit(units));
  };
  const show = (): void => {
    const stored = fieldText(field);
    const number = stored === '' ? usual : Number(stored);
    choose(Number.isFinite(number) ? fittingUnit(units, number) : storedUnit(units));
    amount.val(stored === '' || !Number.isFinite(number) ? stored : inUnit(number, chosen()));
    followReference();
  };
  const mark = (): void => markField(amount, reasonAgainst(node, property, fieldText(field)));

  show();
  onEdit(amount.add(menu), () => {
    followReference();
    choose(chosen());
    const stored = storedAmount(fieldText(amount), chosen(), setting);
    if (stored !== fieldText(field)) field.val(stored).trigger('change');
  });
  // Also when the dialog itself writes into the field.
  onEdit(field, () => {
    if (storedAmount(fieldText(amount), chosen(), setting) !== fieldText(field)) show();
    mark();
  });
  mark();
}

function reasonAgainst(node: EditorNode, property: string, value: string): string | undefined {
  const reason = node._def.defaults[property]?.validate?.call(node, value, {});
  return typeof reason === 'string' ? reason : undefined;
}
