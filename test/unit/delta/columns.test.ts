import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Columns } from '../../../src/delta/Columns';
import { assertProperty } from '../../harness/assertProperty';

const steps = fc.array(
  fc.oneof(
    fc.record({ add: fc.array(fc.constantFrom(0, Number.NaN, -5), { minLength: 1, maxLength: 3 }) }),
    fc.record({ grow: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ row: fc.nat(), column: fc.nat(), value: fc.double() }),
  ),
  { maxLength: 40 },
);

describe('columns of numbers', () => {
  it('keep each number in its row, however many rows and columns are added later', () => {
    assertProperty(
      fc.property(steps, (list) => {
        let rows = 2;
        const columns = new Columns(rows);
        const nothings: number[] = [];
        const model = new Map<string, number>();
        for (const step of list) {
          if ('add' in step) {
            assert.equal(columns.add(...step.add), nothings.length);
            nothings.push(...step.add);
          } else if ('grow' in step) {
            rows += step.grow;
            columns.grow(rows);
          } else if (nothings.length > 0) {
            const [row, column] = [step.row % rows, step.column % nothings.length];
            columns.data[row * columns.width + column] = step.value;
            model.set(`${row} ${column}`, step.value);
          }
        }
        const expected = Array.from({ length: rows }, (_, row) =>
          nothings.map((nothing, column) => model.get(`${row} ${column}`) ?? nothing),
        );
        assert.deepEqual([...columns.data], expected.flat());
      }),
    );
  });

  it('keep whole numbers whose bits would be NaN', () => {
    const columns = new Columns(1);
    columns.add(0);
    columns.integers.set([7, -1]);
    columns.add(Number.NaN);
    columns.grow(3);
    assert.deepEqual([...columns.integers.subarray(0, 2)], [7, -1]);
  });
});
