import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventTruth, StoryTeller } from './StoryTeller';

/** A spool's directory, and what had become of its events. */
export interface CampaignStory {
  readonly name: string;
  readonly directory: string;
  /** By number. */
  readonly truth: readonly EventTruth[];
  /** Format version of the release that opens it; by default this release's. */
  readonly formatVersion?: number;
}

/** What each spool went through before its files are copied; with `close` it was closed cleanly, otherwise killed. */
const STORIES: Readonly<Record<string, (teller: StoryTeller) => Promise<void>>> = {
  'killed with everything': async (teller) => {
    await busyLife(teller);
    await teller.close();
    await teller.open();
    await secondLife(teller);
  },
  'closed with everything': async (teller) => {
    await busyLife(teller);
    await secondLife(teller);
    await teller.close();
  },
  'killed in an outage': async (teller) => {
    await teller.append(100);
  },
  'killed while quarantine waits again': async (teller) => {
    await teller.append(60);
    for (let i = 0; i < 6; i++) {
      await teller.quarantineNext();
      await teller.deliverNext(5);
    }
    await teller.retryQuarantine();
    await teller.deliverNext(2);
    await teller.quarantineNext();
    await teller.take(1);
    await teller.append(20);
  },
  'killed when all was delivered': async (teller) => {
    await teller.append(60);
    while (teller.depth > 0) await teller.deliverNext(7);
  },
};

export async function busyLife(teller: StoryTeller): Promise<void> {
  await teller.append(70);
  await teller.deliverNext(10);
  await teller.deliver(await teller.take(10), [2, 7], [4]);
  const batch = await teller.take(4);
  await teller.split(batch);
  await teller.deliverNext(2);
  await teller.split(await teller.take(2));
  await teller.quarantineNext();
  await teller.deliverNext(1);
  await teller.retryQuarantine();
  await teller.deliverNext(2);
  await teller.quarantineNext();
  teller.dropsReported();
  await teller.quarantineNext();
  await teller.clearQuarantine();
  teller.dropsReported();
  await teller.quarantineNext();
  await teller.quarantineNext();
}

export async function secondLife(teller: StoryTeller): Promise<void> {
  await teller.append(90);
  for (let i = 0; i < 5; i++) await teller.deliverNext(6);
  await teller.quarantineNext();
  await teller.retryQuarantine();
  await teller.deliverNext(1);
  await teller.quarantineNext();
  await teller.take(1);
  for (let i = 0; i < 3; i++) await teller.quarantineNext();
  await teller.take(5);
  await teller.deliverNext(5);
  await teller.append(30);
  await teller.shrinkTo(teller.depth - 4);
  teller.dropsReported();
}

/** Runs a story, up to the moment at which the spool's files are copied. */
export async function tellStory(
  name: string,
  root: string,
  tell: (teller: StoryTeller) => Promise<void>,
  formatVersion?: number,
): Promise<CampaignStory> {
  const live = join(root, `${name}, live`);
  const teller = new StoryTeller(live);
  await teller.open(formatVersion);
  await tell(teller);
  const directory = join(root, name);
  await cp(live, directory, { recursive: true });
  const truth = structuredClone(teller.truth);
  if (teller.isOpen) await teller.close();
  return { name, directory, truth, ...(formatVersion === undefined ? {} : { formatVersion }) };
}

/** Runs all stories. @returns them, and a function that removes their files. */
export async function tellStories(): Promise<{
  readonly stories: readonly CampaignStory[];
  readonly remove: () => Promise<void>;
}> {
  const root = await mkdtemp(join(tmpdir(), 'spool-campaign-'));
  const stories: CampaignStory[] = [];
  for (const [name, tell] of Object.entries(STORIES)) {
    stories.push(await tellStory(name, root, tell));
  }
  return { stories, remove: () => rm(root, { recursive: true, force: true }) };
}
