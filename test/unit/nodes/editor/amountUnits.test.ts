import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fittingUnit, inUnit, storedAmount, unitsOf } from '../../../../nodes/editor/amountUnits';
import type { NumberRule } from '../../../../src/settings/checkedValues';
import { UPLINK } from '../../../../src/settings/uplink';
import { assertProperty } from '../../../harness/assertProperty';

const anyTime: NumberRule = { default: 0, min: 0 };
const anySize: NumberRule = { default: 0, min: 0, integer: true };

describe('an amount in its own unit', () => {
  for (const [stored, measure, expected] of [
    [604_800, 'seconds', '7 day'],
    [7200, 'seconds', '2 hour'],
    [5400, 'seconds', '90 minute'],
    [1, 'seconds', '1 second'],
    [0.2, 'seconds', '200 millisecond'],
    [1.5, 'seconds', '1500 millisecond'],
    [0, 'seconds', '0 second'],
    [0.00015, 'seconds', '0.00015 second'],
    [268_435_456, 'bytes', '256 MiB'],
    [2 ** 40, 'bytes', '1024 GiB'],
    [100_000_000, 'bytes', '100000000 byte'],
    [1536, 'bytes', '1536 byte'],
  ] as const) {
    it(`is ${expected} for ${stored} ${measure}`, () => {
      const unit = fittingUnit(unitsOf(measure, anyTime), stored);
      assert.equal(`${inUnit(stored, unit)} ${unit.name}`, expected);
    });
  }

  it("is not offered in units larger than the setting's maximum, nor in fractions of an integer number of seconds", () => {
    const names = (rule: NumberRule) => unitsOf('seconds', rule).map(({ name }) => name);
    assert.deepEqual(names(UPLINK.syncInterval), ['millisecond', 'second', 'minute']);
    assert.deepEqual(names({ ...anyTime, integer: true })[0], 'second');
  });

  it('is stored as typed if it is not a number', () => {
    const hours = unitsOf('seconds', anyTime).find(({ name }) => name === 'hour');
    assert.ok(hours);
    for (const typed of ['', 'a while', '1,5', `\${AGE}`, 'Infinity']) {
      assert.equal(storedAmount(typed, hours, anyTime), typed);
    }
    assert.equal(storedAmount('1.5', hours, anyTime), '5400');
  });

  it('is rounded to whole bytes for a fraction of a larger unit', () => {
    const mebi = unitsOf('bytes', anySize).find(({ name }) => name === 'MiB');
    assert.ok(mebi);
    assert.equal(storedAmount('0.3', mebi, anySize), '314573');
  });

  it('is stored unchanged, whatever unit it is shown in', () => {
    const anyStored = fc.oneof(
      fc.nat(),
      fc.integer({ min: 1, max: 90_000 }).map((ms) => ms / 1000),
    );
    const anyMeasure = fc.constantFrom('bytes' as const, 'seconds' as const);
    const isKept = fc.property(anyStored, anyMeasure, fc.nat(4), (stored, measure, place) => {
      const units = unitsOf(measure, anyTime);
      const unit = units[place % units.length] ?? fittingUnit(units, stored);
      const back = Number(storedAmount(inUnit(stored, unit), unit, anyTime));
      assert.ok(Math.abs(back - stored) <= stored * 1e-9, `${back} is not ${stored}`);
      const fitting = fittingUnit(units, stored);
      assert.equal(Number(storedAmount(inUnit(stored, fitting), fitting, anyTime)), stored);
    });
    assertProperty(isKept);
  });
});
