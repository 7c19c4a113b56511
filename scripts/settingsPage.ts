import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CLASSIFY } from '../src/settings/classify';
import { MIB } from '../src/settings/limits';
import { NODE_SETTINGS, NODE_TYPES, type NodeType } from '../src/settings/nodeSettings';
import { nameInPrograms } from '../src/settings/programSettings';
import type { AnySetting } from '../src/settings/settingKinds';
import { helpLine, type LocaleText, labelOf, localeTexts } from './helpPage';
import { markdownOf, markdownTable } from './markdown';

const HEAD = `# Settings

<!-- Made by npm run docs from the tables in src/settings and the English locales. -->

Every setting of every node. *Property* is the name stored in flows, *In a program* the option of \`EdgeClient\`, and
*Python package* the name in \`wire-band-edge\`.

A number may also be given as text, \`"200"\`, or as an environment variable, \`\${FLUSH_BATCH}\`; it is checked when the node
starts. An invalid setting stops only that node, with a red status and the reason in the log. A setting missing from a flow,
written by hand or saved by an earlier release, has its default.

In a program, \`spoolDirectory\` implies \`storage\` \`disk\`.
`;

/** The text of docs/settings.md. */
export function settingsPage(): string {
  return [HEAD, ...NODE_TYPES.map(nodeSection)].join('\n');
}

function nodeSection(type: NodeType): string {
  const texts = localeTexts(type, 'en-US');
  const rows = Object.entries(NODE_SETTINGS[type]).map(([property, setting]) => ({
    Property: `\`${property}\``,
    'In the dialog': markdownOf(labelOf(texts, property, setting)),
    Default: defaultText(setting),
    Values: valuesText(setting, property, texts),
    Unit: unitText(setting, texts),
    'In a program': programText(property, setting),
    'Python package': setting.python === undefined ? '' : `\`${setting.python}\``,
    'Command line': setting.option === undefined ? '' : `\`--${setting.option.name}\``,
    Meaning: sentence(markdownOf(helpLine(texts, property))),
  }));
  const picture = `images/${type.replace('wireband-', '')}.png`;
  const shown = existsSync(resolve(__dirname, '../docs', picture)) ? `![The dialog](${picture})\n\n` : '';
  return `## ${type}\n\n${shown}${markdownTable(rows)}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function defaultText({ kind, default: value, row }: AnySetting): string {
  if (kind === 'flag') return value ? 'yes' : 'no';
  if (typeof value === 'number') {
    const size = row?.measure === 'bytes' ? ` (${value / MIB} MiB)` : '';
    return value.toLocaleString('en-US') + size;
  }
  return typeof value === 'string' && value !== '' ? `\`${value}\`` : '';
}

function valuesText(setting: AnySetting, property: string, texts: LocaleText): string {
  if (setting.kind === 'choice') {
    const choices = setting.choices.map((choice) => {
      const words = texts(`${property}.${choice}`);
      const explained = words?.replace(`${choice}: `, '');
      return explained === undefined || explained === choice
        ? `\`${choice}\``
        : `\`${choice}\` (${explained})`;
    });
    return choices.join(', ');
  }
  if (setting.kind !== 'number') return '';
  const { min, max, integer } = setting;
  const format = (value: number) => value.toLocaleString('en-US');
  const range = max === undefined ? `at least ${format(min)}` : `${format(min)} to ${format(max)}`;
  return integer ? `${range}, whole` : range;
}

function unitText({ row }: AnySetting, texts: LocaleText): string {
  const words = row?.unit === undefined ? undefined : texts(`unit.${row.unit}`);
  return [row?.measure, words].filter((part) => part !== undefined).join(', ');
}

function programText(property: string, setting: AnySetting): string {
  const name = nameInPrograms(property, setting);
  if (name === undefined) return '';
  const { programDefault } = setting;
  return programDefault === undefined ? `\`${name}\`` : `\`${name}\`, default \`${programDefault}\``;
}

/** Methods of the Python package that correspond to a setting. */
const PYTHON_METHODS = [
  { python: 'register_topic_symbol()', type: 'wireband-classify', property: 'topicSymbols' },
  { python: 'register_keyword_symbol()', type: 'wireband-classify', property: 'keywordSymbols' },
] as const satisfies readonly { python: string; type: NodeType; property: string }[];

/** The table of docs/programs.md: the settings that the Python package has. */
export function pythonTable(): string {
  const named = NODE_TYPES.flatMap((type) =>
    Object.entries(NODE_SETTINGS[type]).flatMap(([property, setting]) =>
      setting.python === undefined ? [] : [pythonRow(type, property, setting, setting.python)],
    ),
  );
  const methods = PYTHON_METHODS.map(({ python, type, property }) => ({
    ...pythonRow(type, property, CLASSIFY[property], python),
    'In a program': `\`${camelCase(python)}\``,
  }));
  return markdownTable([...named, ...methods]);
}

function pythonRow(type: NodeType, property: string, setting: AnySetting, python: string) {
  const texts = localeTexts(type, 'en-US');
  const label = labelOf(texts, property, setting);
  return {
    'Python package': `\`${python}\``,
    'Node property': `${type.replace('wireband-', '')}: *${label}* (\`${property}\`)`,
    'In a program': programText(property, setting),
    Default: `${defaultText(setting)} ${unitText(setting, texts)}`.trim(),
  };
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
