import type { AnySetting, DialogRow, SettingTable } from '../src/settings/settingKinds';

/** Everything needed to draw a row. */
interface DrawnRow {
  readonly type: string;
  readonly property: string;
  readonly setting: AnySetting;
  readonly row: DialogRow;
  /** ID of the field: `node-input-flushBatch`, or `node-config-input-timeout` for a config node. */
  readonly field: string;
}

/** The rows of one section of a dialog, as lines of HTML. Node-RED fills in the texts from the node's locales. */
export function sectionRows(
  type: string,
  table: SettingTable,
  section: string,
  fieldPrefix: string,
): string[] {
  return Object.entries(table).flatMap(([property, setting]) => {
    const { row } = setting;
    if (row?.section !== section) return [];
    return rowLines({ type, property, setting, row, field: `${fieldPrefix}-${property}` });
  });
}

function rowLines(drawn: DrawnRow): string[] {
  const { kind } = drawn.setting;
  if (kind === 'list') return listRow(drawn);
  return [
    `<div class="form-row wireband-row" id="wireband-${drawn.property}-row">`,
    ...(kind === 'flag' ? checkBox(drawn) : [label(drawn), ...input(drawn)]),
    ...wordsBelow(drawn),
    '</div>',
  ];
}

function listRow(drawn: DrawnRow): string[] {
  const labelId = `wireband-${drawn.property}-label`;
  return [
    '<div class="form-row wireband-list-row">',
    `  <div class="wireband-list-label" id="${labelId}">${icon(drawn)}${labelWords(drawn)}</div>`,
    `  <ol id="${drawn.field}-list" aria-labelledby="${labelId}"></ol>`,
    ...wordsBelow(drawn),
    '</div>',
  ];
}

function checkBox(drawn: DrawnRow): string[] {
  return [
    `  <label for="${drawn.field}" class="wireband-check">`,
    `    <input type="checkbox" id="${drawn.field}">`,
    `    ${labelWords(drawn)}`,
    '  </label>',
  ];
}

function label(drawn: DrawnRow): string {
  const { row, property, field } = drawn;
  const shown = row.measure === undefined ? field : `wireband-${property}-amount`;
  return `  <label for="${shown}">${icon(drawn)}${labelWords(drawn)}</label>`;
}

function icon({ row }: DrawnRow): string {
  return row.icon === undefined ? '' : `<i class="fa fa-${row.icon}"></i> `;
}

function labelWords({ type, property, setting }: DrawnRow): string {
  return words(`${type}.${setting.label ?? `label.${property}`}`);
}

function words(key: string): string {
  return `<span data-i18n="${key}"></span>`;
}

function input(drawn: DrawnRow): string[] {
  const { type, property, setting, row, field } = drawn;
  switch (setting.kind) {
    case 'number':
      return [
        '  <div class="wireband-amount">',
        ...(row.measure === undefined
          ? [`    <input type="text" id="${field}">`]
          : [
              `    <input type="text" id="wireband-${property}-amount">`,
              `    <select id="wireband-${property}-unit"></select>`,
              `    <input type="hidden" id="${field}">`,
            ]),
        ...(row.unit === undefined ? [] : [`    ${words(`${type}.unit.${row.unit}`)}`]),
        ...(row.beside === undefined ? [] : [`    <span id="wireband-${property}-hint"></span>`]),
        '  </div>',
      ];
    case 'choice':
      return [
        `  <select id="${field}">`,
        ...setting.choices.map(
          (choice) => `    <option value="${choice}" data-i18n="${type}.${property}.${choice}"></option>`,
        ),
        '  </select>',
      ];
    case 'word':
      return [`  <select id="${field}"></select>`];
    case 'credential':
      return [`  <input type="password" id="${field}" autocomplete="new-password">`];
    default: {
      const isWide = setting.kind === 'json' || setting.kind === 'node' || row.isTyped === true;
      const placeholder = setting.kind === 'text' && !setting.mayBeEmpty ? setting.default : undefined;
      const example = row.example ?? (isWide ? undefined : placeholder);
      const attributes = [
        ...(example === undefined ? [] : [` placeholder="${example}"`]),
        ...(isWide ? [' style="width: 100%"'] : []),
      ];
      if (row.isMultiline) {
        return [`  <textarea id="${field}" rows="3"${attributes.join('')}></textarea>`];
      }
      return [`  <input type="text" id="${field}"${attributes.join('')}>`];
    }
  }
}

function wordsBelow({ type, property, row }: DrawnRow): string[] {
  if (row.below === undefined) return [];
  const words =
    row.below === 'own' ? `id="wireband-${property}-note"` : `data-i18n="${type}.hint.${property}"`;
  return [`  <p class="wireband-note" ${words}></p>`];
}
