/** Colors are Node-RED's own, so that themes apply; nothing is wider than the sidebar. */
export const MONITOR_STYLE = `
.wireband-monitor {
  display: flex; flex-direction: column; height: 100%; overflow: hidden; container-type: inline-size;
  color: var(--red-ui-primary-text-color); background: var(--red-ui-secondary-background);
  font-size: 13px; line-height: 1.4;
}
.wireband-views { display: flex; flex: none; border-bottom: 1px solid var(--red-ui-secondary-border-color); }
.wireband-views > button {
  flex: 1 1 0; min-width: 0; padding: 8px 4px; border: 0; border-bottom: 3px solid transparent;
  color: inherit; background: transparent; font: inherit; cursor: pointer;
}
.wireband-views > button[aria-selected=true] {
  font-weight: bold; border-bottom-color: var(--red-ui-node-status-colors-blue);
}
.wireband-monitor button:focus-visible, .wireband-monitor summary:focus-visible,
.wireband-monitor input:focus-visible, .wireband-monitor select:focus-visible, .wireband-monitor-body:focus-visible {
  outline: 2px solid var(--red-ui-form-input-focus-color); outline-offset: -2px;
}
.wireband-monitor-body { flex: 1 1 auto; min-height: 0; overflow: hidden auto; padding: 8px; }
.wireband-monitor [hidden] { display: none !important; }
.wireband-monitor ul { list-style: none; margin: 0; padding: 0; }
.wireband-monitor h5 { margin: 12px 0 4px; font-size: 13px; font-weight: bold; overflow-wrap: anywhere; }
.wireband-monitor .wireband-cause { display: inline; margin-right: 6px; font: inherit; }
.wireband-monitor h5 small { font-size: 12px; font-weight: normal; color: inherit; }
.wireband-monitor p { margin: 4px 0; overflow-wrap: anywhere; }
.wireband-monitor select {
  width: auto; max-width: 100%; height: 28px; margin: 0; padding: 2px 4px; font-size: 12px;
}
.wireband-monitor input[type=search] { flex: 1 1 8em; min-width: 0; width: auto; height: 28px; margin: 0; }
.wireband-monitor input[type=checkbox] { margin: 2px 0; }
.wireband-start input[type=text] { flex: 1 1 12em; min-width: 0; width: auto; height: 28px; margin: 0; }
.wireband-start form { margin: 0; }
.wireband-start label { display: block; width: auto; margin: 8px 0 0; font-weight: bold; }
.wireband-topics { max-height: 420px; overflow: auto; }
.wireband-uplink {
  margin-bottom: 8px; border: 1px solid var(--red-ui-secondary-border-color); border-radius: 4px;
  background: var(--red-ui-primary-background);
}
.wireband-uplink-head {
  display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 12px; width: 100%; padding: 6px 8px;
  border: 0; color: inherit; background: transparent; font: inherit; text-align: left; cursor: pointer;
}
.wireband-uplink-head:hover { background: var(--red-ui-list-item-background-hover); }
.wireband-uplink-title { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 6px; min-width: 0; }
.wireband-uplink-name { font-weight: bold; overflow-wrap: anywhere; }
.wireband-uplink-status { overflow-wrap: anywhere; }
.wireband-uplink-rates { font-variant-numeric: tabular-nums; }
.wireband-dot {
  flex: none; align-self: center; width: 10px; height: 10px; border: 2px solid; border-radius: 50%; box-sizing: border-box;
}
.wireband-drain {
  height: 6px; margin: 0 8px; border-radius: 3px; overflow: hidden; background: var(--red-ui-secondary-border-color);
}
.wireband-drain > div { height: 100%; background: var(--red-ui-node-status-colors-blue); }
.wireband-drain-text { display: block; padding: 2px 8px 6px; font-size: 12px; }
.wireband-uplink-details { padding: 4px 8px 8px; border-top: 1px solid var(--red-ui-secondary-border-color); }
.wireband-figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(96px, 1fr)); gap: 6px 10px; margin: 4px 0 8px; }
.wireband-figures > div { min-width: 0; }
.wireband-figures dt { font-size: 12px; font-weight: normal; }
.wireband-figures dd { margin: 0; font-weight: bold; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.wireband-last-error:empty, .wireband-fault:empty { display: none; }
.wireband-last-error, .wireband-fault { padding-left: 8px; border-left: 3px solid var(--red-ui-border-color-error, #b00); }
.wireband-buttons { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; margin: 6px 0; }
.wireband-buttons > p { flex: 1 1 100%; }
.wireband-monitor .red-ui-button.red-ui-button-small { height: auto; min-height: 26px; font-size: 12px; white-space: normal; }
.wireband-monitor .red-ui-button:not(:disabled) { color: var(--red-ui-primary-text-color) !important; }
.wireband-question {
  margin: 6px 0; padding: 6px 8px; border: 1px solid var(--red-ui-border-color-error, #b00); border-radius: 4px;
}
.wireband-plot { margin: 8px 0; }
.wireband-plot-place { min-height: 150px; color: var(--red-ui-primary-text-color); overflow: hidden; }
.wireband-plot .u-legend { font-size: 12px; text-align: left; }
.wireband-plot .u-series:first-child .u-marker { display: none; }
.wireband-plot .u-legend th > *, .wireband-plot .u-legend td { font-weight: normal; }
.wireband-panel { position: relative; border-top: 1px solid var(--red-ui-secondary-border-color); }
.wireband-panel > summary { padding: 6px 40px 6px 0; font-weight: bold; cursor: pointer; }
.wireband-refresh { position: absolute; top: 2px; right: 0; }
.wireband-panel-controls { display: flex; margin-bottom: 6px; }
.wireband-panel-body { max-height: 360px; overflow: auto; }
.wireband-monitor .wireband-table { width: 100%; table-layout: auto; border-collapse: collapse; font-size: 12px; }
.wireband-monitor .wireband-table th { padding: 2px 6px 2px 0; font-weight: bold; text-align: left; vertical-align: top; }
.wireband-monitor .wireband-table td {
  padding: 4px 6px 4px 0; border-top: 1px solid var(--red-ui-secondary-border-color); vertical-align: top;
  overflow-wrap: anywhere;
}
.wireband-topic { display: block; font-weight: bold; }
.wireband-monitor code {
  padding: 0; border: 0; color: inherit; background: transparent; white-space: normal; overflow-wrap: anywhere; font-size: 12px;
}
.wireband-path { font-family: var(--red-ui-monospace-font); font-size: 12px; }
.wireband-spools > li { padding: 6px 0; border-top: 1px solid var(--red-ui-secondary-border-color); }
`;
