import assert from 'node:assert/strict';
import { settingsOfProgram } from '../../../src/settings/programSettings';
import { choice, flag, number, structured, text } from '../../../src/settings/settingKinds';
import { settingsReader } from '../../../src/settings/settingsReader';

const TABLE = {
  size: number({ default: 5, min: 1, missing: 3, program: 'boxSize', programDefault: 9 }),
  color: choice(['red', 'green', 'blue'], { default: 'green', missing: 'red' }),
  isOpen: flag({ default: true, missing: false, program: false }),
  label: text({ default: 'box' }),
  path: text({ default: '/a', mayBeEmpty: true }),
  parts: structured('list', { default: [] }),
};

describe('a table of settings', () => {
  it('reads a missing setting as earlier releases did, even if new nodes have another default', () => {
    const read = settingsReader(TABLE, {});
    assert.deepEqual([read('size'), read('color'), read('isOpen')], [3, 'red', false]);
    assert.deepEqual([read('label'), read('path'), read('parts')], ['box', '/a', []]);
  });

  it('reads a missing setting as the fallback of the caller, if there is one', () => {
    const read = settingsReader(TABLE, { color: '' });
    assert.deepEqual([read('size', 7), read('color', 'blue'), read('isOpen', true)], [7, 'blue', true]);
  });

  it('accepts numbers and flags as text, and reads empty text as the default unless it may be empty', () => {
    const read = settingsReader(TABLE, { size: ' 4 ', isOpen: 'true', label: '', path: '' });
    assert.deepEqual([read('size'), read('isOpen'), read('label'), read('path')], [4, true, 'box', '']);
  });

  it('accepts a number or a Boolean as text, as a subflow variable may be one', () => {
    const read = settingsReader(TABLE, { label: 7, path: true });
    assert.deepEqual([read('label'), read('path')], ['7', 'true']);
  });

  it('refuses other values, naming the setting with its prefix', () => {
    const read = settingsReader(TABLE, { size: 0, color: 'pink', isOpen: 'ajar', label: {} }, 'boxes[0].');
    for (const setting of ['size', 'color', 'isOpen', 'label'] as const) {
      assert.throws(() => read(setting), { name: 'SettingError', setting: `boxes[0].${setting}` });
    }
  });

  it("reads a program's settings by their names in programs, with the defaults for programs", () => {
    const { size, color, isOpen } = settingsOfProgram(TABLE, { boxSize: 2, color: 'red', isOpen: true });
    assert.deepEqual([size, color, isOpen], [2, 'red', undefined]);
    assert.equal(settingsOfProgram(TABLE, { size: 2 }).size, 9);
  });
});
