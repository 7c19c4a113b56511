const STYLE_ID = 'wireband-form-style';

/**
 * Two columns that share the width of the tray; colors are Node-RED's own, so that themes apply. Running text
 * has `contain: inline-size`, because the tray opens as wide as its content requires.
 */
const STYLE = `
.red-ui-editor .form-row.wireband-row {
  display: grid; grid-template-columns: minmax(9.5em, 30%) minmax(0, 1fr); align-items: center; column-gap: 8px;
}
.red-ui-editor .form-row.wireband-row > label {
  display: flex; column-gap: 5px; align-items: baseline; width: auto; margin: 0;
}
.red-ui-editor .form-row.wireband-row > label > i { flex: none; width: 1.3em; text-align: center; }
.red-ui-editor .form-row.wireband-row > label > span { min-width: 0; overflow-wrap: anywhere; }
.red-ui-editor .form-row.wireband-row input, .red-ui-editor .form-row.wireband-row select,
.red-ui-editor .form-row.wireband-row textarea {
  width: 100%; margin-bottom: 0;
}
.red-ui-editor .form-row.wireband-row .wireband-amount {
  display: flex; align-items: center; column-gap: 8px;
}
.red-ui-editor .form-row.wireband-row .wireband-amount > input { flex: 0 1 8em; width: 8em; min-width: 3.5em; }
.red-ui-editor .form-row.wireband-row .wireband-amount > select { flex: 0 1 10.5em; width: 10.5em; min-width: 5em; }
.wireband-amount > button { flex: none; }
.wireband-amount > span { flex: 0 1 auto; min-width: 3.5em; overflow-wrap: anywhere; line-height: 1.3; }
.wireband-amount > span:empty { display: none; }
.wireband-amount > span, .wireband-note { color: var(--red-ui-form-text-color); }
.red-ui-editor .form-row.wireband-row > .wireband-check { grid-column: 2; display: flex; gap: 8px; width: auto; }
.red-ui-editor .form-row.wireband-row > .wireband-check > input { width: auto; flex: none; margin: 3px 0 0; }
.wireband-note { margin: 0 0 12px; font-size: 12px; line-height: 1.5; overflow-wrap: anywhere; contain: inline-size; }
.form-row.wireband-row > .wireband-note { grid-column: 2; margin: 4px 0 0; }
.red-ui-editor h4.wireband-section, .wireband-details > summary {
  margin: 20px 0 12px; padding-bottom: 4px; font-size: 14px; font-weight: bold; line-height: 20px;
  color: var(--red-ui-form-text-color); border-bottom: 1px solid var(--red-ui-secondary-border-color);
}
.wireband-details > summary { cursor: pointer; }
.wireband-details > summary:focus-visible { outline: 1px solid var(--red-ui-form-input-focus-color); }
.wireband-list-label { margin: 0 0 4px; }
.wireband-rule { display: flex; gap: 6px; align-items: center; }
.red-ui-editor .form-row .wireband-rule > input { flex: 1 1 0; min-width: 0; width: 0; margin: 0; }
.wireband-rule > i { flex: none; color: var(--red-ui-secondary-text-color); }
.wireband-list-header { display: flex; gap: 24px; padding-left: 32px !important; padding-right: 34px !important; }
.wireband-list-header > span { flex: 1 1 0; }
.form-row.wireband-list-row > .wireband-note { margin: 6px 0 0; }
.wireband-list-row .red-ui-editableList-addButton > * { color: var(--red-ui-form-text-color); }
.wireband-list-row .red-ui-editableList-container { max-height: 420px; overflow-y: auto; }
.wireband-list-row .red-ui-editableList-container li { padding: 4px 0; }
.wireband-symbol-option { padding: 1px 0; line-height: 18px; }
.wireband-symbol-option > div { display: flex; justify-content: space-between; gap: 12px; }
.wireband-symbol-option code, .wireband-result code { font-size: 12px; color: inherit; }
.wireband-symbol-option small { font-size: 12px; white-space: normal; }
.wireband-symbol-option small:last-child { flex: none; }
.wireband-try {
  padding: 10px 12px 2px; margin-bottom: 12px; border: 1px solid var(--red-ui-secondary-border-color);
  border-radius: 4px; background: var(--red-ui-tertiary-background);
}
.red-ui-editor .wireband-try > h4 { margin: 0 0 8px; font-size: 14px; line-height: 20px; font-weight: bold;
  color: var(--red-ui-form-text-color); }
.red-ui-editor pre.wireband-sample {
  max-height: 320px; margin: 0 0 4px; padding: 8px 10px; overflow: auto; contain: inline-size;
  font-size: 12px; line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere;
  color: var(--red-ui-form-text-color); background: var(--red-ui-form-input-background);
  border: 1px solid var(--red-ui-secondary-border-color); border-radius: 4px;
}
.wireband-sample:focus-visible { outline: 1px solid var(--red-ui-form-input-focus-color); }
.wireband-sample-head { font-weight: bold; }
.wireband-check-row > div > .wireband-note { margin: 4px 0 0; }
.wireband-check-row output:not(:empty) { display: block; margin-top: 6px; padding: 8px 10px; border: 1px solid;
  border-left-width: 4px; border-radius: 4px; border-color: var(--red-ui-secondary-border-color); contain: inline-size;
  color: var(--red-ui-form-text-color); background: var(--red-ui-form-input-background); overflow-wrap: anywhere; }
.wireband-check-row output.wireband-good { border-color: var(--red-ui-text-color-success, #389a3c); }
.wireband-check-row output.wireband-bad { border-color: var(--red-ui-text-color-error); }
.wireband-check-row output > .wireband-note { margin: 4px 0 0; }
.wireband-verdict { display: flex; gap: 6px; align-items: baseline; font-weight: bold; line-height: 20px; }
.red-ui-editor .wireband-check-row button.red-ui-button, .red-ui-editor .wireband-check-row button.red-ui-button:is(:hover, :focus, :active) {
  color: var(--red-ui-form-text-color) !important; }
.wireband-result { display: block; min-height: 64px; margin-bottom: 8px; color: var(--red-ui-form-text-color);
  overflow-wrap: anywhere; contain: inline-size; }
.wireband-result > div { line-height: 20px; }
.wireband-result .wireband-symbol { font-weight: bold; margin-right: 8px; }
.wireband-result.wireband-bad { color: var(--red-ui-text-color-error); }
`;

/** Style of tables and the forms around them; colors are Node-RED's own. */
const TABLE_STYLE = `
.wireband-panel-head { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-bottom: 8px; }
.red-ui-editor .wireband-panel-head > h4 { flex: 1 1 auto; margin: 0; font-size: 14px; line-height: 20px;
  font-weight: bold; color: var(--red-ui-form-text-color); }
.wireband-buttons { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-bottom: 12px; }
.red-ui-editor :is(.wireband-buttons, .wireband-panel-head, .wireband-table, .wireband-amount) button.red-ui-button,
.red-ui-editor :is(.wireband-buttons, .wireband-panel-head, .wireband-table, .wireband-amount) button.red-ui-button:is(:hover, :focus, :active) {
  color: var(--red-ui-form-text-color) !important;
}
.red-ui-editor .wireband-panel-head > button[hidden] { display: none; }
.wireband-buttons > .wireband-note { margin: 0; flex: 1 1 0; }
.wireband-form[hidden] { display: none; }
.red-ui-editor .wireband-form textarea {
  display: block; width: 100%; height: 120px; margin: 0 0 8px; font-family: monospace; font-size: 12px;
  white-space: pre; overflow: auto; resize: vertical; box-sizing: border-box;
  color: var(--red-ui-form-text-color) !important;
}
.wireband-faults { margin: 0 0 8px; color: var(--red-ui-text-color-error); overflow-wrap: anywhere; contain: inline-size; }
.wireband-details-of-trial { color: var(--red-ui-form-text-color); }
.red-ui-editor .wireband-details-of-trial > h5 { margin: 4px 0; font-size: 12px; line-height: 16px; font-weight: bold;
  color: var(--red-ui-form-text-color); }
.wireband-table { width: 100%; table-layout: fixed; margin-bottom: 8px; font-size: 12px; line-height: 16px;
  color: var(--red-ui-form-text-color); contain: inline-size; }
.wireband-table th, .wireband-table td { padding: 3px 6px 3px 0; text-align: left; vertical-align: top;
  overflow-wrap: anywhere; border-bottom: 1px solid var(--red-ui-secondary-border-color); }
.wireband-table th { font-weight: normal; color: var(--red-ui-secondary-text-color-inactive); }
.wireband-table small { display: block; font-size: 11px; color: var(--red-ui-secondary-text-color-inactive); }
.wireband-table .wireband-text { unicode-bidi: isolate; }
.wireband-candidates th:nth-child(1) { width: 1.8em; }
.wireband-candidates th:nth-child(2) { width: 42%; }
.wireband-readings th:nth-child(1) { width: 42%; }
.wireband-readings th:nth-child(2) { width: 20%; }
.wireband-readings tr.wireband-left-out > td:not(:last-child) { text-decoration: line-through; }
.wireband-topics th:nth-child(2) { width: 6em; }
.wireband-topics th:nth-child(3) { width: 8em; }
#wireband-unclassified-list { max-height: 260px; overflow-y: auto; }
`;

/** Adds the style of the pack's dialogs once, when the first of them opens. */
export function addFormStyle(): void {
  if (document.getElementById(STYLE_ID)) return;
  const style = document.createElement('style');
  style.id = STYLE_ID;
  style.textContent = STYLE + TABLE_STYLE;
  document.head.append(style);
}
