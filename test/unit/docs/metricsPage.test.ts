import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { uplinkMetrics } from '../../../src/monitor';
import { repository } from '../../harness/package/packedPackage';

const page = readFileSync(join(repository, 'docs', 'metrics.md'), 'utf8');

describe('docs/metrics.md', () => {
  it('lists every metric with its type, and no other', () => {
    const told = [...page.matchAll(/^\| `(wireband_\w+)` \| (\w+) \|/gm)].map(
      ([, name, type]) => `${name} ${type}`,
    );
    const metrics = uplinkMetrics([], '').map(({ name, type }) => `${name} ${type}`);
    assert.deepEqual(told.sort(), metrics.sort());
  });

  it('uses existing metrics in its alerts and queries', () => {
    const names = new Set(
      uplinkMetrics([], '').flatMap(({ name, type }) => (type === 'histogram' ? [`${name}_bucket`] : [name])),
    );
    const blocks = [...page.matchAll(/^```(?:yaml|promql)\n([\s\S]*?)^```$/gm)].map(
      ([, block = '']) => block,
    );
    const used = blocks.flatMap((block) => block.match(/\bwireband_\w+/g) ?? []);
    assert.ok(used.length > 5, String(used.length));
    assert.deepEqual(
      used.filter((name) => !names.has(name)),
      [],
    );
  });
});
