import { DELTA_MODES, type DeltaMode, type DeltaOptions } from '../../../src/delta/DeltaOptions';
import { DELTA } from '../../../src/settings/delta';
import { isEnvReference } from '../envReference';
import { fieldText } from '../fields';
import { type DeltaRuleRow, savedRule } from './deltaRuleRow';

/** The settings of a delta node, as in the fields of its dialog. */
export interface DeltaFields {
  readonly mode: DeltaMode;
  readonly options: DeltaOptions;
  /** Whether a number is known only when the node starts. */
  readonly needsEnvironment: boolean;
}

const NUMBERS = Object.entries(DELTA).flatMap(([property, { kind }]) =>
  kind === 'number' ? [property] : [],
);

const field = (property: string) => $(`#node-input-${property}`);

export function readDeltaFields(
  rules: readonly DeltaRuleRow[],
  alarmSymbols: readonly string[],
): DeltaFields {
  const numbers = Object.fromEntries(NUMBERS.map((property) => [property, fieldText(field(property))]));
  const mode = DELTA_MODES.find((each) => each === fieldText(field('mode'))) ?? DELTA.mode.default;
  const options = {
    ...numbers,
    mode,
    sendPrevious: field('sendPrevious').prop('checked') === true,
    partial: field('partial').prop('checked') === true,
    sendExtremes: field('sendExtremes').prop('checked') === true,
    rules: rules.map((row) => ({ match: row.match, ...savedRule(row) })),
    ignore: fieldText(field('ignore')),
    statusFields: fieldText(field('statusFields')),
    alarmSymbols,
  };
  const texts = [...Object.values(numbers), ...rules.flatMap((row) => Object.values(row))];
  return { mode, options, needsEnvironment: texts.some(isEnvReference) };
}
