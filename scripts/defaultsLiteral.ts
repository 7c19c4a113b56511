import type { AnySetting, SettingTable } from '../src/settings/settingKinds';

/** The `defaults` of a node as the source text of a literal, which the Flow Library reads without running it. */
export function defaultsLiteral(table: SettingTable): string[] {
  const entries = Object.entries(table).filter(([, { kind }]) => kind !== 'credential');
  const lines = entries.map(([name, setting]) => `  ${name}: { ${parts(name, setting).join(', ')} }`);
  return ['defaults: {', ...["  name: { value: '' }", ...lines].join(',\n').split('\n'), '},'];
}

function parts(name: string, setting: AnySetting): string[] {
  const { kind } = setting;
  const isOptionalNode = kind === 'node' && setting.required === false;
  return [
    `value: ${literal(setting.default)}`,
    ...(kind === 'node' ? [`type: '${setting.nodeType}'`] : []),
    ...(isOptionalNode ? ['required: false'] : []),
    ...(isOptionalNode || kind === 'flag' || kind === 'outputs'
      ? []
      : [`validate: function (v, opt) { return editor.check(this, '${name}', v); }`]),
  ];
}

function literal(value: AnySetting['default']): string {
  return typeof value === 'string' ? `'${value.replace(/['\\]/g, '\\$&')}'` : JSON.stringify(value);
}
