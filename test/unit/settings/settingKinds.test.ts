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
  it('reads a missing setting as what it meant to earlier releases, which new nodes may differ from', () => {
    const read = settingsReader(TABLE, {});
    assert.deepEqual([read('size'), read('color'), read('isOpen')], [3, 'red', false]);
    assert.deepEqual([read('label'), read('path'), read('parts')], ['box', '/a', []]);
  });

  it('reads it as what the caller has instead, where it has something', () => {
    const read = settingsReader(TABLE, { color: '' });
    assert.deepEqual([read('size', 7), read('color', 'blue'), read('isOpen', true)], [7, 'blue', true]);
  });

  it('takes numbers and flags as text, and an empty text as the default unless it may be empty', () => {
    const read = settingsReader(TABLE, { size: ' 4 ', isOpen: 'true', label: '', path: '' });
    assert.deepEqual([read('size'), read('isOpen'), read('label'), read('path')], [4, true, 'box', '']);
  });

  it('takes a number or a boolean for a text, as a variable of a subflow may be', () => {
    const read = settingsReader(TABLE, { label: 7, path: true });
    assert.deepEqual([read('label'), read('path')], ['7', 'true']);
  });

  it('refuses other values, by the name of the setting with what stands before it', () => {
    const read = settingsReader(TABLE, { size: 0, color: 'pink', isOpen: 'ajar', label: {} }, 'boxes[0].');
    for (const setting of ['size', 'color', 'isOpen', 'label'] as const) {
      assert.throws(() => read(setting), { name: 'SettingError', setting: `boxes[0].${setting}` });
    }
  });

  it("finds a program's settings by their names in programs, with the defaults of programs", () => {
    const { size, color, isOpen } = settingsOfProgram(TABLE, { boxSize: 2, color: 'red', isOpen: true });
    assert.deepEqual([size, color, isOpen], [2, 'red', undefined]);
    assert.equal(settingsOfProgram(TABLE, { size: 2 }).size, 9);
  });
});
