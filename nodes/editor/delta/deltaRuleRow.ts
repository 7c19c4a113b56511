import {
  DELTA_MODES,
  type DeltaMode,
  RULE_SUBJECTS,
  type RuleSubject,
} from '../../../src/delta/DeltaOptions';

/** Numbers that a rule may override; empty means as in the settings of the node. */
export const RULE_NUMBERS = [
  'threshold',
  'floor',
  'span',
  'minInterval',
  'maxSilence',
  'staleAfter',
] as const;

export type RuleNumber = (typeof RULE_NUMBERS)[number];

/** A rule as its row holds it. */
export interface DeltaRuleRow extends Readonly<Record<RuleNumber, string>> {
  readonly by: RuleSubject;
  readonly match: string;
  /** Empty: as in the settings of the node. */
  readonly mode: DeltaMode | '';
  readonly unit: string;
  /** Empty: as in the settings of the node. */
  readonly sendPrevious: 'true' | 'false' | '';
}

/** A rule as it is saved: only what it sets. */
export type SavedDeltaRule = Readonly<Record<string, string | number | boolean>>;

/** Rules in a flow file, which may have been written by hand. */
export function readRuleRows(value: unknown): DeltaRuleRow[] {
  if (!Array.isArray(value)) return [];
  return value.map((rule) => readRuleRow(Object(rule)));
}

export function readRuleRow(rule: object): DeltaRuleRow {
  const read = (property: string): string => String(Reflect.get(rule, property) ?? '').trim();
  const sendPrevious = read('sendPrevious');
  return {
    by: RULE_SUBJECTS.find((each) => each === read('by')) ?? 'any',
    match: read('match'),
    mode: DELTA_MODES.find((each) => each === read('mode')) ?? '',
    unit: read('unit'),
    threshold: read('threshold'),
    floor: read('floor'),
    span: read('span'),
    minInterval: read('minInterval'),
    maxSilence: read('maxSilence'),
    staleAfter: read('staleAfter'),
    sendPrevious: sendPrevious === 'true' || sendPrevious === 'false' ? sendPrevious : '',
  };
}

/** A row as it is saved. Numbers are saved as numbers, environment variables as they are. */
export function savedRule(row: DeltaRuleRow): SavedDeltaRule {
  const saved: Record<string, string | number | boolean> = { match: row.match };
  if (row.by !== 'any') saved.by = row.by;
  if (row.mode !== '') saved.mode = row.mode;
  for (const property of RULE_NUMBERS) {
    const value = row[property];
    if (value !== '') saved[property] = Number.isFinite(Number(value)) ? Number(value) : value;
  }
  if (row.unit !== '') saved.unit = row.unit;
  if (row.sendPrevious !== '') saved.sendPrevious = row.sendPrevious === 'true';
  return saved;
}

/** Whether a row counts as empty, and is not saved. */
export function isEmptyRule(row: DeltaRuleRow): boolean {
  return row.match === '' && RULE_NUMBERS.every((property) => row[property] === '') && row.unit === '';
}
