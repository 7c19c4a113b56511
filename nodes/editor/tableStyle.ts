/** Style of tables and of the forms around them; colours are Node-RED's own. */
export const TABLE_STYLE = `
.wireband-panel-head { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-bottom: 8px; }
.red-ui-editor .wireband-panel-head > h4 { flex: 1 1 auto; margin: 0; font-size: 14px; line-height: 20px;
  font-weight: bold; color: var(--red-ui-form-text-color); }
.wireband-buttons { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-bottom: 12px; }
.red-ui-editor :is(.wireband-buttons, .wireband-panel-head, .wireband-table) button.red-ui-button,
.red-ui-editor :is(.wireband-buttons, .wireband-panel-head, .wireband-table) button.red-ui-button:is(:hover, :focus, :active) {
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
