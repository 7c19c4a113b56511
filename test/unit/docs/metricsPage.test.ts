import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { uplinkMetrics } from '../../../src/monitor';
import { repository } from '../../harness/package/packedPackage';

describe('docs/metrics.md', () => {
  it('has every metric with its type, and no other', () => {
    const page = readFileSync(join(repository, 'docs', 'metrics.md'), 'utf8');
    const told = [...page.matchAll(/^\| `(wireband_\w+)` \| (\w+) \|/gm)].map(
      ([, name, type]) => `${name} ${type}`,
    );
    const metrics = uplinkMetrics([], '').map(({ name, type }) => `${name} ${type}`);
    assert.deepEqual(told.sort(), metrics.sort());
  });
});
