import { readSpool, type SpooledEvent, type SpoolReading } from '../src/spool/inspect/readSpool';
import type { SpoolPlace } from './spoolPlaces';
import { type SpoolUse, useOf, useText } from './spoolUse';
import { bytesText, countText, eventsText, plainText, textTable, timeText } from './textTable';

/** Maximum number of series that are counted separately; without it, memory would be unbounded. */
const MAX_SERIES = 10_000;

/** Maximum number of lines per list in the text output; JSON has all. */
const SHOWN = 20;

interface SeriesCounts {
  readonly topics: ReadonlyMap<string, number>;
  /** Number of events in all further series. */
  readonly others: number;
}

/** Prints the contents of a spool. Returns the exit code. */
export async function inspectSpool(place: SpoolPlace, json: boolean): Promise<number> {
  const reading = await readSpool(place.directory);
  try {
    const series = await countSeries(reading.events());
    const use = await useOf(place, reading.holder);
    process.stdout.write(
      json
        ? `${JSON.stringify(inspectionJson(place, reading, series, use), null, 2)}\n`
        : `${inspectionLines(place, reading, series, use).map(plainText).join('\n')}\n`,
    );
    return 0;
  } finally {
    await reading.close();
  }
}

async function countSeries(events: AsyncGenerator<SpooledEvent>): Promise<SeriesCounts> {
  const topics = new Map<string, number>();
  let others = 0;
  for await (const { event } of events) {
    const count = topics.get(event.topic);
    if (count === undefined && topics.size >= MAX_SERIES) others++;
    else topics.set(event.topic, (count ?? 0) + 1);
  }
  return { topics: new Map([...topics].sort(([, a], [, b]) => b - a)), others };
}

function inspectionJson(
  { id, directory, about }: SpoolPlace,
  reading: SpoolReading,
  { topics, others }: SeriesCounts,
  state: SpoolUse,
) {
  const { holder, waiting, inBatches, batches, quarantine, bytes, fileBytes } = reading;
  return {
    id,
    directory,
    ...(about === undefined ? {} : { about }),
    state,
    ...(holder === undefined ? {} : { holder }),
    ...{ waiting, in_batches: inBatches, batches, quarantined: quarantine.length },
    ...{ event_bytes: bytes, file_bytes: fileBytes },
    ...{ oldest: reading.oldestArrival, newest: reading.newestArrival },
    series: Object.fromEntries(topics),
    events_of_other_series: others,
    quarantine: quarantine.map(({ event, error }) => ({ topic: event.topic, time: event.time, error })),
    gaps: reading.drops,
    unreadable: reading.unreadable,
    findings: reading.findings,
  };
}

function inspectionLines(
  { id, directory, about }: SpoolPlace,
  reading: SpoolReading,
  { topics, others }: SeriesCounts,
  use: SpoolUse,
): string[] {
  const { holder, waiting, inBatches, batches, quarantine, drops } = reading;
  const name = about?.name ? `${about.name} (${id})` : id;
  const device = about?.deviceId ? `, device ${about.deviceId}` : '';
  const batchText = batches === 1 ? '1 batch' : `${countText(batches)} batches`;
  const lines = textTable([
    ['spool', directory],
    ['node', `${name}${device}`],
    ['state', useText(use, holder)],
    ['events', `${countText(waiting)} waiting, ${countText(inBatches)} in ${batchText}`],
    ['quarantine', eventsText(quarantine.length)],
    ['bytes', `${bytesText(reading.bytes)} of events, ${bytesText(reading.fileBytes)} of files`],
    ['arrived', `${timeText(reading.oldestArrival)} to ${timeText(reading.newestArrival)}`],
  ]);
  const series = [...topics].map(([topic, count]) => [countText(count), topic]);
  if (others > 0) series.push([countText(others), '(other series)']);
  const problems = [...reading.findings];
  // Events that a running gateway delivers meanwhile are not damage.
  if (reading.unreadable > 0 && use !== 'live')
    problems.push(`${eventsText(reading.unreadable)} cannot be read`);
  return [
    ...lines,
    ...section(`series (${countText(topics.size)})`, textTable(series.slice(0, SHOWN), [0]), series.length),
    ...section(
      'quarantined',
      quarantine.slice(0, SHOWN).map(({ event, error }) => `${event.topic}: ${error}`),
      quarantine.length,
    ),
    ...section(
      'gaps not reported yet',
      drops.slice(0, SHOWN).map(({ events, reason, series, from, to }) => {
        const when = from === undefined ? '' : `, ${timeText(from)} to ${timeText(to)}`;
        return `${eventsText(events)} ${reason}, ${series ?? 'several series'}${when}`;
      }),
      drops.length,
    ),
    ...section('findings', problems.slice(0, SHOWN), problems.length),
  ];
}

/** Not even a heading for an empty list. */
function section(heading: string, lines: readonly string[], all: number): string[] {
  if (all === 0) return [];
  const more = all > lines.length ? [`  … and ${countText(all - lines.length)} more; see --json`] : [];
  return ['', `${heading}:`, ...lines.map((line) => `  ${line}`), ...more];
}
