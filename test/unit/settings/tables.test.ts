import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { dialogHtml } from '../../../scripts/dialogHtml';
import { helpLine, helpLocales, labelOf, localeTexts } from '../../../scripts/helpPage';
import { EdgeClient } from '../../../src/client';
import { DeltaFilter } from '../../../src/delta';
import { NODE_SETTINGS, NODE_TYPES, type NodeType } from '../../../src/settings/nodeSettings';
import { nameInPrograms } from '../../../src/settings/programSettings';
import { SettingError } from '../../../src/settings/SettingError';
import type { AnySetting } from '../../../src/settings/settingKinds';
import { defaultsOf } from '../../../src/settings/settingsReader';
import { readBackendSettings, readUplinkSettings } from '../../../src/uplink';
import { FROZEN_SETTINGS } from '../../fixtures/frozenSettings';

/** What a node's HTML registers, run as the editor runs it. */
function registered(type: NodeType): { defaults: Record<string, { value: unknown; validate?: unknown }> } {
  const html = dialogHtml(type);
  const script = /<script type="text\/javascript">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  const found: { defaults: Record<string, { value: unknown }> }[] = [];
  const RED = { nodes: { registerType: (_: string, what: (typeof found)[number]) => found.push(what) } };
  runInNewContext(script, { RED });
  const [registration] = found;
  assert.ok(registration, `${type} is registered`);
  return registration;
}

/** A value that is invalid for every number, choice and flag. */
const NONSENSE = 'nonsense';

const isChecked = ({ kind }: AnySetting): boolean =>
  kind === 'number' || kind === 'choice' || kind === 'flag';

/** The checked settings of a node that programs also have: [name in flows, name in programs]. */
function checkedInPrograms(type: NodeType): [string, string][] {
  return Object.entries(NODE_SETTINGS[type]).flatMap(([name, setting]): [string, string][] => {
    const ofProgram = nameInPrograms(name, setting);
    return isChecked(setting) && ofProgram !== undefined ? [[name, ofProgram]] : [];
  });
}

describe('the tables of settings', () => {
  for (const type of NODE_TYPES) {
    const table = NODE_SETTINGS[type];

    describe(type, () => {
      it('keeps every setting of an earlier release, and what it means if it is missing', () => {
        const known = Object.entries(table).map(([name, { missing, default: value }]) => [
          name,
          missing ?? value,
        ]);
        const kept = known.filter(([name]) => String(name) in FROZEN_SETTINGS[type]);
        assert.deepEqual(Object.fromEntries(kept), FROZEN_SETTINGS[type]);
      });

      it('has defaults that it accepts itself', () => {
        for (const [name, setting] of Object.entries(table)) {
          assert.deepEqual(setting.read(name, setting.default), setting.default, name);
        }
      });

      it('gives new nodes in the editor its defaults, as a literal', () => {
        const { defaults } = registered(type);
        const values = Object.entries(defaults).map(([name, { value }]) => [name, value]);
        assert.equal(
          JSON.stringify(Object.fromEntries(values)),
          JSON.stringify({ name: '', ...defaultsOf(table) }),
        );
        for (const [name, setting] of Object.entries(table).filter(([, { kind }]) => kind === 'number'))
          assert.equal(typeof defaults[name]?.validate, 'function', `${name} ${setting.kind}`);
        assert.match(
          dialogHtml(type),
          new RegExp(`registerType\\('${type}', \\{[\\s\\S]*? defaults: \\{\\n`),
        );
      });

      it('has a field for each of its settings in the dialog', () => {
        const html = dialogHtml(type);
        for (const name of Object.keys(table)) {
          assert.match(html, new RegExp(`id="node-(config-)?input-${name}(-list)?"`), name);
        }
      });

      for (const locale of helpLocales(type)) {
        it(`has a label and a help line for each of its settings in ${locale}`, () => {
          const texts = localeTexts(type, locale);
          for (const [name, setting] of Object.entries(table)) {
            assert.notEqual(labelOf(texts, name, setting).trim(), '', name);
            assert.notEqual(helpLine(texts, name).trim(), '', name);
          }
        });
      }
    });
  }

  it('of the uplink, the backend and the filter have all their settings read', () => {
    const readers: [NodeType, (settings: object) => unknown][] = [
      ['wireband-uplink', (settings) => readUplinkSettings(settings)],
      ['wireband-backend', (settings) => readBackendSettings(settings)],
      ['wireband-delta', (settings) => new DeltaFilter(settings)],
    ];
    for (const [type, read] of readers) {
      const checked = Object.entries(NODE_SETTINGS[type]).filter(([, setting]) => isChecked(setting));
      for (const [setting] of checked.filter(([name]) => name !== 'staleOutput')) {
        assert.throws(() => read({ [setting]: NONSENSE }), { name: 'SettingError', setting });
      }
    }
  });

  it('have the names of settings in programs', () => {
    const names = (['wireband-uplink', 'wireband-backend', 'wireband-delta'] as const).flatMap(
      checkedInPrograms,
    );
    assert.ok(names.length > 20);
    for (const [setting, ofProgram] of names) {
      assert.throws(() => new EdgeClient({ [ofProgram]: NONSENSE }), { name: 'SettingError', setting });
    }
  });

  it('name each command-line option and each Python setting once', () => {
    const settings = NODE_TYPES.flatMap((type) => Object.values(NODE_SETTINGS[type]));
    for (const names of [
      settings.flatMap(({ option }) => option?.name ?? []),
      settings.flatMap(({ python }) => python ?? []),
    ]) {
      assert.equal(new Set(names).size, names.length);
    }
  });

  it('report an invalid value by the name that the user knows', () => {
    assert.throws(
      () => NODE_SETTINGS['wireband-uplink'].flushBatch?.read('--flush-batch', 0),
      (error) => {
        assert.ok(error instanceof SettingError);
        assert.equal(error.message, '--flush-batch: 0 cannot be used; use a whole number from 1 to 10000.');
        return true;
      },
    );
  });
});
