const STYLE_ID = 'wireband-preview-style';

/** Colors are Node-RED's own, so that themes apply. `contain: inline-size` keeps the content from widening the tray. */
const STYLE = `
.wireband-preview { contain: inline-size; }
.wireband-rule-fields { display: grid; gap: 6px; }
.red-ui-editor .form-row .wireband-rule > select { flex: 1.8 1 0; min-width: 0; width: 0; margin: 0; }
.red-ui-editor .form-row .wireband-rule > select.wireband-rule-by { flex: 1 1 0; }
.wireband-rule.wireband-rule-seldom { flex-wrap: wrap; }
.red-ui-editor .form-row .wireband-rule-seldom > :is(input, select) { flex: 1 1 40%; }
.red-ui-editor .form-row.wireband-row .wireband-preview-series { display: flex; flex-wrap: wrap; gap: 6px; min-width: 0; }
.red-ui-editor .form-row.wireband-row .wireband-preview-series > select { flex: 1 1 0; min-width: 0; }
.red-ui-editor .form-row.wireband-row .wireband-preview-series > input { flex: 1 0 100%; min-width: 0; }
.wireband-preview-series > button { flex: none; }
.wireband-plot-box { min-height: 200px; margin: 0 0 4px; overflow: hidden; }
.wireband-plot { display: block; }
.wireband-plot-grid { stroke: var(--red-ui-secondary-border-color); stroke-width: 1; fill: none; }
.wireband-plot-label { font-size: 11px; fill: var(--red-ui-form-text-color); }
.wireband-plot-signal { stroke: var(--red-ui-secondary-text-color); stroke-opacity: .75; stroke-width: 1; fill: none;
  stroke-linejoin: round; }
.wireband-plot-rebuilt { stroke: var(--red-ui-node-status-colors-blue); stroke-width: 1.6; fill: none; stroke-linejoin: round; }
.wireband-plot-points { stroke: var(--red-ui-form-text-color); stroke-width: 4.5; stroke-linecap: round; fill: none; }
.red-ui-editor .wireband-preview > .wireband-legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0 0 8px; padding: 0; list-style: none; font-size: 12px;
  color: var(--red-ui-form-text-color); }
.wireband-legend > li { display: flex; align-items: center; gap: 5px; }
.wireband-legend svg { flex: none; }
.red-ui-editor .wireband-preview > .wireband-result { min-height: 40px; }
.wireband-neighbours th, .wireband-neighbours td { text-align: right; }
.wireband-neighbours th:nth-child(1) { width: 15%; }
.wireband-neighbours th:nth-child(2) { width: 17%; }
.wireband-neighbours th:nth-child(3) { width: 22%; }
.wireband-neighbours th:nth-child(6) { width: 14%; }
.wireband-neighbours tr.wireband-current > td { font-weight: bold; }
.wireband-limits th:nth-child(1) { width: 31%; }
.wireband-limits th:nth-child(2) { width: 23%; }
.wireband-limits th:nth-child(4) { width: 15%; }
.wireband-table { width: 100%; table-layout: fixed; margin-bottom: 8px; font-size: 12px; line-height: 16px;
  color: var(--red-ui-form-text-color); contain: inline-size; }
.wireband-table th, .wireband-table td { padding: 3px 6px 3px 0; vertical-align: middle; overflow-wrap: anywhere;
  border-bottom: 1px solid var(--red-ui-secondary-border-color); }
.wireband-table th { font-weight: normal; }
.red-ui-editor .wireband-table button.red-ui-button,
.red-ui-editor .wireband-table button.red-ui-button:is(:hover, :focus, :active) { color: var(--red-ui-form-text-color) !important; }
`;

/** Adds the style of the preview once. */
export function addPreviewStyle(): void {
  if (document.getElementById(STYLE_ID)) return;
  const style = document.createElement('style');
  style.id = STYLE_ID;
  style.textContent = STYLE;
  document.head.append(style);
}
