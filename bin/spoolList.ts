import { spoolRoots } from '../src/spool/directory/spoolRoots';
import { readSpool, type SpoolHolder } from '../src/spool/inspect/readSpool';
import { type SpoolPlace, spoolsOf } from './spoolPlaces';
import { type SpoolUse, useOf, useText } from './spoolUse';
import { bytesText, countText, plainText, textTable, timeText } from './textTable';

/** One spool of the list, as in the JSON output. Times in milliseconds since the epoch. */
interface ListedSpool {
  readonly id: string;
  readonly name?: string;
  readonly device_id?: string;
  /** From Node-RED's Projects feature. */
  readonly project?: string;
  readonly directory: string;
  /** The folder of spools that contains it. */
  readonly root: string;
  /** Absent if unknown. */
  readonly user_dir?: string;
  readonly state: SpoolUse | 'unreadable';
  /** The process that uses the spool, or did when it died. */
  readonly holder?: SpoolHolder;
  /** Number of events waiting or in a batch. */
  readonly events?: number;
  readonly quarantined?: number;
  /** Total size of all files. */
  readonly bytes?: number;
  readonly oldest?: number;
  readonly error?: string;
}

const HEADINGS = ['ID', 'NODE', 'DEVICE', 'EVENTS', 'QUARANTINED', 'ON DISK', 'OLDEST', 'STATE'];
const NUMBER_COLUMNS = [3, 4, 5];

/** Prints every spool of the given user directories. Returns the exit code. */
export async function listSpools(userDirs: readonly string[], json: boolean): Promise<number> {
  const spools: ListedSpool[] = [];
  for (const place of await spoolsOf(userDirs)) spools.push(await look(place));
  if (json) process.stdout.write(`${JSON.stringify(spools, null, 2)}\n`);
  else process.stdout.write(listText(spools, userDirs));
  return spools.some(({ state }) => state === 'unreadable') ? 1 : 0;
}

async function look(place: SpoolPlace): Promise<ListedSpool> {
  const { id, directory, root, userDir, about } = place;
  const known = {
    id,
    ...(about?.name ? { name: about.name } : {}),
    ...(about?.deviceId ? { device_id: about.deviceId } : {}),
    ...(about?.project ? { project: about.project } : {}),
    ...{ directory, root },
    ...(userDir === undefined ? {} : { user_dir: userDir }),
  };
  try {
    const reading = await readSpool(directory);
    try {
      const { holder, waiting, inBatches, quarantine, fileBytes, oldestArrival } = reading;
      const state = await useOf(place, holder);
      return {
        ...known,
        state,
        ...(holder === undefined ? {} : { holder }),
        events: waiting + inBatches,
        quarantined: quarantine.length,
        bytes: fileBytes,
        ...(oldestArrival === undefined ? {} : { oldest: oldestArrival }),
      };
    } finally {
      await reading.close();
    }
  } catch (error) {
    return { ...known, state: 'unreadable', error: error instanceof Error ? error.message : String(error) };
  }
}

function listText(spools: readonly ListedSpool[], userDirs: readonly string[]): string {
  if (spools.length === 0) {
    return `No spools under ${userDirs.flatMap(spoolRoots).join(' or ')}.\n`;
  }
  const roots = [...new Set(spools.map(({ root }) => root))];
  const blocks = roots.map((root) => {
    const here = spools.filter((spool) => spool.root === root);
    return `${[root, ...textTable([HEADINGS, ...here.map(row)], NUMBER_COLUMNS)].join('\n')}\n`;
  });
  return blocks.join('\n');
}

function row(spool: ListedSpool): string[] {
  const { id, name, project, device_id, state, events, quarantined, bytes, oldest, holder, error } = spool;
  return [
    id,
    [name ?? '-', ...(project === undefined ? [] : [`(project ${project})`])].join(' '),
    device_id ?? '-',
    events === undefined ? '-' : countText(events),
    quarantined === undefined ? '-' : countText(quarantined),
    bytes === undefined ? '-' : bytesText(bytes),
    timeText(oldest),
    state === 'unreadable' ? `cannot be read: ${error}` : useText(state, holder),
  ].map(plainText);
}
