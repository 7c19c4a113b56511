import { fieldText } from '../fields';
import { saveTextFile } from '../saveTextFile';
import { text } from '../text';
import { RULE_TABLE_FORMATS, type TableRule, writeRuleTable } from './ruleTable';
import { importRules } from './ruleTransfer';
import { readTableFile } from './tableFile';

/** The rules of the dialog, for import and export. */
export interface RuleStore {
  rules(): readonly TableRule[];
  /** Replaces the existing rules, or appends to them. */
  take(rules: readonly TableRule[], how: 'replace' | 'append'): void;
}

/** Sets up the two forms that import and export rules as a table. */
export function ruleTableForm(node: EditorNode, store: RuleStore): void {
  const importForm = $('#wireband-import');
  const exportForm = $('#wireband-export');
  const status = $('#wireband-table-status');
  const opener = { import: $('#wireband-import-open'), export: $('#wireband-export-open') };
  const show = (form: JQuery | undefined) => {
    for (const each of [importForm, exportForm]) each.prop('hidden', each !== form);
    opener.import.attr('aria-expanded', String(form === importForm));
    opener.export.attr('aria-expanded', String(form === exportForm));
    status.text('');
  };
  const toggle = (form: JQuery, focus: JQuery) => {
    show(form.prop('hidden') ? form : undefined);
    if (!form.prop('hidden')) focus.trigger('focus');
  };
  prepareExport(node, store, opener.export, () => toggle(exportForm, $('#wireband-export-text')));
  prepareImport(node, store, (message) => {
    show(undefined);
    status.text(message);
    opener.import.trigger('focus');
  });
  opener.import.on('click', () => toggle(importForm, $('#wireband-import-text')));
  $('#wireband-import-close').on('click', () => {
    show(undefined);
    opener.import.trigger('focus');
  });
  $('#wireband-export-close').on('click', () => {
    show(undefined);
    opener.export.trigger('focus');
  });
}

function prepareExport(node: EditorNode, store: RuleStore, opener: JQuery, toggle: () => void): void {
  const format = $('#wireband-export-format');
  const field = $('#wireband-export-text');
  const chosen = () => RULE_TABLE_FORMATS.find((each) => each === fieldText(format)) ?? 'csv';
  const write = () => {
    field.val(writeRuleTable(store.rules(), chosen()));
  };
  opener.on('click', () => {
    write();
    toggle();
  });
  format.on('change', write);
  $('#wireband-export-copy').on('click', () => {
    const copied = RED.clipboard.copyText(writeRuleTable(store.rules(), chosen()));
    $('#wireband-export-note').text(text(node, copied ? 'table.copied' : 'table.not-copied'));
    if (!copied) field.trigger('select');
  });
  $('#wireband-export-save').on('click', () => {
    const type = chosen() === 'csv' ? 'text/csv;charset=utf-8' : 'application/json';
    saveTextFile(`wireband-rules.${chosen()}`, type, writeRuleTable(store.rules(), chosen()));
  });
}

function prepareImport(node: EditorNode, store: RuleStore, close: (message: string) => void): void {
  const field = $('#wireband-import-text');
  const faults = $('#wireband-import-faults');
  const tell = (reasons: readonly string[]) => {
    faults.empty().append(reasons.map((reason) => $('<div>').text(reason)));
  };
  $('#wireband-import-file').on('change', async (event) => {
    const input = event.currentTarget;
    const file = input instanceof HTMLInputElement ? input.files?.[0] : undefined;
    if (file === undefined) return;
    try {
      const table = await readTableFile(file);
      if (table === undefined) tell([text(node, 'table.too-large')]);
      else {
        field.val(table);
        tell([]);
      }
    } catch {
      tell([text(node, 'table.unreadable')]);
    }
  });
  field.on('input', () => tell([]));
  $('#wireband-import-take').on('click', () => {
    const imported = importRules(node, String(field.val() ?? ''));
    if (!imported.isGood) {
      tell([...imported.reasons, text(node, 'table.nothing-imported')]);
      return;
    }
    const how = fieldText($('#wireband-import-how')) === 'append' ? 'append' : 'replace';
    store.take(imported.rules, how);
    field.val('');
    $('#wireband-import-file').val('');
    tell([]);
    close(text(node, 'table.imported', { n: imported.rules.length }));
  });
}
