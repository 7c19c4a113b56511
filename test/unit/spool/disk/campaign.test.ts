import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { assertProperty } from '../../../harness/assertProperty';
import { runs } from '../../../harness/effort';
import { SeededRandom } from '../../../harness/seededRandom';
import { CampaignTable } from '../../../harness/spool/campaign/CampaignTable';
import { type CampaignStory, tellStories } from '../../../harness/spool/campaign/campaignStories';
import { damageKinds, manifestsOf } from '../../../harness/spool/campaign/damageKinds';
import { recordsOf, withRecordDamaged } from '../../../harness/spool/campaign/recordDamage';
import { type CaseOutcome, type Fault, runCase } from '../../../harness/spool/campaign/runCase';

/** Approximate number of cases of all kinds: WIREBAND_SPOOL_CAMPAIGN sets it, and has the table printed. */
const wanted = process.env.WIREBAND_SPOOL_CAMPAIGN;
const casesPerKind = wanted ? Math.ceil(Number(wanted) / damageKinds.length) : runs(6);

const ONE_RECORD = 'journal: one record damaged, each of them';

/** Known faults of the spool, by kind of damage. */
const KNOWN_FAULTS: readonly (readonly [RegExp, readonly Fault[]])[] = [
  // Quarantined events and their number are only in the journal, in two of its files.
  [/^whole journal/, ['lost uncounted']],
];

describe('a spool with systematically damaged files', () => {
  const table = new CampaignTable();
  let stories: readonly CampaignStory[];
  let remove: () => Promise<void>;

  before(async () => {
    ({ stories, remove } = await tellStories());
  });

  after(async () => {
    if (wanted) process.stdout.write(`\n${table}\n`);
    await remove();
  });

  it('returns everything once, under one ID, without damage', async () => {
    for (const story of stories) {
      const outcome = await runCase(story, () => undefined);
      assert.deepEqual([outcome.lost, outcome.counted, outcome.again, outcome.findings], [0, 0, 0, []]);
      assertSound('undamaged', outcome, story.name);
    }
  });

  for (const kind of damageKinds) {
    it(`${kind.name}: opens, delivers the readable events once, and counts the rest`, async () => {
      const property = fc.asyncProperty(fc.nat(), fc.nat(4), async (seed, place) => {
        const story = stories[place] ?? assert.fail();
        const random = new SeededRandom(seed);
        const outcome = await runCase(story, (directory) => kind.damage(directory, random), kind);
        table.add(kind.name, outcome);
        assertSound(kind.name, outcome, story.name);
      });
      await assertProperty(property, { numRuns: casesPerKind });
    });
  }

  it(ONE_RECORD, async () => {
    for (const story of stories) {
      const newest = (directory: string): string => manifestsOf(directory).at(-1) ?? assert.fail();
      const records = recordsOf(readFileSync(newest(story.directory)));
      for (const [i, record] of records.entries()) {
        const outcome = await runCase(story, (directory) => {
          const path = newest(directory);
          writeFileSync(path, withRecordDamaged(readFileSync(path), record));
        });
        table.add(ONE_RECORD, outcome);
        assertSound(ONE_RECORD, outcome, `${story.name}, record ${i}`);
      }
    }
  });
});

function assertSound(kind: string, { faults, findings }: CaseOutcome, what: string): void {
  const known = KNOWN_FAULTS.filter(([name]) => name.test(kind)).flatMap(([, list]) => list);
  const unknown = [...faults].filter(([fault]) => !known.includes(fault));
  assert.deepEqual(unknown, [], `${what}; ${findings.join('; ')}`);
}
