import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type KeptSeed, keptSeeds } from '../../fixtures/keptSeeds';
import { assertProperty } from '../../harness/assertProperty';
import { repository } from '../../harness/package/packedPackage';

const tests = join(repository, 'test');

/** The message of a failure, whether thrown at once or by a promise. */
async function failureOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    assert.ok(error instanceof Error);
    return error.message;
  }
  assert.fail('a failure');
}

/** The line that the message of a failure says to add. */
function lineIn(message: string): KeptSeed {
  const [, property, seed, path] =
    /\{ property: "(.*)", seed: (-?\d+), path: '([\d:]+)', found/.exec(message) ?? [];
  assert.ok(property !== undefined && path !== undefined, message);
  return { property, seed: Number(seed), path, found: 'the number 7' };
}

/** Whether the source has this title, where anything may replace a template's expressions. */
function matches(source: string, title: string): boolean {
  const parts = source.split(/\$\{.*?\}/).map((part) => part.replace(/[.*+?^(){}|[\]\\$]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(title);
}

describe('properties with kept seeds', () => {
  const isNot7 = (tried: number[]) =>
    fc.property(fc.integer({ min: 0, max: 9 }), (number) => {
      tried.push(number);
      assert.notEqual(number, 7);
    });

  it('fail with the line to add, which makes that case run first', async () => {
    const message = await failureOf(() => assertProperty(isNot7([]), { numRuns: 1000 }));
    const kept = lineIn(message);
    assert.equal(
      kept.property,
      'unit/harness/assertProperty.test.ts: fail with the line to add, which makes that case run first',
    );
    const tried: number[] = [];
    const again = isNot7(tried);
    // The second property of this test.
    const seeds = [{ ...kept, property: `${kept.property} (2)` }];
    const second = await failureOf(() => assertProperty(again, { numRuns: 1 }, seeds));
    assert.deepEqual(tried, [7], JSON.stringify(kept));
    assert.match(second, /The kept seed -?\d+ \([\d:]+\) fails again\. It found: the number 7/);
  });

  it('do the same if they are asynchronous', async () => {
    const property = (tried: number[]) =>
      fc.asyncProperty(fc.integer({ min: 0, max: 9 }), async (number) => {
        tried.push(number);
        assert.notEqual(number, 7);
      });
    const kept = lineIn(await failureOf(() => assertProperty(property([]), { numRuns: 1000 })));
    const tried: number[] = [];
    const seeds = [{ ...kept, property: `${kept.property} (2)` }];
    assert.match(await failureOf(() => assertProperty(property(tried), {}, seeds)), /fails again/);
    assert.equal(tried[0], 7);
  });

  it('run the usual number of other cases after it', () => {
    const tried: number[] = [];
    const property = fc.property(fc.nat(), (number) => void tried.push(number));
    const name = 'unit/harness/assertProperty.test.ts: run the usual number of other cases after it';
    assertProperty(property, { numRuns: 50 }, [{ property: name, seed: 1, path: '3', found: '' }]);
    assert.equal(tried.length, 51);
    const fourth: number[] = [];
    fc.assert(
      fc.property(fc.nat(), (number) => void fourth.push(number)),
      { seed: 1, numRuns: 4 },
    );
    assert.equal(tried[0], fourth[3]);
    assertProperty(property, { numRuns: 50 }, [{ property: name, seed: 1, path: '3', found: '' }]);
    assert.equal(tried.length, 101, 'a second run does not repeat them');
  });
});

describe('the kept seeds', () => {
  it('belong to existing tests', () => {
    for (const { property, seed } of keptSeeds) {
      const [, file, title] = /^(\S+\.test\.ts): (.*?)(?: \(\d+\))?$/.exec(property) ?? [];
      assert.ok(file !== undefined && existsSync(join(tests, file)), `${seed}: ${property}`);
      const text = readFileSync(join(tests, file), 'utf8');
      const titles = [...text.matchAll(/\bit\((['`])(.*?)\1,/g)].map(([, , found]) => found);
      assert.ok(
        titles.some((found) => found !== undefined && matches(found, title ?? '')),
        `${file} has no test "${title}"`,
      );
    }
  });

  it('run first in every property: no test calls fc.assert directly', () => {
    const names = readdirSync(tests, { recursive: true, encoding: 'utf8' });
    const files = names.filter((name) => name.endsWith('.test.ts'));
    assert.ok(files.length > 100);
    for (const file of files.filter((name) => !__filename.endsWith(name))) {
      assert.doesNotMatch(readFileSync(join(tests, file), 'utf8'), /\bfc\.(assert|check)\(/, file);
    }
  });
});
