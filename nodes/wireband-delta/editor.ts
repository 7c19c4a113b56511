import { type DeltaMode, SUGGESTED_RULES } from '../../src/delta';
import { FieldPatterns } from '../../src/delta/FieldPatterns';
import type { PreviewSeries } from '../../src/delta/preview/previewRun';
import type { RecentSeries } from '../../src/delta/preview/RecentReadings';
import { DELTA } from '../../src/settings/delta';
import { SettingError } from '../../src/settings/SettingError';
import { asPercent } from '../editor/amounts';
import { choiceField } from '../editor/choiceField';
import { readDeltaFields } from '../editor/delta/deltaFields';
import { type DeltaRuleList, deltaRuleList } from '../editor/delta/deltaRuleList';
import { reasonAgainstRules } from '../editor/delta/deltaRuleReasons';
import { readRuleRow, readRuleRows, savedRule } from '../editor/delta/deltaRuleRow';
import { outputMap } from '../editor/delta/outputPorts';
import { isEnvReference } from '../editor/envReference';
import { fieldText, onEdit } from '../editor/fields';
import { equals, liveHint } from '../editor/liveHint';
import { openChangedSections } from '../editor/openChangedSections';
import { prepareForm } from '../editor/prepareForm';
import { DeltaPreview } from '../editor/preview/deltaPreview';
import { type LimitSource, limitTable } from '../editor/preview/limitTable';
import { previewSettings, ruleOfLimit } from '../editor/preview/previewSettings';
import { settingCheck } from '../editor/settingCheck';
import { readSymbols, reasonAgainstSymbols, type SymbolList, symbolList } from '../editor/symbols/symbolList';
import { text } from '../editor/text';
import { hasWindows, type OptionalOutputs, optionalOutputs, outputPlaces } from '../runtime/deltaOutputs';

export { addSearchWords } from '../editor/paletteSearch';

interface DeltaNode extends EditorNode {
  readonly name?: string;
  readonly mode?: string;
  readonly threshold?: number | string;
  readonly outputs?: number;
  readonly staleOutput?: unknown;
  readonly window?: unknown;
  rules: unknown;
  alarmSymbols: unknown;
}

interface Dialog {
  readonly rules: DeltaRuleList;
  readonly alarmSymbols: SymbolList;
  readonly preview: DeltaPreview;
}

/** The parts of the open dialog that are not plain fields: the editor opens only one dialog of a type at a time. */
let dialog: Dialog | undefined;

/** The node's name, or else what it lets pass: `delta 2%`. */
export function label(node: DeltaNode): string {
  if (node.name) return node.name;
  const short = text(node, 'paletteLabel');
  if (node.mode === 'change' || node.mode === 'auto') return short;
  const threshold = String(node.threshold ?? '');
  const isPart = node.mode !== 'absolute' && node.mode !== 'swinging-door';
  return `${short} ${(isPart && asPercent(threshold)) || threshold}`.trim();
}

/** What an output carries: from the second on, it depends on which are switched on. */
export function outputLabel(node: DeltaNode, index: number): string {
  if (index === 0) return text(node, 'port.changed');
  const places = outputPlaces(optionalOutputs(node));
  if (index === places.suppressed) return text(node, 'port.suppressed');
  return text(node, index === places.stale ? 'port.stale' : 'port.windows');
}

/** Validates the list of rules; missing means none. Returns true or a reason to show. */
function checkRules(node: EditorNode, value: unknown): true | string {
  if (value === undefined) return true;
  if (!Array.isArray(value)) return text(node, 'error.list');
  return reasonAgainstRules(node, value) ?? true;
}

/** Validates a list of field paths; missing means none. Returns true or a reason to show. */
function checkFields(node: EditorNode, property: 'ignore' | 'statusFields', value: unknown): true | string {
  if (isEnvReference(value)) return true;
  try {
    new FieldPatterns(property, value);
    return true;
  } catch (error) {
    if (error instanceof SettingError)
      return text(node, 'error.fields', { label: text(node, `label.${property}`) });
    throw error;
  }
}

/** Validates the symbols that always pass; missing means none. Returns true or a reason to show. */
function checkAlarmSymbols(node: EditorNode, value: unknown): true | string {
  if (isEnvReference(value)) return true;
  if (value !== undefined && typeof value !== 'string' && !Array.isArray(value)) {
    return text(node, 'error.list');
  }
  return reasonAgainstSymbols(node, readSymbols(value)) ?? true;
}

export const check = settingCheck(DELTA, {
  rules: checkRules,
  ignore: (node, value) => checkFields(node, 'ignore', value),
  statusFields: (node, value) => checkFields(node, 'statusFields', value),
  alarmSymbols: checkAlarmSymbols,
});

export function prepare(node: DeltaNode): void {
  prepareForm(node, DELTA);
  openChangedSections(node);
  let series: readonly RecentSeries[] = [];
  const changed = () => {
    dialog?.preview.update();
    showLimits();
  };
  /** A removed row leaves the list only after its callback. */
  const changedLater = () => {
    setTimeout(changed);
  };
  const rules = deltaRuleList(node, $('#node-input-rules-list'), readRuleRows(node.rules), changedLater);
  const alarmSymbols = symbolList(node, $('#node-input-alarmSymbols-list'), readSymbols(node.alarmSymbols));
  const readFields = () => readDeltaFields(rules.rules(), alarmSymbols.symbols());
  const settingsFor = (one: PreviewSeries) => previewSettings(node, one, readFields(), rules);
  const limits: LimitSource = {
    settingsFor,
    takeOver(one) {
      const settings = settingsFor(one);
      if (!('reason' in settings) && settings.limit) {
        rules.add([readRuleRow(ruleOfLimit(one, settings.limit))]);
        $('#node-input-rules-list').closest('details').prop('open', true);
      }
    },
  };
  const showLimits = () => {
    const isAuto = fieldText($('#node-input-mode')) === 'auto';
    $('#wireband-limits-row').toggle(isAuto);
    if (isAuto) limitTable(node, $('#wireband-limits'), series, limits);
  };
  const preview = new DeltaPreview(node, {
    settingsFor,
    onSeries(list) {
      series = list;
      showLimits();
    },
  });
  dialog = { rules, alarmSymbols, preview };
  prepareMode(node);
  prepareSuggestions(node, rules);
  prepareOutputs(node);
  onEdit($('#dialog-form').find('[id^="node-input-"]'), changed);
  changed();
}

export function save(node: DeltaNode): void {
  const rules = dialog?.rules.rules().map(savedRule) ?? [];
  const alarmSymbols = dialog?.alarmSymbols.symbols() ?? [];
  // A node of an earlier release has no lists; keep it unchanged.
  if (rules.length > 0 || node.rules !== undefined) node.rules = rules;
  if (alarmSymbols.length > 0 || node.alarmSymbols !== undefined) node.alarmSymbols = alarmSymbols;
  cancel();
}

export function cancel(): void {
  dialog?.preview.close();
  dialog = undefined;
}

/** Shows the explanation of the chosen mode, and hides settings that it does not use. */
function prepareMode(node: EditorNode): void {
  const showThresholdHint = liveHint(
    $('#node-input-threshold'),
    $('#wireband-threshold-hint'),
    (threshold) => {
      const mode = fieldText($('#node-input-mode'));
      const isPart = mode === 'relative' || mode === 'span';
      return isPart ? equals(asPercent(threshold)) : text(node, 'unit.of-reading');
    },
  );
  choiceField(node, 'mode', (mode) => {
    $('#wireband-mode-note').text(text(node, `explain.${mode}`));
    $('#wireband-threshold-row').toggle(mode !== 'change' && mode !== 'auto');
    $('#wireband-floor-row').toggle(mode === 'relative');
    $('#wireband-span-row').toggle(mode === 'span');
    $('#wireband-sendPrevious-row').toggle(mode !== ('swinging-door' satisfies DeltaMode));
    showThresholdHint();
  });
}

/** Offers the usual rules for each quantity; picking one adds it to the list. */
function prepareSuggestions(node: EditorNode, rules: DeltaRuleList): void {
  const select = $('#wireband-suggested');
  $('<option>', { value: '' }).text(text(node, 'rule.pick')).appendTo(select);
  $('<option>', { value: 'all' }).text(text(node, 'rule.all-suggested')).appendTo(select);
  for (const [index, rule] of SUGGESTED_RULES.entries()) {
    const { match, mode, threshold, floor, unit = '' } = rule;
    const change = mode === 'relative' ? asPercent(String(threshold)) : `${threshold} ${unit}`.trim();
    const least = floor === undefined ? '' : `, ≥ ${floor} ${unit}`.trimEnd();
    const words = `${match}: ${change}${least}`;
    $('<option>', { value: String(index) })
      .text(words)
      .appendTo(select);
  }
  select.on('change', () => {
    const picked = fieldText(select);
    const known = new Set(rules.rules().map(({ match }) => match));
    const wanted = SUGGESTED_RULES.filter(
      ({ match }, index) => picked === String(index) || (picked === 'all' && !known.has(match)),
    );
    rules.add(wanted.map(readRuleRow));
    select.val('');
  });
}

/** Keeps the number of outputs in step with the checkboxes and the window, and wires with what they carry. */
function prepareOutputs(node: DeltaNode): void {
  const before = optionalOutputs(node);
  const suppressed = $('#wireband-suppressed-output').prop('checked', before.suppressed);
  const stale = $('#node-input-staleOutput');
  const window = $('#node-input-window');
  const update = () => {
    const after: OptionalOutputs = {
      suppressed: suppressed.prop('checked') === true,
      stale: stale.prop('checked') === true,
      windows: hasWindows(fieldText(window)),
    };
    $('#node-input-outputs').val(outputMap(before, after));
  };
  suppressed.add(stale).on('change', update);
  onEdit(window, update);
  update();
}
