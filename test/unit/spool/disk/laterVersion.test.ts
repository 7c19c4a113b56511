import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Recovered } from '../../../../src/spool';
import { DiskSpool } from '../../../../src/spool/disk/DiskSpool';
import { FORMAT_VERSION } from '../../../../src/spool/format/segmentFile';
import { heldBatch } from '../../../../src/spool/head/heldBatch';
import { SpoolState } from '../../../../src/spool/manifest/SpoolState';
import { withTrace } from '../../../../src/spool/manifest/withTrace';
import {
  busyLife,
  type CampaignStory,
  secondLife,
  tellStory,
} from '../../../harness/spool/campaign/campaignStories';
import { markedEvent } from '../../../harness/spool/campaign/markedEvents';
import { runCase } from '../../../harness/spool/campaign/runCase';
import { CAMPAIGN_OPTIONS, type StoryTeller } from '../../../harness/spool/campaign/StoryTeller';
import { freeLock } from '../../../harness/spool/crashedSpool';

/** A made-up version: the same layout under another number, unknown to this release. */
const NEXT_VERSION = FORMAT_VERSION + 1;

describe('a spool written by a later version', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'spool-later-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const told = (tell: (teller: StoryTeller) => Promise<void>): Promise<CampaignStory> =>
    tellStory('later', root, tell, NEXT_VERSION);

  const lives = { killed: false, closed: true };

  for (const [how, isClosed] of Object.entries(lives)) {
    it(`${how}: keeps everything for the later version after this one used the spool twice`, async () => {
      const story = await told(async (teller) => {
        await busyLife(teller);
        await secondLife(teller);
        await teller.close();
        await backAndForth(teller, isClosed);
      });
      const outcome = await runCase(story, () => undefined);
      assert.deepEqual([...outcome.faults], [], outcome.findings.join('; '));
      assert.deepEqual([outcome.lost, outcome.counted, outcome.again, outcome.findings], [0, 0, 0, []]);
    });
  }

  it('loses nothing that either version stored', async () => {
    const teller = async (story: StoryTeller): Promise<void> => {
      await story.append(60);
      await story.quarantineNext();
      await story.deliverNext(5);
      await story.close();
      await story.open(NEXT_VERSION);
      await story.append(40);
      await story.quarantineNext();
      await story.take(3);
      await story.close();
      await backAndForth(story, true);
    };
    const story = await tellStory('both', root, teller);
    const { lost, counted, faults } = await runCase(
      { ...story, formatVersion: NEXT_VERSION },
      () => undefined,
    );
    assert.deepEqual([lost, counted, [...faults.keys()]], [0, 0, []]);
  });

  it('is reported and left unchanged', async () => {
    const story = await told(busyLife);
    const directory = join(root, 'back');
    await cp(story.directory, directory, { recursive: true });
    const before = await contents(directory);
    const recovered = await use(directory);
    for (const [name, bytes] of before) {
      assert.ok(
        recovered.findings.some((text) => text === `${name}: written by a later version; left alone`),
      );
      assert.deepEqual(await readFile(join(directory, name)), bytes, name);
    }
  });
});

describe('the snapshot of this release after use by 0.1.0', () => {
  it('keeps events apart that 0.1.0 gave no keys', () => {
    const event = (number: number) => ({ event: markedEvent(number), arrival: 1 });
    const refused = { event: markedEvent(3), error: 'refused', key: 7 };
    const state = new SpoolState();
    const saved = { ...state.save(), quarantine: [refused], replay: [event(1), event(2)] };
    state.apply({ kind: 'snapshot', state: saved });
    state.apply({ kind: 'quarantine-retried', arrival: 2 });
    assert.equal(state.replay.length, 3);
    const batch = heldBatch('all', 'any', state.replay);
    state.apply(withTrace({ kind: 'hold', batch, replayed: 3 }, state));
    assert.deepEqual([state.replay, state.quarantine, state.batches.length], [[], [], 1]);
  });
});

/** This release opens the spool twice and does not deliver all that it takes in; then the later one gets it back. */
async function backAndForth(teller: StoryTeller, isClosed: boolean): Promise<void> {
  await teller.open();
  await teller.append(30);
  await teller.deliverNext(8);
  await teller.quarantineNext();
  await teller.close();
  await teller.open();
  await teller.deliverNext(4);
  await teller.take(2);
  await teller.append(5);
  if (isClosed) await teller.close();
}

async function contents(directory: string): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const name of await readdir(directory)) files.set(name, await readFile(join(directory, name)));
  return files;
}

/** Opens a spool and closes it. */
async function use(directory: string): Promise<Recovered> {
  const spool = new DiskSpool(directory, CAMPAIGN_OPTIONS, { lock: freeLock });
  const ready = new Promise<Recovered>((onReady) => {
    spool.listen({ onReady, onDropped: () => undefined, onStorage: () => undefined });
  });
  await spool.open();
  await spool.close();
  return ready;
}
