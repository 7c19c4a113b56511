import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CHECKED_SETTINGS } from '../../../nodes/editor/backend/checkedSettings';
import { NEEDED_SETTINGS } from '../../../nodes/editor/backend/sampleRequest';
import { SYSTEM_NAMES, SYSTEMS } from '../../../nodes/editor/backend/systems';
import type { RuleTableFault } from '../../../nodes/editor/rules/ruleTable';
import { dialogHtml } from '../../../scripts/dialogHtml';
import { helpLocales, helpPage } from '../../../scripts/helpPage';
import type { ClassificationRule } from '../../../src/classify';
import { DELTA_MODES, LIMIT_REASONS, RULE_SUBJECTS } from '../../../src/delta';
import { FORMAT_NAMES, LEFT_OUT_REASONS, type Precision } from '../../../src/frame';
import { HISTORY_FIGURES, HISTORY_SPAN_NAMES } from '../../../src/monitor/FallingHistory';
import { NODE_SETTINGS, NODE_TYPES, type NodeType } from '../../../src/settings/nodeSettings';
import { SYNCS } from '../../../src/spool/diskSpoolOptions';
import { CATALOG } from '../../../src/symbols';
import { CHECK_CAUSES } from '../../../src/uplink/check/CheckReport';
import { ADVICE } from '../../../src/uplink/log/logTexts';
import { LANGUAGES } from '../../harness/languages';

const NODES = resolve(__dirname, '../../../nodes');
const TYPES = NODE_TYPES;
const REFERENCE = 'en-US';

/** The folders with catalogs, and the name of a catalog in each. */
const CATALOGUES: readonly (readonly [folder: string, name: string])[] = [
  ...TYPES.map((type) => [type, type] as const),
  ['monitor', 'wireband-monitor'],
];

/** What a translation must keep unchanged: placeholders, variables, tags. */
const FIXED = /__\w+?__|\$\{\w+\}|\{[a-z]+\}|<\/?\w+[^>]*>/g;

/** Headings of the help by language, in the order of Node-RED's style guide. */
const HEADINGS: Readonly<Record<string, readonly string[]>> = {
  'en-US': ['Inputs', 'Outputs', 'Details', 'References'],
  de: ['Eingangsdaten', 'Ausgangsdaten', 'Details', 'Referenzen'],
};

const RULES = Object.keys({
  override: true,
  keyword: true,
  topic: true,
  payload: true,
  fallback: true,
} satisfies Record<ClassificationRule, true>);

/** Every possible fault of a table of rules. */
const TABLE_FAULTS: readonly RuleTableFault[] = [
  'empty',
  'header',
  'csv',
  'json',
  'list',
  'fields',
  'entry',
  'kind',
];

/** Settings whose validator names them. */
function checkedSettings(type: string): string[] {
  const known = TYPES.find((each) => each === type);
  return Object.entries(known ? NODE_SETTINGS[known] : {}).flatMap(([name, { kind }]) =>
    kind === 'number' || kind === 'choice' ? [name] : [],
  );
}

/** Keys that code composes, and the values of their variable part for a node type. */
const OPEN_KEYS: Readonly<Record<string, (type: string) => readonly string[]>> = {
  'label.${property}': (type) => checkedSettings(type),
  'label.${setting}': (type) =>
    type === 'wireband-backend'
      ? ['url', 'path', 'query', 'format', 'apiKey']
      : ['topicProperty', 'payloadProperty'],
  'hint.sync-${sync}': () => SYNCS,
  'hint.format-${format}': () => FORMAT_NAMES,
  'system.${name}': () => SYSTEM_NAMES,
  'hint.system-${system}': () => SYSTEM_NAMES,
  'field.${name}': () => SYSTEM_NAMES.flatMap((system) => SYSTEMS[system].fields.map(({ name }) => name)),
  'check.${cause}': () => [...CHECK_CAUSES, ...Object.keys(ADVICE)],
  'precision.${usual}': () => ['iso', 's', 'ms', 'ns'] satisfies Precision[],
  'precision.${precision}': () => ['iso', 's', 'ms', 'ns'] satisfies Precision[],
  'reason.${reason}': () => LEFT_OUT_REASONS,
  'error.${setting}': () => CHECKED_SETTINGS,
  'label.${name}': () => [...NEEDED_SETTINGS, ...CHECKED_SETTINGS],
  'explain.${mode}': () => DELTA_MODES,
  'mode.${mode}': () => DELTA_MODES,
  'why.${why}': () => LIMIT_REASONS,
  'limit.column-${column}': () => ['series', 'change', 'why'],
  'subject.${subject}': () => RULE_SUBJECTS,
  'subject-hint.${subject}': () => RULE_SUBJECTS,
  'subject-example.${subject}': () => RULE_SUBJECTS,
  'preview.rebuilt-${reconstruction}': () => ['hold', 'line'],
  'table.${column}': () => ['threshold', 'forwarded', 'suppressed', 'max-error', 'mean-error'],
  'meaning.${name}': () => CATALOG.map(({ name }) => name),
  'evidence.${evidence}': () => ['word', 'abbreviation', 'unit', 'magnitude', 'convention'],
  'table-fault.${fault}': () => TABLE_FAULTS,
  'because.${by}': () => RULES,
  'rule.${by}': () => RULES,
};

function localesOf(type: string): string[] {
  return readdirSync(join(NODES, type, 'locales'));
}

/** A catalog as dotted key → text. */
function readTexts(type: string, locale: string, name = type): Map<string, string> {
  const texts = new Map<string, string>();
  const add = (value: unknown, path: readonly string[]) => {
    if (typeof value === 'string') texts.set(path.join('.'), value);
    else for (const [key, child] of Object.entries(Object(value))) add(child, [...path, key]);
  };
  add(JSON.parse(readFileSync(join(NODES, type, 'locales', locale, `${name}.json`), 'utf8')), []);
  return texts;
}

function readHelp(type: NodeType, locale: string): string {
  return helpPage(type, locale);
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

/** A source file of nodes/ and all that it imports from there. */
function sourcesOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const path of matches(readFileSync(file, 'utf8'), /from '(\.[^']+)'/g)) {
    const imported = `${resolve(dirname(file), path)}.ts`;
    if (imported.startsWith(NODES) && existsSync(imported)) sourcesOf(imported, seen);
  }
  return seen;
}

/** The arguments of every call of a function in a source. */
function callsOf(name: string, source: string): string[] {
  return [...source.matchAll(new RegExp(`\\b${name}\\(`, 'g'))].map(({ index, 0: call }) => {
    const start = index + call.length;
    let end = start;
    for (let depth = 1; depth > 0 && end < source.length; end++) {
      if (source[end] === '(') depth++;
      if (source[end] === ')') depth--;
    }
    return source.slice(start, end - 1);
  });
}

function keysOfHtml(type: NodeType): string[] {
  const html = dialogHtml(type);
  const inAttributes = matches(html, /data-i18n="(?:\[\w+\])?([^"]+)"/g);
  const inCode = matches(html, /'(wireband-[a-z]+\.[\w.-]+)'/g).filter((key) => !key.endsWith('.svg'));
  return [...inAttributes, ...inCode];
}

/** The keys that a dialog looks up with calls of a function, relative to the catalog that the function uses. */
function keysOfDialog(type: string, name: string): string[] {
  const keys: string[] = [];
  for (const file of sourcesOf(join(NODES, type, 'editor.ts'))) {
    for (const call of callsOf(name, readFileSync(file, 'utf8'))) {
      keys.push(...matches(call, /'([a-z]\w*\.[\w.-]+)'/gi));
      for (const open of matches(call, /`([^`]+)`/g)) {
        const parts = OPEN_KEYS[open];
        assert.ok(parts, `${file} builds a key unknown to this test: ${open}`);
        keys.push(...parts(type).map((part) => open.replace(/\$\{\w+\}/, part)));
      }
    }
  }
  return keys;
}

function keysOfRuntime(type: string): string[] {
  const runtime = readFileSync(join(NODES, type, 'runtime.ts'), 'utf8');
  const keys = runtime.includes('registerNode<') ? [`${type}.status.bad-setting`] : [];
  if (runtime.includes('backendLink(')) keys.push(`${type}.status.no-backend`);
  for (const file of sourcesOf(join(NODES, type, 'runtime.ts'))) {
    const source = readFileSync(file, 'utf8');
    keys.push(...matches(source, /RED\._\('([^']+)'/g));
    if (!source.includes(`RED._(\`${type}.status.\${key}\``)) continue;
    for (const call of callsOf('text', source)) {
      keys.push(...matches(call, /'([a-z][a-z-]*)'/g).map((key) => `${type}.status.${key}`));
    }
  }
  return keys;
}

describe('locales', () => {
  it('each node type and the monitor have catalogs in the same languages, including all required ones', () => {
    assert.deepEqual(
      readdirSync(NODES).filter((name) => name.startsWith('wireband-')),
      [...TYPES].sort(),
    );
    const found = new Set([REFERENCE, ...LANGUAGES, ...CATALOGUES.flatMap(([folder]) => localesOf(folder))]);
    for (const [folder, name] of CATALOGUES) {
      assert.deepEqual(localesOf(folder).sort(), [...found].sort(), folder);
      for (const locale of found) {
        assert.ok(existsSync(join(NODES, folder, 'locales', locale, `${name}.json`)), `${folder}, ${locale}`);
      }
    }
  });

  it('each node type has help in the same languages', () => {
    for (const type of TYPES) {
      assert.deepEqual(helpLocales(type).sort(), ['de', REFERENCE], type);
    }
  });

  for (const [folder, name] of CATALOGUES) {
    const reference = readTexts(folder, REFERENCE, name);

    for (const locale of localesOf(folder)) {
      const texts = readTexts(folder, locale, name);
      const hasHelp = existsSync(join(NODES, folder, 'locales', locale, `${name}.html`));

      it(`${name}: ${locale} has the same keys${hasHelp ? '' : ', without the help,'} each with a text`, () => {
        const wanted = [...reference.keys()].filter((key) => hasHelp || !key.startsWith(`${name}.help.`));
        assert.deepEqual([...texts.keys()].sort(), wanted.sort());
        for (const [key, text] of texts) assert.notEqual(text.trim(), '', key);
      });

      it(`${name}: ${locale} has the same placeholders`, () => {
        const fixed = (text = '') => [...text.matchAll(FIXED)].map(([value]) => value).sort();
        for (const [key, text] of texts) assert.deepEqual(fixed(text), fixed(reference.get(key)), key);
      });
    }
  }

  for (const type of TYPES) {
    describe(type, () => {
      for (const locale of localesOf(type)) {
        const texts = readTexts(type, locale);

        it(`${locale} has every text that the dialog and the runtime use`, () => {
          const ofDialog = keysOfDialog(type, 'text').map((key) => `${type}.${key}`);
          const used = [...keysOfHtml(type), ...ofDialog, ...keysOfRuntime(type)];
          assert.ok(used.length > 10, 'keys found by the test');
          assert.deepEqual(
            used.filter((key) => !texts.has(key)),
            [],
          );
        });

        it(`${locale} keeps each part of a status short for any number`, () => {
          for (const [key, text] of texts) {
            if (!key.startsWith(`${type}.status.`)) continue;
            const shown = text
              .replace('__n__', '10 000 000')
              .replace('__status__', '404')
              .replace('__percent__', '100')
              .replace('__time__', '59 min 59 s')
              .replace('__cause__', 'ENOSPC');
            // The parts about these are shown almost alone.
            const most = /\.(refused|disk)-/.test(key) ? 33 : 26;
            assert.ok(shown.length < most, `${shown}: ${shown.length} characters`);
          }
        });
      }

      for (const locale of helpLocales(type)) {
        it(`${locale} has help with a tooltip and the headings of the style guide, as in ${REFERENCE}`, () => {
          const help = readHelp(type, locale);
          assert.match(help, new RegExp(`^<script type="text/html" data-help-name="${type}">\\s*<p>`));
          const headings = matches(help, /<h3>([^<]+)<\/h3>/g);
          const inReference = matches(readHelp(type, REFERENCE), /<h3>([^<]+)<\/h3>/g);
          const translated = inReference.map(
            (heading) => HEADINGS[locale]?.[HEADINGS[REFERENCE]?.indexOf(heading) ?? -1],
          );
          assert.deepEqual(headings, translated);
          for (const tag of ['dt', 'dd', 'li', 'p']) {
            const count = (text: string) => matches(text, new RegExp(`<(${tag})[ >]`, 'g')).length;
            assert.equal(count(help), count(readHelp(type, REFERENCE)), `<${tag}> elements`);
          }
        });
      }
    });
  }

  it('the uplink status has a text for every subject of a refusal', () => {
    for (const locale of localesOf('wireband-uplink')) {
      const texts = readTexts('wireband-uplink', locale);
      for (const subject of Object.keys(ADVICE)) {
        assert.ok(texts.has(`wireband-uplink.status.refused-${subject}`), `${locale}: ${subject}`);
      }
    }
  });

  it('the catalogs of the monitor have every text that its tab uses, and no other', () => {
    const open: Readonly<Record<string, readonly string[]>> = {
      'figure.${name}': [
        ...['in', 'out', 'suppressed', 'dropped', 'waiting', 'oldest', 'room', 'latency', 'ratio'],
        ...['quarantined', 'dropped-in-all'],
      ],
      'gaps.${column}': ['series', 'events', 'from', 'to', 'reason'],
      'reason.${reason}': [
        ...['overflow', 'too_large', 'expired', 'quarantine_full', 'cleared', 'unreadable', 'not_carried'],
      ],
      'series.${key}': ['series', 'node', 'messages', 'suppressed', 'topic'],
      'view.${view}': ['uplinks', 'series', 'spools'],
      'plot.${figure}': Object.keys(HISTORY_FIGURES),
      '${group}.${value}': [
        ...['plot.rates', 'plot.backlog', 'plot.latency'],
        ...HISTORY_SPAN_NAMES.map((span) => `span.${span}`),
      ],
    };
    const sources = [...sourcesOf(join(NODES, 'monitor', 'editor.ts'))];
    const used = sources.flatMap((file) => {
      const source = readFileSync(file, 'utf8');
      const done = file.endsWith('SpoolsView.ts') ? ['spools.adopted', 'spools.discarded'] : [];
      const calls = callsOf('monitorText', source).flatMap((call) => [
        ...matches(call, /'([a-z][\w.-]*)'/g).filter((key) => key !== '' && !/^[a-z]$/.test(key)),
        ...matches(call, /`([^`]+)`/g).flatMap((key) => {
          if (key.startsWith('@')) return [];
          const parts = open[key];
          assert.ok(parts, `${file} builds a key unknown to this test: ${key}`);
          return parts.map((part) => key.replace(/\$\{\w+\}(\.\$\{\w+\})?/, part));
        }),
      ]);
      return [...done, ...calls];
    });
    for (const locale of localesOf('monitor')) {
      const texts = readTexts('monitor', locale, 'wireband-monitor');
      const keys = [...texts.keys()].map((key) => key.replace(/^wireband-monitor\./, ''));
      assert.deepEqual(keys.sort(), [...new Set(used)].sort(), locale);
    }
  });

  it('the English meanings of the symbols match the catalog', () => {
    const texts = readTexts('wireband-classify', REFERENCE);
    for (const { name, meaning } of CATALOG) {
      assert.equal(texts.get(`wireband-classify.meaning.${name}`), meaning);
    }
  });

  it('the catalog of classify has every text that the symbol fields of any dialog use', () => {
    for (const type of ['wireband-classify', 'wireband-uplink']) {
      const used = keysOfDialog(type, 'symbolText').map((key) => `wireband-classify.${key}`);
      assert.ok(used.length > CATALOG.length, 'keys found by the test');
      for (const locale of localesOf('wireband-classify')) {
        const texts = readTexts('wireband-classify', locale);
        assert.deepEqual(
          used.filter((key) => !texts.has(key)),
          [],
        );
      }
    }
  });

  it('every catalog of a palette node names the category Wire.Band', () => {
    for (const type of TYPES.filter((name) => name !== 'wireband-backend')) {
      for (const locale of localesOf(type)) {
        assert.equal(readTexts(type, locale).get('palette.label.wireband'), 'Wire.Band');
      }
    }
  });
});
