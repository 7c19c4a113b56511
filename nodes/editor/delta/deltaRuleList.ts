import { DELTA_MODES, RULE_SUBJECTS } from '../../../src/delta/DeltaOptions';
import { fieldText, markField, onEdit, setAndFocus } from '../fields';
import { text } from '../text';
import { reasonAgainstMatch, reasonAgainstNumber } from './deltaRuleReasons';
import { type DeltaRuleRow, isEmptyRule, RULE_NUMBERS, type RuleNumber, readRuleRow } from './deltaRuleRow';

/** The rules of a delta node in its dialog. */
export interface DeltaRuleList {
  /** The rules in the fields; empty rows are left out. */
  rules(): DeltaRuleRow[];
  add(rules: readonly DeltaRuleRow[]): void;
  /** Writes a threshold into a rule. @param index among rules(). */
  setThreshold(index: number, threshold: string): void;
}

/** Settings that few rules have; hidden in a row that has none of them. */
const SELDOM = ['minInterval', 'maxSilence', 'staleAfter'] as const;

/** Shows rules as rows of fields; `onChange` is called on every edit, removal and move. */
export function deltaRuleList(
  node: EditorNode,
  list: JQuery,
  rules: readonly DeltaRuleRow[],
  onChange: () => void,
): DeltaRuleList {
  list.editableList<DeltaRuleRow>({
    addButton: text(node, 'list.add-rule'),
    height: 'auto',
    sortable: true,
    removable: true,
    addItem(row, _index, rule) {
      new RuleFields(node, row, readRuleRow(rule), onChange);
    },
    removeItem: onChange,
    sortItems: onChange,
  });
  const rows = () => list.editableList('items').toArray();
  const filled = () => rows().filter((row) => !isEmptyRule(readFields($(row))));
  const add = (added: readonly DeltaRuleRow[]) => {
    for (const rule of added) list.editableList('addItem', rule);
  };
  add(rules);
  return {
    rules: () => filled().map((row) => readFields($(row))),
    add(added) {
      add(added);
      onChange();
    },
    setThreshold(index, threshold) {
      const row = filled()[index];
      if (row) setAndFocus($(row).find('.wireband-rule-threshold'), threshold);
    },
  };
}

/** The fields of one rule. */
class RuleFields {
  private readonly seldom: JQuery;
  private readonly opener: JQuery;

  constructor(
    private readonly node: EditorNode,
    private readonly row: JQuery,
    rule: DeltaRuleRow,
    onChange: () => void,
  ) {
    const by = this.select(
      'by',
      RULE_SUBJECTS.map((subject) => [subject, text(node, `subject.${subject}`)]),
      rule.by,
    );
    const match = this.input('match', rule.match);
    const mode = this.select(
      'mode',
      [
        ['', text(node, 'rule.as-above')],
        ...DELTA_MODES.map((mode): [string, string] => [mode, text(node, `mode.${mode}`)]),
      ],
      rule.mode,
    );
    const first = $('<div>', { class: 'wireband-rule' }).append(by, match);
    const second = $('<div>', { class: 'wireband-rule' }).append(
      mode,
      this.number('threshold', rule),
      this.number('floor', rule),
      this.number('span', rule),
      this.input('unit', rule.unit),
    );
    this.seldom = $('<div>', { class: 'wireband-rule wireband-rule-seldom' }).append(
      ...SELDOM.map((property) => this.number(property, rule)),
      this.select(
        'sendPrevious',
        [
          ['', text(node, 'rule.previous-as-above')],
          ['true', text(node, 'rule.previous-yes')],
          ['false', text(node, 'rule.previous-no')],
        ],
        rule.sendPrevious,
      ),
    );
    this.opener = $('<button>', { type: 'button', class: 'red-ui-button red-ui-button-small' })
      .append($('<i>', { class: 'fa fa-ellipsis-h', 'aria-hidden': 'true' }))
      .attr({ 'aria-label': text(node, 'rule.more'), title: text(node, 'rule.more') });
    first.append(this.opener);
    $('<div>', { class: 'wireband-rule-fields' }).append(first, second, this.seldom).appendTo(row);

    this.openSeldom(SELDOM.some((property) => rule[property] !== '') || rule.sendPrevious !== '');
    this.opener.on('click', () => this.openSeldom(this.opener.attr('aria-expanded') !== 'true'));
    const update = () => {
      this.update();
      onChange();
    };
    onEdit(row.find('input, select'), update);
    this.update();
  }

  /** Marks invalid fields, and shows the fields that the mode uses. */
  private update(): void {
    const rule = readFields(this.row);
    const isEmpty = isEmptyRule(rule);
    const { mode, by: subject } = rule;
    markField(
      this.field('match'),
      isEmpty ? undefined : reasonAgainstMatch(this.node, rule),
      text(this.node, `subject-hint.${subject}`),
    );
    this.field('match').attr('placeholder', text(this.node, `subject-example.${subject}`));
    this.field('threshold').toggle(mode !== 'change' && mode !== 'auto');
    this.field('floor').toggle(mode === 'relative' || rule.floor !== '');
    this.field('span').toggle(mode === 'span' || rule.span !== '');
    this.field('unit').toggle(mode !== 'change' && mode !== 'auto');
    for (const property of RULE_NUMBERS) {
      const reason = reasonAgainstNumber(this.node, property, rule[property]);
      markField(this.field(property), reason, text(this.node, `label.${property}`));
    }
  }

  private openSeldom(isOpen: boolean): void {
    this.seldom.toggle(isOpen);
    this.opener.attr('aria-expanded', String(isOpen));
  }

  private field(property: string): JQuery {
    return this.row.find(`.wireband-rule-${property}`);
  }

  private number(property: RuleNumber, rule: DeltaRuleRow): JQuery {
    return this.input(property, rule[property]);
  }

  private input(property: RuleNumber | 'match' | 'unit', value: string): JQuery {
    const label = text(this.node, `label.${property}`);
    return $('<input>', {
      type: 'text',
      class: `wireband-rule-${property}`,
      placeholder: label,
      'aria-label': label,
    }).val(value);
  }

  private select(
    property: 'by' | 'mode' | 'sendPrevious',
    choices: readonly [string, string][],
    value: string,
  ): JQuery {
    const select = $('<select>', {
      class: `wireband-rule-${property}`,
      'aria-label': text(this.node, `label.${property}`),
    });
    for (const [choice, words] of choices) $('<option>', { value: choice }).text(words).appendTo(select);
    return select.val(value);
  }
}

function readFields(row: JQuery): DeltaRuleRow {
  const read = (property: string) => fieldText(row.find(`.wireband-rule-${property}`));
  return readRuleRow({
    by: read('by'),
    match: read('match'),
    mode: read('mode'),
    unit: read('unit'),
    threshold: read('threshold'),
    floor: read('floor'),
    span: read('span'),
    minInterval: read('minInterval'),
    maxSilence: read('maxSilence'),
    staleAfter: read('staleAfter'),
    sendPrevious: read('sendPrevious'),
  });
}
